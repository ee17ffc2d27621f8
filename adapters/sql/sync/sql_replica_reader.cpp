#include <adapters/sql/sync/sql_replica_reader.hpp>

#include <utility>

#include <adapters/sql/statements.hpp>

namespace sql {
namespace {

// PostgreSQL hands over a whole answer at once.
constexpr std::size_t told_at_once = 20'000;

std::string name_of_key(const Table& table) { return std::string{table.columns.front().name}; }

std::string from(const Table& table) {
  return " FROM " + std::string{table.name} + " WHERE " + name_of_key(table);
}

std::string ordered(const Table& table) {
  return " ORDER BY " + name_of_key(table) + " LIMIT :rows";
}

}  // namespace

struct SqlReplicaReader::Copy {
  Copy(Session& session, CopyTable copy)
      : is(std::move(copy)),
        versions(session, "SELECT " + name_of_key(is.table) + ", version" + from(is.table) +
                     " > :key" + ordered(is.table),
                 "tn", "tn"),
        behind(session,
               "SELECT " + select_list(is.table) + from(is.table) + " > :key" + ordered(is.table),
               "tn", shape(is.table.columns)),
        between(session,
                "SELECT " + select_list(is.table) + from(is.table) + " > :key AND " +
                    name_of_key(is.table) + " <= :through" + ordered(is.table),
                "ttn", shape(is.table.columns)),
        find(session, "SELECT " + select_list(is.table) + from(is.table) + " = :key", "t",
             shape(is.table.columns)) {}

  sync::ReplicaRow row(const Query& cells) const {
    sync::ReplicaRow row{is.form.to_said(cells.text(0)), cells.number(1), {}};
    const auto& columns = is.table.columns;
    for (std::size_t i = 2; i < columns.size(); ++i) {
      row.values.push_back(columns[i].type == 't' ? cells.text(i)
                                                  : std::to_string(cells.number(i)));
    }
    return row;
  }

  CopyTable is;
  Query versions;
  Query behind;
  Query between;
  Query find;
};

SqlReplicaReader::SqlReplicaReader(const Location& at, std::string follower,
                                   std::vector<CopyTable> copies)
    : follower_(std::move(follower)), session_(at, Access::reader) {
  for (auto& copy : copies) copies_.push_back(std::make_unique<Copy>(session_, std::move(copy)));
}

SqlReplicaReader::~SqlReplicaReader() = default;

template <class Read>
void SqlReplicaReader::at_one_moment(Read read) {
  session_.begin_snapshot();
  try {
    read();
  } catch (...) {
    session_.rollback();
    throw;
  }
  session_.rollback();
}

sync::ReplicaStanding SqlReplicaReader::stand() {
  return {positions_.find(follower_).value_or(sync::FollowerState{}), parked_.list(follower_)};
}

sync::ReplicaStanding SqlReplicaReader::standing() {
  sync::ReplicaStanding standing;
  at_one_moment([&] { standing = stand(); });
  return standing;
}

sync::ReplicaStanding SqlReplicaReader::tell_all(const Told& told) {
  sync::ReplicaStanding standing;
  at_one_moment([&] {
    standing = stand();
    for (const auto& copy : copies_) tell_all(*copy, told);
  });
  return standing;
}

void SqlReplicaReader::tell_all(Copy& copy, const Told& told) {
  auto& rows = copy.versions;
  std::string after;
  std::size_t read = told_at_once;
  while (read == told_at_once) {
    read = 0;
    rows.with(after, told_at_once).each([&] {
      ++read;
      after = rows.text(0);
      told(copy.is.aggregate_type, copy.is.form.to_said(after), rows.number(1));
    });
  }
}

std::vector<sync::ReplicaRow> SqlReplicaReader::behind(const std::string& aggregate_type,
                                                       const std::string& key,
                                                       const std::string& through,
                                                       std::size_t rows_max) {
  auto& copy = copy_of(aggregate_type);
  std::vector<sync::ReplicaRow> rows;
  const auto after = copy.is.form.to_stored(key);
  if (through.empty()) {
    copy.behind.with(after, rows_max).each([&] { rows.push_back(copy.row(copy.behind)); });
  } else {
    copy.between.with(after, copy.is.form.to_stored(through), rows_max).each([&] {
      rows.push_back(copy.row(copy.between));
    });
  }
  return rows;
}

std::vector<sync::ReplicaRow> SqlReplicaReader::of(const std::string& aggregate_type,
                                                   const std::vector<std::string>& keys) {
  auto& copy = copy_of(aggregate_type);
  std::vector<sync::ReplicaRow> rows;
  for (const auto& key : keys) {
    if (copy.find.with(copy.is.form.to_stored(key)).one()) rows.push_back(copy.row(copy.find));
  }
  return rows;
}

SqlReplicaReader::Copy& SqlReplicaReader::copy_of(const std::string& aggregate_type) {
  for (const auto& copy : copies_) {
    if (copy->is.aggregate_type == aggregate_type) return *copy;
  }
  throw sync::StoreUnavailable(follower_ + " copies no " + aggregate_type);
}

}  // namespace sql
