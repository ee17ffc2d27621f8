#include <billing/domain/tax_id.hpp>

#include <algorithm>
#include <cstddef>

#include <billing/domain/billing_errors.hpp>

namespace billing {

shared::Result<TaxId> TaxId::parse(std::string_view text) {
  constexpr std::size_t length_max = 32;
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  if (text.empty() || text.size() > length_max || !printable || text.front() == ' ' ||
      text.back() == ' ') {
    return shared::refuse(errors::tax_id_invalid());
  }
  return TaxId{std::string{text}};
}

}  // namespace billing
