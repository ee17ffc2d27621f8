#include <adapters/sql/sync/sql_event_log.hpp>

#include <adapters/sql/sync/event_row.hpp>
#include <adapters/sql/sync/roots_text.hpp>

namespace sql {
namespace {

const Table event_log{"event_log",
                      {{"log_offset", 'n'},
                       {"epoch", 'n'},
                       {"event_id", 't'},
                       {"aggregate_type", 't'},
                       {"aggregate_key", 't'},
                       {"version", 'n'},
                       {"removes", 'n'},
                       {"type", 't'},
                       {"schema_version", 'n'},
                       {"occurred_at", 'n'},
                       {"payload", 't'},
                       {"correlation_id", 't'},
                       {"causation_id", 't'},
                       {"causation_depth", 'n'},
                       {"traceparent", 't'},
                       {"chain", 't'},
                       {"roots", 't'}}};

void check_dense(const sync::Commit& commit, sync::Offset head) {
  if (commit.events.empty()) throw sync::StoreRejected("a commit without events");
  auto expected = head;
  for (const auto& event : commit.events) {
    if (event.offset != ++expected) {
      throw sync::StoreRejected("offset " + std::to_string(event.offset) +
                                " where the log's next is " + std::to_string(expected));
    }
  }
}

}  // namespace

SqlEventLog::SqlEventLog(Session& writer, SqlStore& store)
    : store_(store),
      rows_(writer, event_log, Verb::insert),
      at_(writer,
          "SELECT " + std::string(event_columns) + " FROM event_log WHERE log_offset = :at", "n",
          event_shape),
      raise_(writer,
             "INSERT INTO log_epoch (epoch, first_offset, chain_before) "
             "VALUES (:epoch, :first, :chain)",
             "nnt") {}

void SqlEventLog::append(const sync::Commit& commit) {
  check_dense(commit, store_.head().offset);
  rows_.clear();
  write(commit);
  rows_.finish();
  store_.head_moved({commit.epoch, commit.last(), commit.chain, commit.roots});
}

void SqlEventLog::write(const sync::Commit& commit) {
  for (const auto& event : commit.events) {
    rows_.cell(static_cast<std::int64_t>(event.offset))
        .cell(std::int64_t{commit.epoch})
        .cell(shared::to_text(event.id))
        .cell(event.aggregate_type)
        .cell(event.key)
        .cell(event.version);
    write_event_rest(rows_, event);
    if (&event == &commit.events.back()) {
      rows_.cell(sync::to_hex(commit.chain)).cell(to_text(commit.roots));
    } else {
      rows_.null().null();
    }
    rows_.end_row();
  }
}

std::optional<sync::Event> SqlEventLog::at(sync::Offset offset) {
  if (!at_.with(offset).one()) return std::nullopt;
  return read_event(at_, 0, offset);
}

void SqlEventLog::raise_epoch(const sync::EpochStart& start) {
  const auto& head = store_.head();
  if (start.epoch <= head.epoch || start.first_offset != head.offset + 1 ||
      start.chain_before != head.chain) {
    throw sync::StoreRejected("an epoch that does not begin behind the head");
  }
  raise_.with(start.epoch, start.first_offset, sync::to_hex(start.chain_before)).run();
  store_.head_moved({start.epoch, head.offset, head.chain, head.roots});
}

}  // namespace sql
