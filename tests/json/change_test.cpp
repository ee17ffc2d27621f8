#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <adapters/json/change.hpp>
#include <adapters/json/user/user_json.hpp>

namespace {

namespace events = user::events;

events::UserState state(std::string name) {
  return {.id = "usr_06ammhqmi1t3n4cd7r2k9v8e5s", .email = "a@b.org",
          .display_name = std::move(name), .locale = "en", .time_zone = "UTC", .metadata = {},
          .status = "active", .version = 3, .created_at = {}, .updated_at = {}};
}

TEST(Change, SaysTheStateAfterAndBefore) {
  const auto draft = json::to_draft(
      events::UserDeactivated{.after = state("new"), .before = state("old"), .reason = "\"why\""},
      "user", 1);
  EXPECT_EQ(draft.payload, R"({"after":)" + json::written(state("new")) + R"(,"before":)" +
                               json::written(state("old")) + R"(,"reason":"\"why\""})");
  EXPECT_EQ(draft.version, 3);
  EXPECT_FALSE(draft.removes);
}

TEST(Change, ThatEndsAnAggregateIsOneVersionMore) {
  const auto draft = json::to_draft(events::UserDeleted{.before = state("old")}, "user", 1);
  EXPECT_EQ(draft.version, 4);
  EXPECT_TRUE(draft.removes);
  EXPECT_EQ(json::after_of(draft.payload), "null");
  EXPECT_FALSE(*json::read_after<events::UserState>(draft.payload));
}

RC_GTEST_PROP(Change, GivesItsStateBackWhateverTheTextInIt, ()) {
  const auto name = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string{"a{}[]\",:\\\n "}));
  const auto draft = json::to_draft(
      events::UserProfileUpdated{.after = state(name), .before = state("x")}, "user", 1);
  RC_ASSERT(*json::after_of(draft.payload) == json::written(state(name)));
  RC_ASSERT(**json::read_after<events::UserState>(draft.payload) == state(name));
}

}  // namespace
