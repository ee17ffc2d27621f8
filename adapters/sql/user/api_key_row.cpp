#include <adapters/sql/user/api_key_row.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

std::string joined(const std::vector<std::string>& scopes) {
  std::string out;
  for (const auto& scope : scopes) {
    if (!out.empty()) out += ' ';
    out += scope;
  }
  return out;
}

std::vector<std::string> split(const std::string& scopes) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from < scopes.size();) {
    const auto end = std::min(scopes.find(' ', from), scopes.size());
    out.push_back(scopes.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

template <class Cells>
std::optional<shared::Instant> instant_in(const Cells& cells, std::size_t at) {
  if (cells.is_null(at)) return std::nullopt;
  return shared::from_unix_ms(cells.number(at));
}

template <class Cells>
user::ApiKey key_in(const Cells& cells) {
  const auto id = user::ApiKeyId::parse(cells.text(0));
  if (!id) throw sync::StoreBroken("an API key row that cannot be read");
  return user::ApiKey{user::ApiKey::Fields{.id = *id,
                                           .name = cells.text(1),
                                           .secret_hash = cells.text(2),
                                           .scopes = split(cells.text(3)),
                                           .version = cells.number(4),
                                           .created_at = shared::from_unix_ms(cells.number(5)),
                                           .expires_at = instant_in(cells, 6),
                                           .revoked_at = instant_in(cells, 7)}};
}

void write_instant(SetWrite& cells, const std::optional<shared::Instant>& at) {
  if (at) {
    cells.cell(shared::to_unix_ms(*at));
  } else {
    cells.null();
  }
}

}  // namespace

const Table& ApiKeyRow::table() {
  static const Table api_key{"api_key",
                             {{"id", 't'},
                              {"name", 't'},
                              {"secret_hash", 't'},
                              {"scopes", 't'},
                              {"version", 'n'},
                              {"created_at", 'n'},
                              {"expires_at", 'n'},
                              {"revoked_at", 'n'}}};
  return api_key;
}

void ApiKeyRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.name)
      .cell(is.secret_hash)
      .cell(joined(is.scopes))
      .cell(is.version)
      .cell(shared::to_unix_ms(is.created_at));
  write_instant(cells, is.expires_at);
  write_instant(cells, is.revoked_at);
}

user::ApiKey ApiKeyRow::read(const SetRead& cells) { return key_in(cells); }

user::ApiKey read_api_key(const Query& cells) { return key_in(cells); }

}  // namespace sql
