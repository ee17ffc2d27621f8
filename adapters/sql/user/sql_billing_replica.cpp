#include <adapters/sql/user/sql_billing_replica.hpp>

namespace sql {

const Table& BillingReplicaRow::table() {
  static const Table billing_replica{"billing_replica",
                                     {{"user_id", 't'}, {"version", 'n'}, {"currency", 't'}}};
  return billing_replica;
}

user::BillingFacts BillingReplicaRow::read(const SetRead& cells) {
  const auto id = user::UserId::parse(cells.text(0));
  if (!id) throw sync::StoreBroken("a billing_replica row that cannot be read");
  return {.user_id = *id, .version = cells.number(1), .currency = cells.text(2)};
}

SqlBillingReplicaViews::SqlBillingReplicaViews(Session& reader)
    : find_(reader, "SELECT version, currency FROM billing_replica WHERE user_id = :id", "t",
            "nt") {}

std::optional<user::BillingFacts> SqlBillingReplicaViews::find(const user::UserId& id) {
  if (!find_.with(id.text()).one()) return std::nullopt;
  return user::BillingFacts{
      .user_id = id, .version = find_.number(0), .currency = find_.text(1)};
}

}  // namespace sql
