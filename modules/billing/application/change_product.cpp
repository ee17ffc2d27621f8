#include <billing/application/change_product.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>

namespace billing {

void ChangeProduct::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.products.want(command.id);
}

shared::Result<ChangeProduct::Unchanged> ChangeProduct::operator()(const Command& command) const {
  auto product =
      found(ports_.products, command.id, command.expected_version, errors::product_not_found());
  if (!product) return shared::refuse(product.error());

  auto before = state_of(*product);
  const auto changed = product->change(command.words, billing_time(ports_.clock, command.at));
  if (!changed) return shared::refuse(changed.error());
  if (!*changed) return before;
  ports_.products.put(*product);
  ports_.outbox.append(
      events::ProductChanged{.after = state_of(*product), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
