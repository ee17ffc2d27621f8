#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <adapters/cli/change_line.hpp>
#include <adapters/cli/event_stream.hpp>
#include <adapters/http/body_stream.hpp>
#include <tests/cli/peer.hpp>
#include <tests/cli/ran.hpp>
#include <tests/cli/small_api.hpp>

namespace cli_tests {
namespace {

std::string chunk(const std::string& text) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", text.size());
  return size + text + "\r\n";
}

std::string event(const std::string& id, const std::string& type, const std::string& data) {
  return "id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n";
}

const std::string head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string watching = event("user/0:1:1", "watching", "{}");
const std::string changed = event("user/0:1:2", "user.email_changed",
                                  R"({"time":"2026-11-20T10:57:43.120Z","subject":"usr_1",)"
                                  R"("data":{"before":{"email":"a@b.de","version":1},)"
                                  R"("after":{"email":"c@d.ef","version":2}}})");
const std::string deleted =
    event("user/0:1:3", "user.deleted", R"({"subject":"usr_1","data":{"after":null}})");

Ran watch(const Peer& peer, const std::vector<std::string>& more = {}, const Around& around = {}) {
  std::vector<std::string> words = {"user",
                                    "watch",
                                    "usr_1",
                                    "--server",
                                    "127.0.0.1:" + std::to_string(peer.port()),
                                    "--key-file",
                                    file_with("key", "clv_secret")};
  words.insert(words.end(), more.begin(), more.end());
  return run_with({}, words, around);
}

std::size_t at(const std::string& text, const std::string& part) { return text.find(part); }
constexpr auto nowhere = std::string::npos;

TEST(Watch, PrintsWhatChangedInOneLineUntilTheUserIsDeleted) {
  Peer peer({{head + chunk(watching + changed) + chunk(deleted) + "0\r\n\r\n"}});
  const Ran ran = watch(peer, {}, {.on_tty = true, .columns = 100});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(
      at(ran.out, "2026-11-20T10:57:43.120Z  user.email_changed        email a@b.de -> c@d.ef"), 0U)
      << ran.out;
  EXPECT_NE(at(ran.out, "user.deleted"), nowhere);
  EXPECT_EQ(at(ran.out, "watching"), nowhere);
  EXPECT_NE(at(ran.err, "watching usr_1 until Ctrl-C"), nowhere);
}

TEST(Watch, PrintsTheEventsThemselvesInJson) {
  Peer peer({{head + chunk(watching + changed + deleted) + "0\r\n\r\n"}});
  const Ran ran = watch(peer, {"--json"});
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 2);
  EXPECT_EQ(at(ran.out, R"({"time":"2026-11-20T10:57:43.120Z","subject":"usr_1")"), 0U);
}

TEST(Watch, ComesBackBehindTheLastEventThatItSaw) {
  Peer peer({{head + chunk(watching + changed)},  // and is cut
             {answer_of("{}", "X: 1\r\n").replace(9, 6, "503 No")},
             {head + chunk(watching + deleted) + "0\r\n\r\n"}});
  const Ran ran = watch(peer, {"--after", "user/0:1:0"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  ASSERT_EQ(peer.heads().size(), 3U);
  EXPECT_NE(at(peer.heads()[0], "last-event-id: user/0:1:0\r\n"), nowhere) << peer.heads()[0];
  EXPECT_NE(at(peer.heads()[1], "last-event-id: user/0:1:2\r\n"), nowhere);
  EXPECT_NE(at(peer.heads()[2], "last-event-id: user/0:1:2\r\n"), nowhere);
  EXPECT_NE(at(ran.err, "the connection is lost"), nowhere);
  EXPECT_NE(at(ran.err, "trying again in 0.5 s"), nowhere) << ran.err;
  EXPECT_NE(at(ran.err, "trying again in 1 s"), nowhere) << ran.err;
  EXPECT_NE(at(ran.err, "watching again; nothing was missed"), nowhere);
}

TEST(Watch, IsRefusedAtOnceWhereThereIsNoSuchUserOrNoServer) {
  const std::string body = R"({"code":"user.not_found","detail":"There is no such user."})";
  Peer peer({{answer_of(body).replace(9, 6, "404 No")}});
  const Ran ran = watch(peer);
  EXPECT_EQ(ran.code, 4);
  EXPECT_NE(at(ran.err, "There is no such user."), nowhere) << ran.err;
  const Ran nobody = run_with({}, {"user", "watch", "usr_1", "--server", "127.0.0.1:1",
                                   "--key-file", file_with("key", "clv_secret")});
  EXPECT_EQ(nobody.code, 3);
}

TEST(Watch, NeedsAServer) {
  class Streaming : public SmallApi {
    void handle(http::Request, http::Reply reply) override {
      http::Response response;
      response.stream = std::make_shared<http::BodyReader>(std::make_shared<http::BodyStream>());
      reply(std::move(response));
    }
  } api;
  const Ran ran = run_on(api, {"user", "watch", "usr_1"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(at(ran.err, "needs a running server"), nowhere) << ran.err;
}

TEST(EventStream, ReadsEventsHoweverTheyAreCut) {
  const std::string text =
      ":\n\nid: 1\nevent: a\ndata: x\ndata:y\n\nretry: 5\r\ndata\r\n\r\n: c\nevent: b\n\n"
      "id:2\ndata:  z\n\n";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    std::string told;
    cli::EventStream stream([&](const cli::StreamEvent& one) {
      told += one.id + "|" + one.type + "|" + one.data + ";";
    });
    for (std::size_t i = 0; i < text.size(); i += size) {
      stream.take(std::string_view(text).substr(i, size));
    }
    EXPECT_EQ(told, "1|a|x\ny;1||;2|| z;") << size;
  }
}

struct Change {
  const char* data;
  const char* line;
};

TEST(ChangeLine, SaysWhatIsAnother) {
  for (const auto& [data, line] : {
           Change{R"({"after":{"id":"1","email":"a@b","name":"","version":1},"before":null})",
                  "email a@b"},
           Change{R"({"after":{"a":2,"b":"x","version":2},"before":{"a":1,"b":"x","version":1}})",
                  "a 1 -> 2"},
           Change{R"({"after":{"a":1},"before":{"a":1,"gone":true}})", "gone true -> -"},
           Change{R"({"after":{"m":{"k":"v"}},"before":{"m":{}}})", R"(m - -> {"k":"v"})"},
           Change{R"({"after":null,"before":{"a":1}})", "gone"},
           Change{R"({})", "gone"},
       }) {
    const auto event = boost::json::parse(std::string(R"({"data":)") + data + "}");
    EXPECT_EQ(cli::change_line(event.as_object()), line) << data;
  }
}

}  // namespace
}  // namespace cli_tests
