#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <billing/domain/address.hpp>
#include <billing/domain/customer_id.hpp>

#include <ports/billing/page.hpp>

namespace billing {

// CustomerView: a customer as readers see it: billing's copy of a user, and billing's own profile.
struct CustomerView {
  std::string id;       // "cus_..."
  std::string user_id;  // "usr_..."
  std::int64_t user_version = 0;
  std::string email;
  std::string display_name;
  std::string time_zone;
  std::string status;
  bool has_billing_profile = false;
  std::int64_t version = 0;  // of the profile; 0 where there is none
  std::optional<std::string> currency;
  std::optional<std::string> tax_id;
  std::optional<Address> address;
  std::optional<std::string> payment_method;  // the gateway's token

  bool operator==(const CustomerView&) const = default;
};

// CustomerViews: the read side: durable state only, each call one consistent read.
class CustomerViews {
 public:
  virtual ~CustomerViews() = default;
  // Nothing where billing knows no such user.
  virtual std::optional<CustomerView> find(const CustomerId& id) = 0;
  // At most `limit` customers behind `after`, ordered by id. No total is ever counted.
  virtual Page<CustomerView> page(std::optional<CustomerId> after, std::size_t limit) = 0;
};

}  // namespace billing
