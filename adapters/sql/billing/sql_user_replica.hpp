#pragma once

#include <adapters/sql/working_rows.hpp>

#include <ports/billing/user_replica.hpp>
#include <ports/sync/store.hpp>

namespace sql {

// CustomerKey: a customer, named as its rows name it: by the user's id.
struct CustomerKey {
  shared::Uuid uuid;

  std::string text() const { return billing::CustomerId{uuid}.user_text(); }
  bool operator==(const CustomerKey&) const = default;
};

// UserReplicaRow: how a known user lies in user_replica.
struct UserReplicaRow {
  using Key = CustomerKey;
  using Row = billing::KnownUser;

  static const Table& table();
  static Key key_of(const Row& row) { return {row.id.uuid}; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

// SqlUserReplica: user_replica under the write lane.
class SqlUserReplica final : public billing::UserReplica, public sync::WorkingTable {
 public:
  explicit SqlUserReplica(Session& writer) : users_(writer) {}

  void want(const billing::CustomerId& id) override { users_.want({id.uuid}); }
  std::optional<billing::KnownUser> find(const billing::CustomerId& id) override {
    const auto* user = users_.find({id.uuid});
    return user != nullptr ? std::optional{*user} : std::nullopt;
  }
  void put(const billing::KnownUser& user) override { users_.put(user); }
  void remove(const billing::CustomerId& id) override { users_.remove({id.uuid}); }

  void load() override { users_.load(); }
  void keep() override { users_.keep(); }
  void drop() override { users_.drop(); }
  void flush() override { users_.flush(); }
  void clear() noexcept override { users_.clear(); }

 private:
  WorkingRows<UserReplicaRow> users_;
};

}  // namespace sql
