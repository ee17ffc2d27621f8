#include <app/broker.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include <gtest/gtest.h>

#include <app/config.hpp>

#include <tests/support/temp_folder.hpp>

// What `cleave nats config` prints and writes, and what it refuses.
namespace {

namespace fs = std::filesystem;

class BrokerConfig : public testing::Test {
 protected:
  BrokerConfig() { options_.passwords = secrets_.string(); }

  std::string line_of(const std::string& user) const {
    std::ifstream file(secrets_ / user);
    std::string line;
    std::getline(file, line);
    return line;
  }
  void put(const std::string& user, const std::string& text, mode_t mode) const {
    fs::create_directory(secrets_);
    std::ofstream(secrets_ / user) << text;
    ::chmod((secrets_ / user).c_str(), mode);
  }
  std::string refusal() const {
    try {
      app::broker_config(options_);
    } catch (const app::ConfigError& refused) {
      return refused.what();
    }
    return "it was taken";
  }

  test::TempFolder folder_;
  const fs::path secrets_ = folder_.path() / "secrets";
  cli::BrokerOptions options_;
};

std::vector<std::string> users_in(const std::string& config) {
  static const std::regex user("user: \"([^\"]*)\"");
  std::vector<std::string> all;
  for (std::sregex_iterator at(config.begin(), config.end(), user), end; at != end; ++at) {
    all.push_back((*at)[1]);
  }
  std::ranges::sort(all);
  return all;
}

TEST_F(BrokerConfig, DrawsTheMissingPasswordsForTheirOwnerAloneAndPrintsNone) {
  const auto made = app::broker_config(options_);
  const std::vector<std::string> all{"billing", "gateway", "insight", "user", "webhook"};
  EXPECT_EQ(users_in(made.text), all);
  EXPECT_EQ(made.passwords_made.size(), all.size());
  for (const auto& user : all) {
    struct stat status {};
    ASSERT_EQ(::stat((secrets_ / user).c_str(), &status), 0) << user;
    EXPECT_EQ(status.st_mode & 0777, 0600u) << user;
    EXPECT_GE(line_of(user).size(), 40u) << user;
    EXPECT_FALSE(made.text.contains(line_of(user))) << user;
  }
  EXPECT_EQ(fs::status(secrets_).permissions(), fs::perms::owner_all);
  EXPECT_NE(line_of("user"), line_of("billing"));
}

TEST_F(BrokerConfig, KeepsThePasswordsThatAreThere) {
  put("billing", "a password of the operator's own\r\n", 0640);
  const auto made = app::broker_config(options_);
  EXPECT_EQ(made.passwords_made.size(), 4u);
  EXPECT_EQ(line_of("billing"), "a password of the operator's own\r");
  const auto drawn = line_of("user");
  EXPECT_TRUE(app::broker_config(options_).passwords_made.empty());
  EXPECT_EQ(line_of("user"), drawn);
}

TEST_F(BrokerConfig, RefusesAPasswordFileThatWillNotDoByItsName) {
  struct Case {
    const char* what;
    std::string text;
    mode_t mode;
    const char* why;
  };
  for (const auto& wrong : {Case{"open", "a password of 20 bytes or more", 0604, "chmod o="},
                            Case{"empty", "", 0600, "empty"},
                            Case{"short", "nineteen bytes long", 0600, "20 to 72"},
                            Case{"long", std::string(73, 'x'), 0600, "20 to 72"}}) {
    put("user", wrong.text, wrong.mode);
    const auto refused = refusal();
    EXPECT_TRUE(refused.contains((secrets_ / "user").string())) << wrong.what << ": " << refused;
    EXPECT_TRUE(refused.contains(wrong.why)) << wrong.what << ": " << refused;
  }
  fs::remove(secrets_ / "user");
  fs::create_symlink(folder_.path() / "elsewhere", secrets_ / "user");
  EXPECT_TRUE(refusal().contains("user")) << refusal();
  EXPECT_FALSE(fs::exists(folder_.path() / "elsewhere"));
}

TEST_F(BrokerConfig, AProcessWithSeveralPartsIsOneUserWithTheRightsOfAll) {
  options_.services = {"cleave=all", "books=billing,insight"};
  EXPECT_EQ(users_in(app::broker_config(options_).text),
            (std::vector<std::string>{"books", "cleave"}));
  const auto both = app::broker_service("books", {"billing", "insight"});
  EXPECT_EQ(both.writes, (std::vector<std::string>{"billing/0", "insight/0"}));
  EXPECT_EQ(both.follows, (std::vector<std::string>{"user/0", "billing/0"}));
}

TEST_F(BrokerConfig, PrintsWhatNewerServersCanOnlyWhereItIsAskedFor) {
  EXPECT_FALSE(app::broker_config(options_).text.contains("sync_interval"));
  options_.sync_always = true;
  EXPECT_TRUE(app::broker_config(options_).text.contains("sync_interval: always"));
}

TEST_F(BrokerConfig, RefusesWhatCannotBeUsedByTheOptionThatSaysIt) {
  using Change = void (*)(cli::BrokerOptions&);
  struct Case {
    const char* why;
    Change change;
  };
  const Case cases[] = {
      {"--listen", [](auto& o) { o.listen = "0.0.0.0:4222"; }},
      {"--listen", [](auto& o) { o.listen = "4222"; }},
      {"--monitor", [](auto& o) { o.monitor = "0.0.0.0:8222"; }},
      {"--monitor", [](auto& o) { o.monitor = "here"; }},
      {"--max-file-store", [](auto& o) { o.file_store_max = "10G }"; }},
      {"--tls-cert", [](auto& o) { o.tls_cert = "cert.pem"; }},
      {"--tls-key", [](auto& o) { o.tls_key = "key.pem"; }},
      {"--tls-ca", [](auto& o) { o.tls_ca = "ca.pem"; }},
      {"--service", [](auto& o) { o.services = {"user"}; }},
      {"--service", [](auto& o) { o.services = {"a b=user"}; }},
      {"--service", [](auto& o) { o.services = {"=user"}; }},
      {"--service", [](auto& o) { o.services = {"x=user,nothing"}; }},
      {"--follower", [](auto& o) { o.followers = {"../x=user"}; }},
      {"--follower", [](auto& o) { o.followers = {"shop=gateway"}; }},
      {"shop", [](auto& o) { o.followers = {"shop=user", "shop=billing"}; }},
      {"user", [](auto& o) { o.followers = {"user=billing"}; }},
  };
  for (const auto& wrong : cases) {
    options_ = {};
    options_.passwords = secrets_.string();
    wrong.change(options_);
    EXPECT_TRUE(refusal().contains(wrong.why)) << wrong.why << ": " << refusal();
  }
  EXPECT_FALSE(fs::exists(secrets_));
}

TEST_F(BrokerConfig, TakesTheNetworkWithTlsOrWhereTheOperatorInsists) {
  options_.listen = "0.0.0.0:4222";
  options_.insecure = true;
  EXPECT_NO_THROW(app::broker_config(options_));
  options_.insecure = false;
  options_.tls_cert = "cert.pem";
  options_.tls_key = "key.pem";
  options_.tls_ca = "ca.pem";
  const auto text = app::broker_config(options_).text;
  for (const auto* part : {"\"cert.pem\"", "\"key.pem\"", "\"ca.pem\"", "verify: true"}) {
    EXPECT_TRUE(text.contains(part)) << part;
  }
}

}  // namespace
