#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include <adapters/cli/http_backend.hpp>
#include <adapters/cli/request_target.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/http/server.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <tests/cli/peer.hpp>
#include <tests/cli/ran.hpp>
#include <tests/cli/small_api.hpp>

namespace cli_tests {
namespace {

using std::chrono::milliseconds;

cli::ServerAddress local(std::uint16_t port) {
  return cli::ServerAddress::parse("127.0.0.1:" + std::to_string(port));
}

http::Request asking(const std::string& method) {
  http::Request request;
  request.method = method;
  request.path = "/v1/users";
  return request;
}

// What stopped it, or "answered".
std::string how_it_ends(cli::HttpBackend& backend, const std::string& method) {
  try {
    backend.request(asking(method));
    return "answered";
  } catch (const cli::Stop& stop) {
    EXPECT_EQ(stop.code(), cli::ExitCode::unavailable);
    return std::string(stop.what()) + "; " + stop.next();
  }
}

TEST(HttpBackend, KeepsOneConnectionForManyRequests) {
  Peer peer({{answer_of("1"), answer_of("2"), answer_of("3")}});
  cli::HttpBackend backend(local(peer.port()), "clv_secret");
  for (const std::string body : {"1", "2", "3"}) {
    EXPECT_EQ(backend.request(asking("POST")).body, body);
  }
  EXPECT_EQ(peer.connections(), 1);
  EXPECT_NE(peer.heads().back().find("Authorization: Bearer clv_secret\r\n"), std::string::npos);
}

TEST(HttpBackend, AsksOnANewConnectionWhereTheOldOneWasClosedMeanwhile) {
  Peer peer({{answer_of("1")}, {answer_of("2")}});
  cli::HttpBackend backend(local(peer.port()), "k");
  EXPECT_EQ(backend.request(asking("POST")).body, "1");
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(backend.request(asking("POST")).body, "2");
  EXPECT_EQ(peer.requests(), 2);
}

TEST(HttpBackend, AsksAgainForAReadThatBrokeOff) {
  Peer peer({{"close"}, {answer_of("2")}});
  cli::HttpBackend backend(local(peer.port()), "k");
  EXPECT_EQ(backend.request(asking("GET")).body, "2");
}

TEST(HttpBackend, NeverSendsAWriteTwice) {
  Peer peer({{"close"}, {answer_of("2")}});
  cli::HttpBackend backend(local(peer.port()), "k");
  EXPECT_NE(how_it_ends(backend, "POST").find("look whether it was done"), std::string::npos);
  EXPECT_EQ(peer.requests(), 1);
}

TEST(HttpBackend, GivesUpOnASilentServerInTime) {
  Peer peer({{"silence"}});
  cli::HttpBackend backend(local(peer.port()), "k", milliseconds(100));
  const auto before = std::chrono::steady_clock::now();
  EXPECT_NE(how_it_ends(backend, "GET").find("did not answer in time"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
}

TEST(HttpBackend, SaysHowToStartAServerWhereNoneIs) {
  std::uint16_t free_port = 0;
  {
    Peer peer({});
    free_port = peer.port();
  }
  cli::HttpBackend backend(local(free_port), "k");
  const std::string where = "127.0.0.1:" + std::to_string(free_port);
  EXPECT_EQ(how_it_ends(backend, "GET"),
            "no server at " + where + "; start one with `cleave serve --listen " + where + "`");
}

TEST(HttpBackend, TakesNoAnswerThatIsNoHttp) {
  Peer peer({{"SSH-2.0-OpenSSH\r\n\r\n"}, {"SSH-2.0\r\n\r\n"}, {"SSH-2.0\r\n\r\n"}});
  cli::HttpBackend backend(local(peer.port()), "k");
  EXPECT_NE(how_it_ends(backend, "GET").find("cannot be asked"), std::string::npos);
}

TEST(HttpBackend, EncodesWhatARequestLineCannotHold) {
  http::Request request;
  request.path = "/v1/users/ä b?c#d%";
  request.query = {{"email", "ada+x@example.com"}, {"after", "user/0:1:42"}, {"q", "a&b=c\r\n"}};
  EXPECT_EQ(cli::request_target(request),
            "/v1/users/%C3%A4%20b%3Fc%23d%25?email=ada%2Bx@example.com&after=user/0:1:42"
            "&q=a%26b%3Dc%0D%0A");
}

struct Address {
  const char* text;
  const char* url;
};

TEST(ServerAddress, ReadsWhatPeopleWrite) {
  for (const auto& [text, url] :
       {Address{"127.0.0.1:8420", "http://127.0.0.1:8420"},
        Address{"localhost", "http://localhost:8420"},
        Address{"http://example.com/", "http://example.com:8420"},
        Address{"https://example.com", "https://example.com:443"},
        Address{"https://[::1]:9", "https://[::1]:9"}}) {
    EXPECT_EQ(cli::ServerAddress::parse(text).url(), url);
  }
  for (const char* text : {"", "http://", "host:0", "host:65536", "host:8x", "[::1", "a b",
                           "http://u@host", "host/path", "ftp://host"}) {
    EXPECT_THROW(cli::ServerAddress::parse(text), cli::Stop) << text;
  }
}

TEST(KeyFile, HoldsOneKeyAndNothingElse) {
  EXPECT_EQ(cli::read_key_file(file_with("good.key", "clv_abc\n")), "clv_abc");
  EXPECT_THROW(cli::read_key_file(file_with("empty.key", "\n")), cli::Stop);
  EXPECT_THROW(cli::read_key_file(file_with("two.key", "clv_abc clv_def")), cli::Stop);
  EXPECT_THROW(cli::read_key_file(temporary_path("none.key")), cli::Stop);
}

// The commands against the product's own server.
class RealServer : public testing::Test {
 protected:
  Ran run(std::vector<std::string> words, http::ServerSettings settings = {}) {
    http::Server server(settings, api_, ids_);
    server.start();
    const std::string scheme = settings.tls ? "https://localhost:" : "http://127.0.0.1:";
    words.insert(words.end(), {"--server", scheme + std::to_string(server.port()), "--key-file",
                               file_with("real.key", "clv_abc")});
    return run_with({}, words);
  }

  SmallApi api_;
  os::SystemClock clock_;
  os::UuidV7Ids ids_{clock_};
};

TEST_F(RealServer, ImportsAndExportsOverHttp) {
  std::string text;
  for (int i = 0; i < 1200; ++i) {
    text += R"({"email":"u)" + std::to_string(i) + "@example.com\"}\n";
  }
  const Ran imported = run({"user", "import", file_with("real.ndjson", text)});
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_EQ(api_.users(), 1200U);
  const Ran exported = run({"user", "export"});
  EXPECT_EQ(exported.code, 0) << exported.err;
  EXPECT_EQ(std::count(exported.out.begin(), exported.out.end(), '\n'), 1200);
  EXPECT_NE(exported.err.find("using server http://127.0.0.1:"), std::string::npos);
}

// A certificate for localhost that nobody signed.
http::TlsFiles make_certificate(const std::string& name) {
  const http::TlsFiles files{temporary_path(name + ".pem"), temporary_path(name + ".key")};
  const std::string make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
                           " -addext subjectAltName=DNS:localhost -keyout " + files.key +
                           " -out " + files.certificate + " 2>/dev/null";
  EXPECT_EQ(std::system(make.c_str()), 0);
  return files;
}

TEST_F(RealServer, IsTrustedOverTlsOnlyWithACertificateThatIs) {
  http::ServerSettings settings;
  settings.tls = make_certificate("trusted");

  const Ran refused = run({"user", "list"}, settings);
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("SSL_CERT_FILE"), std::string::npos) << refused.err;
  EXPECT_TRUE(api_.seen.empty());

  ::setenv("SSL_CERT_FILE", settings.tls->certificate.c_str(), 1);
  const Ran trusted = run({"user", "list"}, settings);
  ::unsetenv("SSL_CERT_FILE");
  EXPECT_EQ(trusted.code, 0) << trusted.err;
}

TEST_F(RealServer, IsTrustedByItsPinnedCertificateAndNoOther) {
  http::ServerSettings settings;
  settings.tls = make_certificate("own");
  http::Server server(settings, api_, ids_);
  server.start();
  const auto address = "https://127.0.0.1:" + std::to_string(server.port());
  cli::HttpBackend own(cli::ServerAddress::parse(address), "k",
                       std::chrono::seconds(5), settings.tls->certificate);
  EXPECT_EQ(how_it_ends(own, "GET"), "answered");
  cli::HttpBackend other(cli::ServerAddress::parse(address), "k",
                         std::chrono::seconds(5), make_certificate("other").certificate);
  EXPECT_NE(how_it_ends(other, "GET").find("cannot be asked"), std::string::npos);
}

}  // namespace
}  // namespace cli_tests
