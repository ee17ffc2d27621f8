#include <billing/domain/product.hpp>

#include <algorithm>
#include <cstddef>

#include <billing/domain/billing_errors.hpp>
#include <shared/domain/text.hpp>

namespace billing {
namespace {

constexpr std::size_t name_code_points_max = 200;
constexpr std::size_t description_code_points_max = 2000;
constexpr std::size_t entitlements_max = 50;
constexpr std::size_t entitlement_length_max = 64;

bool is_name(std::string_view text) {
  return !text.empty() && shared::is_line(text, name_code_points_max);
}

// Lines that end with LF or CR LF.
bool is_description(std::string_view text) {
  const auto length = shared::code_points(text);
  if (!length || *length > description_code_points_max) return false;
  for (;;) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (end != text.npos && line.ends_with('\r')) line.remove_suffix(1);
    if (!shared::is_line(line, description_code_points_max)) return false;
    if (end == text.npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_entitlement(std::string_view word) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
  return !word.empty() && word.size() <= entitlement_length_max &&
         word.find_first_not_of(letters) == word.npos;
}

// The same words in alphabetical order.
shared::Result<std::vector<std::string>> in_order(std::vector<std::string> words) {
  if (words.size() > entitlements_max) return shared::refuse(errors::too_many_entitlements());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto behind = words.begin() + static_cast<std::ptrdiff_t>(i);
    if (!is_entitlement(words[i]) || std::find(words.begin(), behind, words[i]) != behind) {
      return shared::refuse(
          shared::at_field(errors::entitlement_invalid(), "/entitlements/" + std::to_string(i)));
    }
  }
  std::ranges::sort(words);
  return words;
}

// What the words make of it, or the first of them that is against a rule.
shared::Result<Product::Fields> said(Product::Fields fields, const Product::Words& words) {
  if (words.name) {
    if (!is_name(*words.name)) return shared::refuse(errors::product_name_invalid());
    fields.name = *words.name;
  }
  if (words.description) {
    if (!is_description(*words.description)) {
      return shared::refuse(errors::product_description_invalid());
    }
    fields.description = *words.description;
  }
  if (words.entitlements) {
    auto entitlements = in_order(*words.entitlements);
    if (!entitlements) return shared::refuse(entitlements.error());
    fields.entitlements = std::move(*entitlements);
  }
  return fields;
}

}  // namespace

shared::Result<Product> Product::create(ProductId id, const Words& words, shared::Instant now) {
  if (!words.name) return shared::refuse(errors::product_name_invalid());
  Fields fields;
  fields.id = id;
  fields.created_at = now;
  fields.updated_at = now;
  auto named = said(std::move(fields), words);
  if (!named) return shared::refuse(named.error());
  return Product{std::move(*named)};
}

shared::Result<bool> Product::change(const Words& words, shared::Instant now) {
  if (fields_.archived) return shared::refuse(errors::product_archived());
  auto after = said(fields_, words);
  if (!after) return shared::refuse(after.error());
  if (*after == fields_) return false;
  fields_ = std::move(*after);
  ++fields_.version;
  fields_.updated_at = now;
  return true;
}

bool Product::archive(shared::Instant now) {
  if (fields_.archived) return false;
  fields_.archived = true;
  ++fields_.version;
  fields_.updated_at = now;
  return true;
}

}  // namespace billing
