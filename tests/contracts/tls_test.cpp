#include <fstream>
#include <optional>
#include <sstream>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <adapters/sql/query.hpp>
#include <adapters/sql/session.hpp>
#include <ports/sync/store_errors.hpp>

#include <tests/support/certificates.hpp>
#include <tests/support/postgres.hpp>

// Connections to a PostgreSQL that speaks TLS, with sslmode=verify-full.
namespace contracts {
namespace {

constexpr int starts_max = 5;

std::uint16_t free_port() {
  const int tried = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(tried, reinterpret_cast<const sockaddr*>(&address), size);
  ::getsockname(tried, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(tried);
  return ntohs(address.sin_port);
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class Tls : public testing::Test {
 protected:
  // A server with such a certificate, which takes nobody without TLS.
  void serve(const test::Certificates::Files& files) {
    server_.emplace("ssl = on\nlisten_addresses = '127.0.0.1'\n", false);
    server_->give_file("data/server.crt", text_of(files.certificate));
    server_->give_file("data/server.key", text_of(files.key));
    server_->allow("hostssl all all 127.0.0.1/32 trust");
    for (int tried = 1;; ++tried) {
      port_ = free_port();
      try {
        return server_->start("-p" + std::to_string(port_));
      } catch (const std::runtime_error&) {  // somebody else was faster
        if (tried == starts_max) throw;
      }
    }
  }
  // Why it is not connected to; "" where it is, and speaks TLS.
  std::string refusal(const std::string& trusted, const std::string& mode = "verify-full") const {
    try {
      sql::Session session{
          sql::Postgresql{.conninfo = "host=localhost hostaddr=127.0.0.1 user=postgres "
                                      "dbname=postgres port=" + std::to_string(port_) +
                                      " sslmode=" + mode + " sslrootcert=" + trusted,
                          .schema = "public",
                          .timeout_ms = 10'000},
          sql::Access::reader};
      sql::Query tls{session, "SELECT ssl::int FROM pg_stat_ssl WHERE pid = pg_backend_pid()", "",
                     "n"};
      return tls.one() && tls.number(0) == 1 ? "" : "without TLS";
    } catch (const sync::StoreUnavailable& failure) {
      return failure.what();
    }
  }
  void expect_refused(const std::string& trusted, const std::string& because,
                      const std::string& mode = "verify-full") const {
    const auto why = refusal(trusted, mode);
    EXPECT_NE(why.find(because), std::string::npos) << why;
  }

  test::Certificates certificates;

 private:
  std::optional<test::Postgres> server_;
  std::uint16_t port_ = 0;
};

TEST_F(Tls, ReachesAServerThatTheAuthorityVouchesForAndNobodyWithout) {
  serve(certificates.signed_for("localhost"));
  EXPECT_EQ(refusal(certificates.authority()), "");
  expect_refused(certificates.authority(), "no pg_hba.conf entry", "disable");
  const test::Certificates others;
  expect_refused(others.authority(), "certificate verify failed");
  expect_refused("/nonexistent/authority.crt", "does not exist");
}

TEST_F(Tls, RefusesACertificateThatIsOver) {
  serve(certificates.signed_for("localhost", true));
  expect_refused(certificates.authority(), "certificate verify failed");
}

TEST_F(Tls, RefusesACertificateOfAnotherName) {
  serve(certificates.signed_for("db.example.com"));
  expect_refused(certificates.authority(), "\"db.example.com\" does not match host name");
}

TEST_F(Tls, RefusesACertificateThatNobodyVouchesFor) {
  serve(certificates.self_signed_for("localhost"));
  expect_refused(certificates.authority(), "certificate verify failed");
}

}  // namespace
}  // namespace contracts
