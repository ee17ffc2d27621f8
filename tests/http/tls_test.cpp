#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <adapters/http/server.hpp>
#include <tests/http/raw_client.hpp>
#include <tests/http/test_server.hpp>
#include <tests/support/temp_folder.hpp>

namespace http_test {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

class TlsTest : public testing::Test {
 protected:
  // A key and a certificate of its own, both in PEM.
  http::TlsFiles make_files(const std::string& name) {
    const http::TlsFiles files{path(name + ".crt"), path(name + ".key")};
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
        " -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
        files.key + " -out " + files.certificate + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl failed");
    return files;
  }

  std::string path(const std::string& name) { return (folder.path() / name).string(); }

  void start(const http::TlsFiles& files) {
    auto settings = small_limits();
    settings.tls = files;
    server.emplace(settings, world.router, world.ids);
    server->start();
  }

  // What the server answers to a client that trusts that certificate alone.
  std::string ask(ssl::context::method method, const std::string& trusted,
                  const std::string& request = get_bytes("/items/1") +
                                               get_bytes("/livez", "Connection: close\r\n")) {
    asio::io_context context;
    ssl::context tls(method);
    tls.load_verify_file(trusted);
    tls.set_verify_mode(ssl::verify_peer);
    ssl::stream<asio::ip::tcp::socket> stream(context, tls);
    stream.set_verify_callback(ssl::host_name_verification("localhost"));
    stream.lowest_layer().connect({asio::ip::address_v4::loopback(), server->port()});
    stream.handshake(ssl::stream_base::client);
    asio::write(stream, asio::buffer(request));
    std::string answer;
    boost::system::error_code end;
    asio::read(stream, asio::dynamic_buffer(answer), end);
    EXPECT_EQ(end, asio::error::eof) << end.message();  // not cut off
    return answer;
  }

  std::string refusal(const http::TlsFiles& files) {
    try {
      start(files);
    } catch (const std::runtime_error& failure) {
      return failure.what();
    }
    return "";
  }

  test::TempFolder folder;
  World world;
  std::optional<http::Server> server;
};

TEST_F(TlsTest, ServesOverTls12And13) {
  const auto files = make_files("own");
  start(files);
  for (const auto method : {ssl::context::tlsv12_client, ssl::context::tlsv13_client}) {
    const std::string answer = ask(method, files.certificate);
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_NE(answer.find(R"({"status":"live"})"), std::string::npos);
  }
}

TEST_F(TlsTest, StreamsABodyToItsOrderlyEnd) {
  const auto files = make_files("own");
  start(files);
  std::thread writer([this] {
    for (int i = 0; i < 100; ++i) world.stream()->offer(std::string(1000, 'x'));
    world.stream()->end();
  });
  const std::string answer = ask(ssl::context::tlsv13_client, files.certificate,
                                 get_bytes("/stream"));
  writer.join();
  EXPECT_EQ(std::ranges::count(answer.substr(answer.find("\r\n\r\n")), 'x'), 100'000);
  EXPECT_TRUE(answer.ends_with("\r\n0\r\n\r\n"));
}

TEST_F(TlsTest, EndsAStreamWhoseServerDrains) {
  const auto files = make_files("own");
  start(files);
  std::thread stopper([this] {
    world.stream()->offer("one");
    server->drain(std::chrono::milliseconds{5000});
  });
  const std::string answer = ask(ssl::context::tlsv13_client, files.certificate,
                                 get_bytes("/stream"));
  stopper.join();
  EXPECT_TRUE(answer.ends_with("0\r\n\r\n"));
  EXPECT_EQ(world.gone, 1);
}

TEST_F(TlsTest, SpeaksNothingOlder) {
  const auto files = make_files("own");
  start(files);
  EXPECT_THROW(ask(ssl::context::tlsv11_client, files.certificate), std::exception);
}

TEST_F(TlsTest, IsNotBelievedByAClientThatTrustsAnother) {
  start(make_files("own"));
  EXPECT_THROW(ask(ssl::context::tls_client, make_files("other").certificate), std::exception);
}

TEST_F(TlsTest, HasNoEarForPlainHttp) {
  start(make_files("own"));
  RawClient client(server->port());
  client.send(get_bytes("/livez"));
  EXPECT_EQ(client.rest().find("HTTP/"), std::string::npos);
}

TEST_F(TlsTest, EndsAHandshakeThatNeverComes) {
  auto settings = small_limits();
  settings.tls = make_files("own");
  settings.handshake_max = std::chrono::milliseconds{100};
  server.emplace(settings, world.router, world.ids);
  server->start();
  RawClient client(server->port());
  EXPECT_TRUE(client.closes());
}

TEST_F(TlsTest, RefusesFilesItCannotUseAndNamesThem) {
  const auto good = make_files("good");
  const auto other = make_files("other");
  std::ofstream(path("junk.pem")) << "junk\n";
  EXPECT_NE(refusal({path("none.crt"), good.key}).find("none.crt"), std::string::npos);
  EXPECT_NE(refusal({good.certificate, path("none.key")}).find("none.key"), std::string::npos);
  EXPECT_NE(refusal({path("junk.pem"), good.key}).find("junk.pem"), std::string::npos);
  EXPECT_NE(refusal({good.certificate, path("junk.pem")}).find("junk.pem"), std::string::npos);
  EXPECT_NE(refusal({good.certificate, other.key}).find("mismatch"), std::string::npos);
}

}  // namespace
}  // namespace http_test
