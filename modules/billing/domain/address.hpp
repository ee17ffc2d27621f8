#pragma once

#include <string>

#include <shared/domain/result.hpp>

namespace billing {

// Address: where an invoice is sent on paper.
//   Shape   country an ISO 3166-1 alpha-2 code in upper case, required; the other lines up to 200
//           characters each without control characters, line1 and city required
//   Errors  parse: billing.address_invalid, with the member as field
struct Address {
  std::string line1;
  std::string line2;
  std::string postal_code;
  std::string city;
  std::string region;
  std::string country;

  static shared::Result<Address> parse(Address address);
  bool operator==(const Address&) const = default;
};

}  // namespace billing
