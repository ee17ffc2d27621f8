#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/session.hpp>
#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <sync/application/chain.hpp>

#include <tests/support/temp_folder.hpp>

namespace nats_test {

inline const sync::Digest& digest() {
  static const os::SodiumDigest instance;
  return instance;
}

// Texts that break headers where they are not encoded.
inline const std::string& awkward_text() {
  static const std::string text = "a \"q\" 100% \r\nX-Header: no\t\u20ac\U0001F600\x01\x7f,=;";
  return text;
}

// UserLog: the log "user/0" in a SQLite file of its own, with a true chain. One thread writes;
// each reader() is for one other.
class UserLog {
 public:
  UserLog() {
    writer_ = std::make_unique<sql::Session>(location_, sql::Access::writer);
    sql::Migrator{*writer_}.apply_all("user", shared::from_unix_ms(1'000));
    store_ = std::make_unique<sql::SqlStore>(*writer_, "user/0");
    log_ = std::make_unique<sql::SqlEventLog>(*writer_, *store_);
  }

  // One more commit of so many events.
  void say(std::size_t events) {
    sync::Commit commit;
    for (std::size_t i = 0; i < events; ++i) commit.events.push_back(next_event());
    for (const auto& event : commit.events) sync::count_event(head_.roots, digest(), event);
    commit.roots = head_.roots;
    commit.chain = head_.chain = sync::chain_after(digest(), head_.chain, commit);
    store_->begin();
    log_->append(commit);
    store_->commit();
  }
  const sync::Head& head() const { return head_; }

  struct Reader {
    std::unique_ptr<sql::Session> session;
    std::unique_ptr<sql::SqlLogReader> log;
  };
  Reader reader() const {
    Reader reader;
    reader.session = std::make_unique<sql::Session>(location_, sql::Access::reader);
    reader.log = std::make_unique<sql::SqlLogReader>(*reader.session);
    return reader;
  }
  std::vector<sync::Commit> all() const {
    std::vector<sync::Commit> commits;
    const auto reader = this->reader();
    while (commits.empty() || commits.back().last() < head_.offset) {
      auto more = reader.log->read(commits.empty() ? 0 : commits.back().last(), {});
      if (more.empty()) break;
      for (auto& commit : more) commits.push_back(std::move(commit));
    }
    return commits;
  }

 private:
  sync::Event next_event() {
    sync::Event event;
    event.offset = ++head_.offset;
    for (std::size_t i = 0; i < 8; ++i) {
      event.id.bytes[15 - i] = static_cast<std::uint8_t>(event.offset >> 8 * i);
    }
    event.aggregate_type = event.offset % 3 == 0 ? "api_key" : "user";
    event.key = "usr_" + std::to_string(event.offset);
    event.version = 1;
    event.type = event.offset % 3 == 0 ? "api_key.created" : "user.registered";
    event.occurred_at = shared::from_unix_ms(1'700'000'000'000 + static_cast<long>(event.offset));
    event.payload = R"({"after":{"name":"Ada"},"before":null,"at":)" +
                    std::to_string(event.offset) + "}";
    if (event.offset % 2 == 0) event.correlation_id = awkward_text();
    event.causation_id = "cmd-" + std::to_string(event.offset);
    return event;
  }

  test::TempFolder folder_;
  sql::Location location_ = sql::Sqlite{.path = (folder_.path() / "user.db").string()};
  std::unique_ptr<sql::Session> writer_;
  std::unique_ptr<sql::SqlStore> store_;
  std::unique_ptr<sql::SqlEventLog> log_;
  sync::Head head_;
};

}  // namespace nats_test
