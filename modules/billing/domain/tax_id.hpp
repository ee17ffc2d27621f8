#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <shared/domain/result.hpp>

// TaxId: the number a tax office knows a customer by. It can name a person.
//   Shape   1-32 printable ASCII characters, no space at either end; no office's own rules yet
//   Errors  parse: billing.tax_id_invalid
namespace billing {

class TaxId {
 public:
  static shared::Result<TaxId> parse(std::string_view text);
  // A number that parse accepted once, read back from a store.
  static TaxId stored(std::string text) { return TaxId{std::move(text)}; }

  const std::string& text() const { return text_; }
  bool operator==(const TaxId&) const = default;

 private:
  explicit TaxId(std::string text) : text_{std::move(text)} {}

  std::string text_;
};

}  // namespace billing
