#include <adapters/sql/webhook/endpoint_row.hpp>

#include <optional>
#include <string>
#include <vector>

#include <adapters/sql/cells.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

webhook::EndpointId id_in(const std::string& text) {
  const auto id = webhook::EndpointId::parse(text);
  if (!id) throw sync::StoreBroken("the id of a webhook endpoint that cannot be read");
  return *id;
}

template <class Cells>
std::optional<webhook::Failing> failing_in(const Cells& cells) {
  const auto since = instant_in(cells, 9);
  const auto last = instant_in(cells, 10);
  if (since.has_value() != last.has_value()) {
    throw sync::StoreBroken("a webhook endpoint that fails since an unknown time");
  }
  return since ? std::optional{webhook::Failing{*since, *last}} : std::nullopt;
}

template <class Cells>
webhook::Endpoint endpoint_in(const Cells& cells) {
  return webhook::Endpoint{{.id = id_in(cells.text(0)),
                            .url = cells.text(1),
                            .description = cells.text(2),
                            .filters = webhook::EventFilters{split(cells.text(3))},
                            .enabled = cells.text(4) == "enabled",
                            .disabled_reason = cells.text(5),
                            .secrets = {.current = cells.text(6),
                                        .previous = cells.text(7),
                                        .previous_until = instant_in(cells, 8)},
                            .failing = failing_in(cells),
                            .version = cells.number(11),
                            .created_at = shared::from_unix_ms(cells.number(12)),
                            .updated_at = shared::from_unix_ms(cells.number(13))}};
}

}  // namespace

const Table& EndpointRow::table() {
  static const Table endpoint{"endpoint",
                              {{"id", 't'},
                               {"url", 't'},
                               {"description", 't'},
                               {"event_types", 't'},
                               {"status", 't'},
                               {"disabled_reason", 't'},
                               {"secret", 't'},
                               {"previous_secret", 't'},
                               {"previous_secret_until", 'n'},
                               {"failing_since", 'n'},
                               {"failed_last", 'n'},
                               {"version", 'n'},
                               {"created_at", 'n'},
                               {"updated_at", 'n'}}};
  return endpoint;
}

void EndpointRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.url)
      .cell(is.description)
      .cell(joined(is.filters.patterns()))
      .cell(is.enabled ? "enabled" : "disabled")
      .cell(is.disabled_reason)
      .cell(is.secrets.current)
      .cell(is.secrets.previous);
  write_instant(cells, is.secrets.previous_until);
  write_instant(cells, is.failing ? std::optional{is.failing->since} : std::nullopt);
  write_instant(cells, is.failing ? std::optional{is.failing->last} : std::nullopt);
  cells.cell(is.version)
      .cell(shared::to_unix_ms(is.created_at))
      .cell(shared::to_unix_ms(is.updated_at));
}

EndpointRow::Row EndpointRow::read(const SetRead& cells) { return endpoint_in(cells); }

webhook::Endpoint read_endpoint(const Query& cells) { return endpoint_in(cells); }

const Table& EndpointRegisterRow::table() {
  static const Table endpoint_register{"endpoint_register", {{"name", 't'}, {"endpoint_ids", 't'}}};
  return endpoint_register;
}

void EndpointRegisterRow::write(SetWrite& cells, const Row& row) {
  std::vector<std::string> ids;
  for (const auto& id : row.ids) ids.push_back(id.text());
  cells.cell(joined(ids));
}

EndpointRegisterRow::Row EndpointRegisterRow::read(const SetRead& cells) {
  Row row;
  for (const auto& id : split(cells.text(1))) row.ids.push_back(id_in(id));
  return row;
}

}  // namespace sql
