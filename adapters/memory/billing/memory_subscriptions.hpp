#pragma once

#include <cassert>
#include <optional>
#include <set>
#include <vector>

#include <adapters/memory/table.hpp>

#include <ports/billing/billing_rows.hpp>

namespace memory {

// MemorySubscriptions: subscriptions in memory, by id and by whose they are.
class MemorySubscriptions final : public billing::Subscriptions,
                                  public billing::SubscriptionsOfCustomer {
 public:
  void new_batch() {
    rows_.new_batch();
    wanted_.clear();
  }
  void want(const billing::SubscriptionId& id) override { rows_.want(id); }
  std::optional<billing::Subscription> find(const billing::SubscriptionId& id) override {
    return rows_.find(id);
  }
  void put(const billing::Subscription& row) override { rows_.put(row.fields().id, row); }
  void remove(const billing::SubscriptionId& id) override { rows_.remove(id); }

  void want(const billing::CustomerId& id) override { wanted_.insert(id); }
  std::vector<billing::Subscription> find(const billing::CustomerId& id) override {
    assert(wanted_.contains(id));
    std::vector<billing::Subscription> found;
    for (const auto& [key, row] : rows_.rows()) {
      if (row.fields().customer == id && !row.ended()) found.push_back(row);
    }
    return found;
  }

  const auto& rows() const { return rows_.rows(); }

 private:
  Table<billing::SubscriptionId, billing::Subscription> rows_;
  std::set<billing::CustomerId> wanted_;
};

}  // namespace memory
