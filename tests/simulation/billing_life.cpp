#include <tests/simulation/billing_life.hpp>

#include <utility>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/zones/billing/iana_time_zones.hpp>

#include <tests/simulation/pages.hpp>

namespace sim {
namespace {

constexpr std::chrono::milliseconds payments_within{400};

const billing::TimeZones& zones() {
  static const zones::IanaTimeZones machine;
  return machine;
}

billing::BillingRun::Limits run_limits() {
  billing::BillingRun::Limits limits;
  limits.page = 5;  // so that a run has pages
  limits.group = 3;
  return limits;
}

billing::Collector::Limits collector_limits() {
  billing::Collector::Limits limits;
  limits.page = 4;
  return limits;
}

}  // namespace

BillingLife::BillingLife(const Surroundings& surroundings, sync::Follower::Limits limits,
                         billing::PaymentGateway& gateway)
    : Life{surroundings, limits},
      tables_{writer_},
      customers_{reader_},
      catalogue_{reader_},
      subscriptions_{reader_},
      invoices_{reader_},
      payments_{reader_},
      ledger_{reader_},
      due_{reader_},
      credits_{reader_,
               "SELECT customer_currency, credit_minor FROM customer_credit ORDER BY 1", "", "tn"},
      schedules_{reader_,
                 "SELECT invoice_id, amount_minor, currency, period_start, period_end, "
                 "recognized_minor, COALESCE(next_on, '') FROM revenue_schedule ORDER BY 1",
                 "", "tntttnt"},
      unit_{assemble(tables_.all())},
      outbox_{unit_},
      module_{tables_.ports(outbox_, zones()), billing::BillingRules{}},
      handler_{module_.keep_user_replica},
      reaction_{module_.follow_user_status, module_.end_customer_of_deleted_user},
      run_{{due_, driver_, around_.machine.ids, around_.machine.clock, module_}, run_limits()},
      collector_{{due_, gateway, driver_, around_.machine.clock, module_.settle_payment},
                 collector_limits()} {
  follow("user/0", {{handler_, &reaction_}});
  driver_.add([this] { return step_run(); });
  driver_.add([this] { return collector_.step(); });
}

std::chrono::milliseconds BillingLife::step_run() {
  if (run_wanted_ && run_.finished()) {
    run_.begin(billing_now(), payments_within);
    run_wanted_ = false;
  }
  return run_.step();
}

shared::Instant BillingLife::billing_now() {
  const auto now = around_.machine.clock.now();
  return now + std::chrono::milliseconds{due_.next(now).ahead_ms};
}

bool BillingLife::at_rest() {
  constexpr auto ever = shared::Instant::max();
  return !run_wanted_ && run_.finished() && due_.payments(ever, std::nullopt, 1).empty();
}

std::map<std::string, Row> BillingLife::rows(const std::string&, const std::vector<std::string>&) {
  std::map<std::string, Row> rows;
  for (const auto& customer : all_customers(customers_)) {
    if (customer.user_version == 0) continue;
    rows.emplace(customer.user_id, Row{customer.user_version, customer.email + '|' +
                                                                  customer.display_name + '|' +
                                                                  customer.status});
  }
  return rows;
}

BillingShelf BillingLife::shelf() {
  using namespace billing;
  BillingShelf shelf;
  shelf.customers = all_customers(customers_);
  shelf.products = all_rows<Product, ProductId>(
      [this](auto after, auto limit) { return catalogue_.products(after, limit); });
  shelf.prices = all_rows<Price, PriceId>(
      [this](auto after, auto limit) { return catalogue_.prices({}, after, limit); });
  shelf.subscriptions = all_rows<Subscription, SubscriptionId>(
      [this](auto after, auto limit) { return subscriptions_.page({}, after, limit); });
  shelf.payments = all_rows<Payment, PaymentId>(
      [this](auto after, auto limit) { return payments_.page({}, after, limit); });
  shelf.invoices = all_invoices(invoices_);
  shelf.entries = all_entries(ledger_);
  credits_.with().each([&] {
    const auto key = credits_.text(0);
    const auto colon = key.find(':');
    shelf.credits.push_back({{*CustomerId::parse(key.substr(0, colon)), key.substr(colon + 1)},
                             credits_.number(1)});
  });
  schedules_.with().each([&] {
    shelf.schedules.push_back({*InvoiceId::parse(schedules_.text(0)),
                               {schedules_.number(1), Currency::stored(schedules_.text(2))},
                               {*parse_local_date(schedules_.text(3)),
                                *parse_local_date(schedules_.text(4))},
                               schedules_.number(5),
                               parse_local_date(schedules_.text(6))});
  });
  return shelf;
}

std::vector<shared::Uuid> BillingLife::some_ids(Verb verb) {
  constexpr std::size_t few = 40;
  std::vector<shared::Uuid> ids;
  const auto add = [&](const auto& page) {
    for (const auto& row : page.rows) ids.push_back(row.fields().id.uuid);
  };
  const auto add_for_sale = [&](const auto& page) {
    for (const auto& row : page.rows) {
      if (!row.fields().archived) ids.push_back(row.fields().id.uuid);
    }
  };
  switch (verb) {
    case Verb::archive_product: add(catalogue_.products({}, few)); break;
    case Verb::archive_price: add(catalogue_.prices({}, {}, few)); break;
    case Verb::create_price: add_for_sale(catalogue_.products({}, few)); break;
    case Verb::revise_price:
    case Verb::subscribe: add_for_sale(catalogue_.prices({}, {}, few)); break;
    case Verb::cancel:
    case Verb::keep: add(subscriptions_.page({}, {}, few)); break;
    case Verb::finalize:
    case Verb::void_invoice:
    case Verb::give_up:
    case Verb::pay:
    case Verb::record_payment: {
      const bool draft = verb == Verb::finalize;
      const auto status = draft ? billing::InvoiceStatus::draft : billing::InvoiceStatus::open;
      const billing::InvoiceFilter filter{.customer = {}, .subscription = {}, .status = status};
      for (const auto& row : invoices_.page(filter, {}, few).rows) {
        ids.push_back(row.invoice.fields().id.uuid);
      }
      break;
    }
    default: break;
  }
  return ids;
}

}  // namespace sim
