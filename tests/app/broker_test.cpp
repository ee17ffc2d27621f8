#include <app/broker.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include <adapters/nats/names.hpp>

#include <tests/app/nats_broker.hpp>

// What each service may do at a nats-server that runs on the configuration we write: its own, and
// nothing of any other's. What is expected is said here once more, by hand.
namespace {

using Set = std::set<std::string>;

const Set modules{"user", "billing", "insight", "webhook"};
const std::map<std::string, Set> followed_by{{"user", {"billing"}},
                                             {"billing", {"user"}},
                                             {"insight", {"user", "billing"}},
                                             {"webhook", {"user", "billing"}},
                                             {"gateway", {}},
                                             {"shop", {"user"}}};  // a foreign one

bool follows(const std::string& who, const std::string& module) {
  return followed_by.at(who).contains(module);
}
bool is_module(const std::string& who) { return modules.contains(who); }

class Broker : public testing::Test {
 protected:
  static test::NatsBroker& broker() {
    static test::NatsBroker instance{{"shop=user"}};
    return instance;
  }
  test::NatsClient& as(const std::string& user) {
    auto& client = clients_[user];
    if (!client) {
      client = std::make_unique<test::NatsClient>(broker().server().port(), user,
                                                  broker().password(user));
    }
    return *client;
  }
  void publishes(const std::string& user, const std::string& subject, bool may) {
    EXPECT_EQ(as(user).may_publish(subject), may) << user << " says " << subject;
  }
  void hears(const std::string& user, const std::string& subject, bool may) {
    EXPECT_EQ(as(user).may_subscribe(subject), may) << user << " listens to " << subject;
  }

  // Every pair of a user and a module.
  template <class Check>
  void for_each_pair(Check check) {
    for (const auto& [user, followed] : followed_by) {
      for (const auto& module : modules) check(user, module);
    }
  }

 private:
  std::map<std::string, std::unique_ptr<test::NatsClient>> clients_;
};

TEST_F(Broker, EachModuleWritesItsOwnLogAndNoOther) {
  for_each_pair([this](const std::string& user, const std::string& module) {
    const auto stream = nats::stream_name(module + "/0");
    const bool own = user == module;
    publishes(user, "cleave." + module + ".0.x.y", own);
    publishes(user, "cleave." + module + ".1.x.y", false);
    for (const auto* what : {"CREATE.", "UPDATE."}) {
      publishes(user, "$JS.API.STREAM." + std::string{what} + stream, own);
    }
    for (const auto* what : {"DELETE.", "PURGE.", "MSG.DELETE.", "RESTORE.", "SNAPSHOT.",
                             "LEADER.STEPDOWN.", "PEER.REMOVE."}) {
      publishes(user, "$JS.API.STREAM." + std::string{what} + stream, false);
    }
  });
}

TEST_F(Broker, EachServiceReadsTheStreamsThatItFollowsAndNoOther) {
  for_each_pair([this](const std::string& user, const std::string& module) {
    const auto stream = nats::stream_name(module + "/0");
    const bool reads = follows(user, module);
    publishes(user, "$JS.API.STREAM.INFO." + stream, reads || user == module);
    publishes(user, "$JS.API.STREAM.MSG.GET." + stream, reads || user == module);
    publishes(user, "$JS.API.CONSUMER.CREATE." + stream, reads && user != "shop");
    publishes(user, "$JS.FC." + stream + ".x.y", reads && user != "shop");
    const bool tells = module == "user" || module == "billing";  // of users
    hears(user, "cleave." + module + ".0.>",
          (user == "gateway" && tells) || (user == "shop" && reads));
  });
}

TEST_F(Broker, AConsumerWithANameBelongsToTheServiceOfYoursThatHasIt) {
  for_each_pair([this](const std::string& user, const std::string& module) {
    const auto stream = nats::stream_name(module + "/0");
    for (const std::string name : {"shop", "shop-ordered", "other", "user"}) {
      const bool own = user == "shop" && name.starts_with(user) && follows(user, module);
      const auto consumer = stream + "." + name;
      for (const auto* what : {"CREATE.", "INFO.", "MSG.NEXT.", "DELETE."}) {
        publishes(user, "$JS.API.CONSUMER." + std::string{what} + consumer, own);
      }
      publishes(user, "$JS.API.CONSUMER.DURABLE.CREATE." + consumer, own && name == user);
      publishes(user, "$JS.ACK." + consumer + ".1.1.1.1.0", own);
      publishes(user, "$JS.API.CONSUMER.CREATE." + consumer + ".cleave.user.0.x", false);
    }
    publishes(user, "$JS.API.CONSUMER.LIST." + stream, false);
    publishes(user, "$JS.API.CONSUMER.NAMES." + stream, false);
  });
}

TEST_F(Broker, EachServiceIsAskedInItsOwnNameByThoseWhoNeedItAlone) {
  for_each_pair([this](const std::string& user, const std::string& module) {
    const auto ask = "cleave.ask." + module;
    publishes(user, ask, user == "gateway");
    publishes(user, ask + ".log",
              user == "gateway" || (is_module(user) && follows(user, module)));
    publishes(user, ask + ".followers", is_module(user) && follows(module, user));
    publishes(user, ask + ".time", module == "billing" && user != module && user != "shop");
    for (const std::string part : {"", ".log", ".followers"}) {
      hears(user, ask + part + " cleave", user == module);
      hears(user, ask + part, false);  // beside those who answer
    }
    hears(user, ask + ".time cleave", user == module && module == "billing");
    const bool knows = module == "user" || module == "billing";
    publishes(user, ask + ".overview", user == "gateway" && knows);
    hears(user, ask + ".overview cleave", user == module && knows);
    publishes(user, ask + ".lead", user == module);  // another instance of it
    hears(user, ask + ".lead cleave", user == module);
  });
  for (const auto& [user, followed] : followed_by) {
    publishes(user, "cleave.ask.user_keys", user == "gateway");
    hears(user, "cleave.ask.user_keys cleave", user == "user");
    hears(user, "cleave.ask.>", false);
  }
}

TEST_F(Broker, NobodyHearsWhatIsSentToAnotherAndSpeaksThereButToAnswer) {
  for (const auto& [user, followed] : followed_by) {
    for (const auto& [other, followed_by_other] : followed_by) {
      const auto inbox = "_INBOX_" + other;
      hears(user, inbox + ".>", user == other);
      hears(user, inbox + ".answers.x.1", user == other);
      const bool was_asked =
          is_module(user) && other != "shop" &&
          (other == user || other == "gateway" || follows(other, user) || follows(user, other) ||
           user == "billing");
      publishes(user, inbox + ".answers.x.1", was_asked);
      const bool asks =
          user != "shop" && other != "shop" && other != "gateway" &&
          (user == other || user == "gateway" || follows(other, user) || follows(user, other) ||
           other == "billing");
      publishes(user, inbox + ".questions.x.1", asks);
      for (const auto* part : {".events.x", ".acks.x.1", ".x"}) {
        publishes(user, inbox + part, false);
      }
    }
  }
}

TEST_F(Broker, NobodyHasAdministrativeRightsOrHearsEverything) {
  for (const auto& [user, followed] : followed_by) {
    for (const auto* closed : {">", "*", "$SYS.>", "$JS.>", "$JS.API.>", "$JS.ACK.>", "_INBOX.>",
                               "_INBOX_*.>", "cleave.>", "*.ask.>"}) {
      hears(user, closed, false);
    }
    for (const auto* closed :
         {"$SYS.REQ.SERVER.PING", "$JS.API.STREAM.LIST", "$JS.API.STREAM.NAMES",
          "$JS.API.STREAM.CREATE.OTHER", "$JS.API.STREAM.TEMPLATE.CREATE.X",
          "$JS.API.META.LEADER.STEPDOWN", "$JS.API.ACCOUNT.PURGE.CLEAVE", "anything"}) {
      publishes(user, closed, false);
    }
    publishes(user, "$JS.API.INFO", user == "shop");
  }
}

TEST_F(Broker, WhoHasNoPasswordOrAWrongOneIsNobody) {
  const auto port = broker().server().port();
  EXPECT_NO_THROW(test::NatsClient(port, "user", broker().password("user")));
  EXPECT_THROW(test::NatsClient(port, "user", broker().password("billing")), std::runtime_error);
  EXPECT_THROW(test::NatsClient(port, "user", ""), std::runtime_error);
  EXPECT_THROW(test::NatsClient(port, "", ""), std::runtime_error);
  EXPECT_THROW(test::NatsClient(port, "operator", broker().password("user")), std::runtime_error);
}

}  // namespace
