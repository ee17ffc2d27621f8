#include <billing/application/archive_product.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>

namespace billing {

void ArchiveProduct::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.products.want(command.id);
}

shared::Result<ArchiveProduct::Unchanged> ArchiveProduct::operator()(const Command& command) const {
  auto product =
      found(ports_.products, command.id, command.expected_version, errors::product_not_found());
  if (!product) return shared::refuse(product.error());

  auto before = state_of(*product);
  if (!product->archive(billing_time(ports_.clock, command.at))) return before;
  ports_.products.put(*product);
  ports_.outbox.append(
      events::ProductArchived{.after = state_of(*product), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
