#include <billing/application/create_product.hpp>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>

namespace billing {

void CreateProduct::want(const Command&) const { ports_.clock.want(clock_row); }

shared::Result<CreateProduct::Unchanged> CreateProduct::operator()(const Command& command) const {
  const auto now = billing_time(ports_.clock, command.at);
  const auto product = Product::create(command.id, command.words, now);
  if (!product) return shared::refuse(product.error());

  ports_.products.put(*product);
  ports_.outbox.append(events::ProductCreated{.after = state_of(*product)});
  return Unchanged{};
}

}  // namespace billing
