#include <billing/application/archive_price.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>

namespace billing {

void ArchivePrice::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.prices.want(command.id);
}

shared::Result<ArchivePrice::Unchanged> ArchivePrice::operator()(const Command& command) const {
  auto price =
      found(ports_.prices, command.id, command.expected_version, errors::price_not_found());
  if (!price) return shared::refuse(price.error());

  auto before = state_of(*price);
  if (!price->archive(billing_time(ports_.clock, command.at))) return before;
  ports_.prices.put(*price);
  ports_.outbox.append(
      events::PriceArchived{.after = state_of(*price), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
