#include <string>

#include <gtest/gtest.h>

#include <adapters/http/live/server_sent_event.hpp>
#include <adapters/http/live/user_of.hpp>

namespace live_test {
namespace {

struct Case {
  const char* key;
  const char* payload;
  const char* user;
};

TEST(UserOf, IsTheKeyOrTheUserIdOfTheState) {
  for (const auto& [key, payload, user] : {
           Case{"usr_1", R"({"after":{"id":"usr_1"},"before":null})", "usr_1"},
           Case{"cus_1", R"({"after":{"id":"cus_1","user_id":"usr_2"},"before":null})", "usr_2"},
           Case{"cus_1", R"({"after":null,"before":{"user_id":"usr_3","x":[1,{}]}})", "usr_3"},
           Case{"in_1", R"({"after":{"a":{"user_id":"usr_9"},"user_id":"usr_4"}})", "usr_4"},
           Case{"in_1", R"({"after":{"a":"\"user_id\":\"usr_9\""}})", ""},
           Case{"key_1", R"({"after":{"name":"ci"},"before":null})", ""},
           Case{"prod_1", R"({"after":{"user_id":null},"before":null})", ""},
           Case{"prod_1", R"({"after":{"user_id":7},"before":{"user_id":"x"}})", ""},
           Case{"x", "null", ""},
           Case{"x", "", ""},
       }) {
    sync::Event event;
    event.key = key;
    event.payload = payload;
    EXPECT_EQ(http::user_of(event), user) << payload;
  }
}

TEST(ServerSentEvents, KeepTheLinesOfTheirData) {
  EXPECT_EQ(http::server_sent_event("user/0:1:1", "user.changed", "{}"),
            "id: user/0:1:1\nevent: user.changed\ndata: {}\n\n");
  EXPECT_EQ(http::server_sent_event("1", "e", "a\nb\n"),
            "id: 1\nevent: e\ndata: a\ndata: b\ndata: \n\n");
}

}  // namespace
}  // namespace live_test
