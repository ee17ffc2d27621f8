#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <shared/domain/result.hpp>

// Currency: what a customer pays in.
//   Shape   an active ISO 4217 code of three letters, in lower case: "eur"; read in any case
//   Errors  parse: billing.currency_unknown
//   Source  ISO 4217, list one; funds, metals and test codes (X..) are left out
namespace billing {

class Currency {
 public:
  static shared::Result<Currency> parse(std::string_view text);
  // A code that parse accepted once, read back from a store.
  static Currency stored(std::string code) { return Currency{std::move(code)}; }

  const std::string& code() const { return code_; }
  // How many digits an amount has behind the point: 2 for most, 0 for jpy, 3 for kwd, ...
  int digits() const;
  bool operator==(const Currency&) const = default;

 private:
  explicit Currency(std::string code) : code_{std::move(code)} {}

  std::string code_;
};

}  // namespace billing
