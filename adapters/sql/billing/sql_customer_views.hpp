#pragma once

#include <adapters/sql/query.hpp>

#include <ports/billing/customer_views.hpp>

namespace sql {

// SqlCustomerViews: user_replica beside billing_profile, as readers see them.
class SqlCustomerViews final : public billing::CustomerViews {
 public:
  explicit SqlCustomerViews(Session& reader);

  std::optional<billing::CustomerView> find(const billing::CustomerId& id) override;
  billing::Page<billing::CustomerView> page(std::optional<billing::CustomerId> after,
                                            std::size_t limit) override;

 private:
  Query find_;
  Query page_;
};

}  // namespace sql
