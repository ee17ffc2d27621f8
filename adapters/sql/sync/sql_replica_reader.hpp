#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/key_form.hpp>
#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_parked_keys.hpp>
#include <adapters/sql/table.hpp>

#include <ports/sync/replica_reader.hpp>

namespace sql {

// CopyTable: where a follower keeps the aggregates of one type.
//   Shape   the table's columns are its key, the version, and the fields that are copied
struct CopyTable {
  std::string aggregate_type;
  const Table& table;
  KeyForm form = {};
};

// SqlReplicaReader: a follower's copies on a session of their own.
//   Bounds  tell_all() holds one snapshot for as long as all keys take to be read
class SqlReplicaReader final : public sync::ReplicaReader {
 public:
  SqlReplicaReader(const Location& at, std::string follower, std::vector<CopyTable> copies);
  ~SqlReplicaReader() override;

  sync::ReplicaStanding standing() override;
  sync::ReplicaStanding tell_all(const Told& told) override;
  std::vector<sync::ReplicaRow> behind(const std::string& aggregate_type, const std::string& key,
                                       const std::string& through,
                                       std::size_t rows_max) override;
  std::vector<sync::ReplicaRow> of(const std::string& aggregate_type,
                                   const std::vector<std::string>& keys) override;

 private:
  struct Copy;

  // Runs `read` in one snapshot.
  template <class Read>
  void at_one_moment(Read read);
  sync::ReplicaStanding stand();
  static void tell_all(Copy& copy, const Told& told);
  Copy& copy_of(const std::string& aggregate_type);

  const std::string follower_;
  Session session_;
  SqlFollowerPositions positions_{session_};
  SqlParkedKeys parked_{session_};
  std::vector<std::unique_ptr<Copy>> copies_;
};

}  // namespace sql
