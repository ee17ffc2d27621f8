#include <adapters/sql/billing/sql_user_replica.hpp>

namespace sql {

const Table& UserReplicaRow::table() {
  static const Table user_replica{"user_replica",
                                  {{"user_id", 't'},
                                   {"version", 'n'},
                                   {"email", 't'},
                                   {"display_name", 't'},
                                   {"time_zone", 't'},
                                   {"status", 't'}}};
  return user_replica;
}

void UserReplicaRow::write(SetWrite& cells, const Row& row) {
  cells.cell(row.version).cell(row.email).cell(row.display_name);
  cells.cell(row.time_zone).cell(row.status);
}

billing::KnownUser UserReplicaRow::read(const SetRead& cells) {
  const auto id = billing::CustomerId::of_user(cells.text(0));
  if (!id) throw sync::StoreBroken("a user_replica row that cannot be read");
  return {.id = *id,
          .version = cells.number(1),
          .email = cells.text(2),
          .display_name = cells.text(3),
          .time_zone = cells.text(4),
          .status = cells.text(5)};
}

}  // namespace sql
