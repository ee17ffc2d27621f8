#include <algorithm>

#include <tests/e2e/installation.hpp>
#include <tests/e2e/topology.hpp>

// What the logs remember of one key, and of one moment.
using namespace e2e;

namespace {

class History : public Running {
 protected:
  void SetUp() override {
    Running::SetUp();
    const auto ada = registered("ada@example.com");
    id_ = ada.at("id");
    registered_at_ = ada.position();
    // Others, until another millisecond has begun.
    for (int i = 0;; ++i) {
      const auto bob = registered("bob" + std::to_string(i) + "@example.com").position();
      if (time_at(bob) != time_at(registered_at_)) break;
    }
    const auto changed = admin().post("/v1/users/" + id_ + "/change_email",
                                      bj::object{{"email", "ada@new.example"}});
    EXPECT_EQ(changed.status, 200) << changed.text;
    changed_at_ = changed.position();
  }
  Ran cleave(std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data()});
    return run_cleave(words);
  }
  Answer as_of(const std::string& when) {
    return admin().get("/v1/users/" + id_ + "?as_of=" + when);
  }
  std::string time_at(const std::string& position) {
    const auto offset = std::stoll(position.substr(position.rfind(':') + 1));
    return admin().get("/v1/events?limit=1&after=" + std::to_string(offset - 1)).json()
        .at("data").at(0).at("time").text();
  }

  std::string id_;
  std::string registered_at_;
  std::string changed_at_;
};

TEST_F(History, OfAKeyHasEachChangeNewestFirstWithBothStates) {
  const auto page = admin().get("/v1/events/history?key=" + id_);
  ASSERT_EQ(page.status, 200) << page.text;
  const auto events = page.json().at("data");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events.at(0).at("type"), "user.email_changed");
  EXPECT_EQ(events.at(0).at("data").at("before").at("email"), "ada@example.com");
  EXPECT_EQ(events.at(0).at("data").at("after").at("email"), "ada@new.example");
  EXPECT_NE(events.at(0).at("correlationid").text(), "");
  EXPECT_EQ(events.at(1).at("type"), "user.registered");
  EXPECT_EQ(page.at("whole"), "true");
  EXPECT_EQ(page.at("reaches_back_to"), "user/0:1:1");
}

TEST_F(History, IsReadPageByPage) {
  const auto first = admin().get("/v1/events/history?limit=1&key=" + id_);
  ASSERT_EQ(first.json().at("data").size(), 1U) << first.text;
  EXPECT_EQ(first.at("has_more"), "true");
  const auto rest =
      admin().get("/v1/events/history?key=" + id_ + "&before=" + first.at("next"));
  ASSERT_EQ(rest.json().at("data").size(), 1U) << rest.text;
  EXPECT_EQ(rest.json().at("data").at(0).at("type"), "user.registered");
}

TEST_F(History, IsToldOfBillingsKeysByBilling) {
  ASSERT_EQ(customer(id_, changed_at_).status, 200);
  const auto done =
      admin().patch("/v1/customers/" + customer_id(id_), bj::object{{"currency", "eur"}});
  ASSERT_EQ(done.status, 200) << done.text;
  const auto page = admin().get("/v1/events/history?log=billing/0&key=" + customer_id(id_));
  ASSERT_EQ(page.status, 200) << page.text;
  EXPECT_EQ(page.json().at("data").size(), 1U) << page.text;
}

TEST_F(History, NeedsTheRightToReadEventsAndAKeyToLookFor) {
  auto reader = server().with_key(key_for({"users:read"}));
  EXPECT_EQ(reader.get("/v1/events/history?key=" + id_).status, 403);
  EXPECT_EQ(admin().get("/v1/events/history").status, 400);
  EXPECT_EQ(admin().get("/v1/events/history?key=x&before=billing/0:1:1").status, 400);
  EXPECT_EQ(admin().get("/v1/events/history?key=x&log=none/0").status, 422);
}

TEST_F(History, TheCommandLineShowsWhatChangedOldestFirst) {
  const auto shown = cleave({"sync", "history", id_, "--plain"});
  ASSERT_EQ(shown.exit, 0) << shown.err;
  const auto change = shown.out.find("email ada@example.com -> ada@new.example");
  EXPECT_NE(change, std::string::npos) << shown.out;
  EXPECT_LT(shown.out.find("user.registered"), change);
  const auto lines = cleave({"sync", "history", id_, "--json"}).out;
  EXPECT_EQ(std::ranges::count(lines, '\n'), 2);
  EXPECT_EQ(Json::parse(lines.substr(0, lines.find('\n'))).at("type"), "user.registered");
  const auto nobody = cleave({"sync", "history", "usr_nobody"});
  EXPECT_EQ(nobody.exit, 4);
  EXPECT_TRUE(nobody.err.contains("reaches back to user/0:1:1")) << nobody.err;
}

TEST_F(History, AUserIsShownAsOfAPositionAndAsOfATime) {
  EXPECT_EQ(as_of(registered_at_).at("email"), "ada@example.com");
  EXPECT_EQ(as_of(changed_at_).at("email"), "ada@new.example");
  EXPECT_EQ(as_of(changed_at_).position(), changed_at_);
  EXPECT_EQ(as_of(time_at(registered_at_)).at("email"), "ada@example.com");
  EXPECT_EQ(as_of(time_at(changed_at_)).at("email"), "ada@new.example");
  EXPECT_EQ(as_of("2100-01-01T00:00:00Z").at("email"), "ada@new.example");
  EXPECT_EQ(as_of(changed_at_).text, admin().get("/v1/users/" + id_).text);

  const auto shown = cleave({"user", "show", id_, "--as-of", registered_at_, "--json"});
  ASSERT_EQ(shown.exit, 0) << shown.err;
  EXPECT_EQ(Json::parse(shown.out).at("email"), "ada@example.com");
}

TEST_F(History, BeforeItWasRegisteredThereWasNoUser) {
  const auto before = registered_at_.substr(0, registered_at_.rfind(':') + 1) + "1";
  EXPECT_EQ(as_of(before).status, 404);
  EXPECT_EQ(as_of("2020-01-01T00:00:00Z").code(), "user.not_found");
  EXPECT_EQ(as_of("yesterday").status, 400);
  EXPECT_EQ(as_of("user/0:1:99999").code(), "sync.beyond_head");
}

TEST_F(History, AfterItsEndAUserIsSaidToHaveBeenDeletedAndBeforeThatIsShown) {
  const auto gone = admin().remove("/v1/users/" + id_);
  ASSERT_EQ(gone.status, 200) << gone.text;
  const auto then = as_of(gone.position());
  EXPECT_EQ(then.status, 404);
  EXPECT_EQ(then.code(), "user.deleted_by_then");
  EXPECT_EQ(as_of(registered_at_).at("email"), "ada@example.com");
  EXPECT_EQ(as_of(changed_at_).at("email"), "ada@new.example");
  EXPECT_EQ(cleave({"user", "show", id_, "--as-of", gone.position()}).exit, 4);
}

}  // namespace
