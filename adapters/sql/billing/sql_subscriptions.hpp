#pragma once

#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include <adapters/sql/billing/subscription_row.hpp>
#include <adapters/sql/working_rows.hpp>

#include <ports/billing/billing_rows.hpp>
#include <ports/sync/store.hpp>

namespace sql {

// SqlSubscriptions: subscription under the write lane, found by id and by whose they are.
class SqlSubscriptions final : public billing::Subscriptions,
                               public billing::SubscriptionsOfCustomer,
                               public sync::WorkingTable {
 public:
  using Key = billing::SubscriptionId;
  using Row = billing::Subscription;

  explicit SqlSubscriptions(Session& writer);

  void want(const billing::SubscriptionId& id) override { subscriptions_.want(id); }
  std::optional<billing::Subscription> find(const billing::SubscriptionId& id) override;
  void put(const billing::Subscription& subscription) override;
  void remove(const billing::SubscriptionId& id) override { subscriptions_.remove(id); }

  void want(const billing::CustomerId& id) override;
  std::vector<billing::Subscription> find(const billing::CustomerId& id) override;

  bool load() override;
  void keep() override { subscriptions_.keep(); }
  void drop() override { subscriptions_.drop(); }
  void flush() override { subscriptions_.flush(); }
  void clear() noexcept override;

 private:
  // What is known of one customer. An id stays also where the command that put it was dropped, or
  // where it was removed: then there is no such row.
  struct Known {
    bool wanted = false;
    bool loaded = false;
    std::set<billing::SubscriptionId> ids = {};
  };

  SetRead by_customer_;
  WorkingRows<SubscriptionRow> subscriptions_;
  std::unordered_map<billing::CustomerId, Known, UuidHash> of_;
  std::vector<billing::CustomerId> wanted_;
};

}  // namespace sql
