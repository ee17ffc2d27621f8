#include <adapters/sql/webhook/delivery_row.hpp>

#include <adapters/sql/cells.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

template <class Cells>
webhook::Delivery delivery_in(const Cells& cells) {
  const auto id = webhook::DeliveryId::parse(cells.text(0));
  const auto endpoint = webhook::EndpointId::parse(cells.text(1));
  const auto status = webhook::parse_delivery_status(cells.text(10));
  if (!id || !endpoint || !status) {
    throw sync::StoreBroken("a webhook delivery row that cannot be read");
  }
  return webhook::Delivery{{.id = *id,
                            .endpoint = *endpoint,
                            .message_id = cells.text(2),
                            .type = cells.text(3),
                            .log = cells.text(4),
                            .offset = cells.number(5),
                            .object = cells.text(6),
                            .sequence = cells.number(7),
                            .body = cells.text(8),
                            .status = *status,
                            .attempts = static_cast<int>(cells.number(11)),
                            .next_at = instant_in(cells, 12),
                            .status_code = static_cast<int>(cells.number(13)),
                            .error = cells.text(14),
                            .created_at = shared::from_unix_ms(cells.number(9)),
                            .settled_at = instant_in(cells, 15)}};
}

}  // namespace

// What is sent never changes.
const Table& DeliveryRow::table() {
  constexpr bool fixed = true;
  static const Table delivery{"delivery",
                              {{"id", 't'},
                               {"endpoint_id", 't', fixed},
                               {"message_id", 't', fixed},
                               {"type", 't', fixed},
                               {"source_log", 't', fixed},
                               {"source_offset", 'n', fixed},
                               {"object", 't', fixed},
                               {"sequence", 'n', fixed},
                               {"body", 't', fixed},
                               {"created_at", 'n', fixed},
                               {"status", 't'},
                               {"attempts", 'n'},
                               {"next_at", 'n'},
                               {"status_code", 'n'},
                               {"error", 't'},
                               {"settled_at", 'n'}}};
  return delivery;
}

void DeliveryRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.endpoint.text())
      .cell(is.message_id)
      .cell(is.type)
      .cell(is.log)
      .cell(is.offset)
      .cell(is.object)
      .cell(is.sequence)
      .cell(is.body)
      .cell(shared::to_unix_ms(is.created_at))
      .cell(webhook::to_text(is.status))
      .cell(static_cast<std::int64_t>(is.attempts));
  write_instant(cells, is.next_at);
  cells.cell(static_cast<std::int64_t>(is.status_code)).cell(is.error);
  write_instant(cells, is.settled_at);
}

DeliveryRow::Row DeliveryRow::read(const SetRead& cells) { return delivery_in(cells); }

webhook::Delivery read_delivery(const Query& cells) { return delivery_in(cells); }

}  // namespace sql
