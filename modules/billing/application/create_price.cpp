#include <billing/application/create_price.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>

namespace billing {
namespace {

using Command = CreatePrice::Command;

// What a line of prices begins with, from its words.
struct Line {
  ProductId product;
  Currency currency;
  Interval interval = Interval::month;
};

shared::Result<Line> line_of(const Command& command) {
  if (!command.product) return shared::refuse(errors::product_not_found());
  auto currency = Currency::parse(command.currency.value_or(""));
  if (!currency) return shared::refuse(currency.error());
  const auto interval = parse_interval(command.interval.value_or(""));
  if (!interval) return shared::refuse(errors::interval_unknown());
  return Line{.product = *command.product, .currency = *currency, .interval = *interval};
}

// What is said again of the price that is replaced must be what it is.
bool differs(const Command& command, const Price& replaced) {
  const auto& is = replaced.fields();
  if (command.product && *command.product != is.product) return true;
  if (command.interval && parse_interval(*command.interval) != is.interval) return true;
  if (!command.currency) return false;
  const auto currency = Currency::parse(*command.currency);
  return !currency || *currency != is.unit.currency;
}

}  // namespace

void CreatePrice::want(const Command& command) const {
  ports_.clock.want(clock_row);
  if (command.product) ports_.products.want(*command.product);
  if (!command.replaces) return;
  ports_.prices.want(*command.replaces);
  if (const auto replaced = ports_.prices.find(*command.replaces)) {
    ports_.products.want(replaced->fields().product);
  }
}

shared::Result<CreatePrice::Unchanged> CreatePrice::operator()(const Command& command) const {
  return command.replaces ? replace(command, *command.replaces) : begin(command);
}

shared::Result<CreatePrice::Unchanged> CreatePrice::begin(const Command& command) const {
  const auto line = line_of(command);
  if (!line) return shared::refuse(line.error());
  if (const auto sold = on_sale(line->product); !sold) return shared::refuse(sold.error());

  const Money unit{.amount_minor = command.unit_amount_minor, .currency = line->currency};
  return say(Price::create(command.id, line->product, unit, line->interval,
                           billing_time(ports_.clock, command.at)));
}

shared::Result<CreatePrice::Unchanged> CreatePrice::replace(const Command& command,
                                                            const PriceId& id) const {
  auto old = ports_.prices.find(id);
  if (!old) return shared::refuse(errors::price_not_found());
  if (old->fields().archived) return shared::refuse(errors::price_archived());
  if (differs(command, *old)) return shared::refuse(errors::price_replaced_differs());
  if (const auto sold = on_sale(old->fields().product); !sold) return shared::refuse(sold.error());
  const auto now = billing_time(ports_.clock, command.at);
  auto next = Price::replacing(*old, command.id, command.unit_amount_minor, now);
  if (!next) return shared::refuse(next.error());

  auto before = state_of(*old);
  old->archive(now);
  ports_.prices.put(*old);
  ports_.outbox.append(events::PriceArchived{.after = state_of(*old), .before = std::move(before)});
  return say(std::move(next));
}

shared::Done CreatePrice::on_sale(const ProductId& id) const {
  const auto product = ports_.products.find(id);
  if (!product) return shared::refuse(errors::product_not_found());
  if (product->fields().archived) return shared::refuse(errors::product_archived());
  return {};
}

shared::Result<CreatePrice::Unchanged> CreatePrice::say(shared::Result<Price> price) const {
  if (!price) return shared::refuse(price.error());
  ports_.prices.put(*price);
  ports_.outbox.append(events::PriceCreated{.after = state_of(*price)});
  return Unchanged{};
}

}  // namespace billing
