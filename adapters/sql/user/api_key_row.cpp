#include <adapters/sql/user/api_key_row.hpp>

#include <adapters/sql/cells.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

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
