#include <adapters/sql/sync/roots_text.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {

std::string to_text(const sync::Roots& roots) {
  std::string out;
  for (const auto& [type, root] : roots) {
    if (!out.empty()) out += ',';
    out += type;
    out += '=';
    out += sync::to_hex(root);
  }
  return out;
}

sync::Roots parse_roots(std::string_view text) {
  sync::Roots roots;
  while (!text.empty()) {
    const auto end = text.find(',');
    const auto one = text.substr(0, end);
    const auto equals = one.find('=');
    if (equals == std::string_view::npos) throw sync::StoreBroken("roots that cannot be read");
    const auto root = sync::parse_hash128(one.substr(equals + 1));
    if (!root) throw sync::StoreBroken("a root that cannot be read");
    roots.emplace_hint(roots.end(), one.substr(0, equals), *root);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return roots;
}

sync::Hash256 parse_chain(std::string_view hex) {
  const auto chain = sync::parse_hash256(hex);
  if (!chain) throw sync::StoreBroken("a chain that cannot be read");
  return *chain;
}

}  // namespace sql
