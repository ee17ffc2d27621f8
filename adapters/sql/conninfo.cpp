#include <adapters/sql/conninfo.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include <libpq-fe.h>

namespace sql {
namespace {

// "a,b,c": one connection may name several hosts.
std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find(',', from), text.size());
    out.emplace_back(text.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

bool is_here(std::string_view host) {
  return host.empty() || host.front() == '/' || host.front() == '@' || host == "localhost" ||
         host == "::1" || host.starts_with("127.");
}

std::string quoted(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + '\'';
}

}  // namespace

std::optional<Conninfo> Conninfo::parse(const std::string& text) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
      PQconninfoParse(text.c_str(), nullptr), PQconninfoFree};
  if (!options) return std::nullopt;
  Conninfo info;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) info.set(option->keyword, option->val);
  }
  return info;
}

std::string Conninfo::value(std::string_view keyword) const {
  const auto found = values_.find(keyword);
  return found == values_.end() ? std::string{} : found->second;
}

void Conninfo::set(const std::string& keyword, std::string value) {
  values_.insert_or_assign(keyword, std::move(value));
}

std::vector<std::string> Conninfo::keywords() const {
  std::vector<std::string> out;
  for (const auto& [keyword, value] : values_) out.push_back(keyword);
  return out;
}

bool Conninfo::stays_here() const {
  return std::ranges::all_of(listed(value("host")), is_here) &&
         std::ranges::all_of(listed(value("hostaddr")), is_here);
}

std::string Conninfo::text() const {
  std::string out;
  for (const auto& [keyword, value] : values_) {
    if (!out.empty()) out += ' ';
    out += keyword + '=' + quoted(value);
  }
  return out;
}

}  // namespace sql
