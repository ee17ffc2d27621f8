#pragma once

#include <adapters/sql/billing/sql_user_replica.hpp>

#include <ports/billing/billing_profiles.hpp>

namespace sql {

// BillingProfileRow: how a profile lies in billing_profile.
struct BillingProfileRow {
  using Key = CustomerKey;
  using Row = billing::BillingProfile;

  static const Table& table();
  static Key key_of(const Row& row) { return {row.fields().id.uuid}; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

// SqlBillingProfiles: billing_profile under the write lane.
class SqlBillingProfiles final : public billing::BillingProfiles, public sync::WorkingTable {
 public:
  explicit SqlBillingProfiles(Session& writer) : profiles_(writer) {}

  void want(const billing::CustomerId& id) override { profiles_.want({id.uuid}); }
  std::optional<billing::BillingProfile> find(const billing::CustomerId& id) override {
    const auto* profile = profiles_.find({id.uuid});
    return profile != nullptr ? std::optional{*profile} : std::nullopt;
  }
  void put(const billing::BillingProfile& profile) override { profiles_.put(profile); }
  void remove(const billing::CustomerId& id) override { profiles_.remove({id.uuid}); }

  void load() override { profiles_.load(); }
  void keep() override { profiles_.keep(); }
  void drop() override { profiles_.drop(); }
  void flush() override { profiles_.flush(); }
  void clear() noexcept override { profiles_.clear(); }

 private:
  WorkingRows<BillingProfileRow> profiles_;
};

}  // namespace sql
