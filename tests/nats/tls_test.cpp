#include <adapters/nats/connection.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include <tests/nats/eventually.hpp>
#include <tests/nats/notices.hpp>
#include <tests/support/certificates.hpp>
#include <tests/support/nats_server.hpp>

// Each end of a TLS connection shows who it is, and is believed only where the other end's trusted
// authority says so.
namespace {

using nats::Connection;
using nats::Notice;
using nats_test::eventually;
using nats_test::Notices;

using Files = test::Certificates::Files;

class NatsTls : public testing::Test {
 protected:
  static const test::Certificates& certificates() {
    static const test::Certificates instance;
    return instance;
  }
  static std::string tls_block(const Files& server, bool asks_clients) {
    return "tls {\n  cert_file: \"" + server.certificate + "\"\n  key_file: \"" + server.key +
           "\"\n  timeout: 30\n" +
           (asks_clients ? "  ca_file: \"" + certificates().authority() + "\"\n  verify: true\n"
                         : "") +
           "}\n";
  }
  void serve(const Files& server, bool asks_clients = false) {
    server_.emplace(tls_block(server, asks_clients));
  }
  nats::Settings settings(const std::string& scheme = "tls") const {
    auto settings =
        nats_test::settings_of(scheme + "://localhost:" + std::to_string(server_->port()));
    settings.connect_max = std::chrono::milliseconds{30'000};
    settings.ca_file = certificates().authority();
    return settings;
  }
  void stands(const nats::Settings& settings) {
    Notices notices;
    const Connection connection(settings, notices.told());
    EXPECT_TRUE(eventually([&] { return connection.link() != nullptr; })) << notices.text();
  }
  // The first try failed, and why it did was told.
  void is_refused(const nats::Settings& settings, const std::string& why = {}) {
    Notices notices;
    const Connection connection(settings, notices.told());
    EXPECT_TRUE(eventually([&] {
      return notices.has(Notice::Kind::away, why) || notices.has(Notice::Kind::connected);
    })) << notices.text();
    EXPECT_FALSE(notices.has(Notice::Kind::connected));
    EXPECT_EQ(connection.link(), nullptr);
  }

  std::optional<test::NatsServer> server_;
};

TEST_F(NatsTls, AServerThatOurAuthoritySignedForItsNameIsTaken) {
  serve(certificates().signed_for("localhost"));
  stands(settings());
}

TEST_F(NatsTls, AServerThatIsNotWhoItShouldBeIsRefused) {
  struct Case {
    const char* what;
    Files files;
    const char* why;
  };
  for (const auto& wrong :
       {Case{"another's name", certificates().signed_for("elsewhere.example"), "mismatch"},
        Case{"expired", certificates().signed_for("localhost", true), "expired"},
        Case{"self-signed", certificates().self_signed_for("localhost"), "self"},
        Case{"self-signed and another's name", certificates().self_signed_for("other.example"),
             ""}}) {
    SCOPED_TRACE(wrong.what);
    serve(wrong.files);
    is_refused(settings(), wrong.why);
  }
}

TEST_F(NatsTls, AServerOfAnotherAuthorityIsRefused) {
  const test::Certificates others;
  serve(others.signed_for("localhost"));
  is_refused(settings());
  auto trusting_the_system = settings();
  trusting_the_system.ca_file.clear();
  is_refused(trusting_the_system);
}

TEST_F(NatsTls, NeitherEndFallsBackToPlainText) {
  serve(certificates().signed_for("localhost"));
  is_refused(settings("nats"));
  server_.emplace();
  is_refused(settings());
}

TEST_F(NatsTls, AClientShowsACertificateWhereTheServerAsksForOne) {
  serve(certificates().signed_for("localhost"), true);
  const auto with = [this](const Files& files) {
    auto shown = settings();
    shown.certificate_file = files.certificate;
    shown.key_file = files.key;
    return shown;
  };
  stands(with(certificates().signed_for("billing")));
  is_refused(settings());
  is_refused(with(certificates().signed_for("billing", true)));
  is_refused(with(certificates().self_signed_for("billing")));
  is_refused(with(test::Certificates{}.signed_for("billing")));
}

TEST_F(NatsTls, FilesThatCannotBeUsedRefuseTheStartByTheirNames) {
  serve(certificates().signed_for("localhost"));
  const auto mine = certificates().signed_for("billing");
  const auto others = certificates().signed_for("insight");
  const auto refusal = [](const nats::Settings& settings) -> std::string {
    try {
      const Connection connection(settings, [](const auto&) {});
    } catch (const std::runtime_error& refused) {
      return refused.what();
    }
    return "it was taken";
  };
  auto no_authority = settings();
  no_authority.ca_file = "/nowhere/ca.pem";
  EXPECT_TRUE(refusal(no_authority).contains("/nowhere/ca.pem")) << refusal(no_authority);
  auto another_key = settings();
  another_key.certificate_file = mine.certificate;
  another_key.key_file = others.key;
  EXPECT_TRUE(refusal(another_key).contains(mine.certificate)) << refusal(another_key);
}

}  // namespace
