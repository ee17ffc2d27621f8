#include <adapters/sql/user/sql_subscription_replica.hpp>

#include <adapters/sql/cells.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

template <class Cells>
user::SubscriptionFacts facts_in(const Cells& cells) {
  const auto user_id = user::UserId::parse(cells.text(2));
  if (!user_id) throw sync::StoreBroken("a subscription_replica row that cannot be read");
  return {.id = cells.text(0),
          .version = cells.number(1),
          .user_id = *user_id,
          .product_id = cells.text(3),
          .status = cells.text(4),
          .entitled = cells.number(5) != 0,
          .entitlements = split(cells.text(6)),
          .current_period_end = cells.text(7)};
}

}  // namespace

const Table& SubscriptionReplicaRow::table() {
  static const Table subscription_replica{"subscription_replica",
                                          {{"subscription_id", 't'},
                                           {"version", 'n'},
                                           {"user_id", 't'},
                                           {"product_id", 't'},
                                           {"status", 't'},
                                           {"entitled", 'n'},
                                           {"entitlements", 't'},
                                           {"current_period_end", 't'}}};
  return subscription_replica;
}

void SubscriptionReplicaRow::write(SetWrite& cells, const Row& row) {
  cells.cell(row.version).cell(row.user_id.text()).cell(row.product_id).cell(row.status);
  cells.cell(std::int64_t{row.entitled}).cell(joined(row.entitlements));
  cells.cell(row.current_period_end);
}

user::SubscriptionFacts SubscriptionReplicaRow::read(const SetRead& cells) {
  return facts_in(cells);
}

SqlSubscriptionReplicaViews::SqlSubscriptionReplicaViews(Session& reader)
    : of_(reader,
          "SELECT subscription_id, version, user_id, product_id, status, entitled, entitlements, "
          "current_period_end FROM subscription_replica WHERE user_id = :id "
          "ORDER BY subscription_id DESC LIMIT :rows",
          "tn", "tntttntt") {}

std::vector<user::SubscriptionFacts> SqlSubscriptionReplicaViews::of(const user::UserId& id,
                                                                     std::size_t limit) {
  std::vector<user::SubscriptionFacts> found;
  of_.with(id.text(), static_cast<std::int64_t>(limit)).each([&] {
    found.push_back(facts_in(of_));
  });
  return found;
}

}  // namespace sql
