#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/books.hpp>

namespace {

using namespace billing_test;
using billing::SubscriptionStatus;
using Outcome = billing::ChargeAnswer::Outcome;

// What somebody, or something, may ask for next; the numbers choose of what, and how much.
enum class Ask {
  subscribe,
  go_on,
  cancel,
  draft,
  finalize,
  void_it,
  give_up,
  pay,
  record,
  settle,
  recognize,
  advance,
  payment_method,
};
struct Step {
  Ask ask;
  int which;
  int much;
};

rc::Gen<Step> any_step() {
  using enum Ask;
  return rc::gen::construct<Step>(rc::gen::weightedElement<Ask>({{2, subscribe},
                                                                 {5, go_on},
                                                                 {1, cancel},
                                                                 {3, draft},
                                                                 {5, finalize},
                                                                 {1, void_it},
                                                                 {1, give_up},
                                                                 {3, pay},
                                                                 {2, record},
                                                                 {8, settle},
                                                                 {2, recognize},
                                                                 {3, advance},
                                                                 {1, payment_method}}),
                                  rc::gen::inRange(0, 1000), rc::gen::inRange(0, 3000));
}

// The one that the number chooses; there must be one.
const auto& chosen(const auto& rows, int which) {
  return *std::next(rows.begin(), which % std::ssize(rows));
}

// A world in which they ask, and a gateway whose word may come twice, late, or changed.
class World {
 public:
  World() {
    books.customer(ada, "tok_1");
    books.customer(bob, "");
    books.sell();
  }

  // What is refused changes nothing.
  void take(const Step& step) {
    books.wall += std::chrono::minutes{step.which};
    const auto before = Record::of(books);
    if (!run(step)) RC_ASSERT(Record::of(books) == before);
  }

  Books books;

 private:
  bool run(const Step& step) {
    const auto& [ask, which, much] = step;
    const auto customer = which % 3 == 0 ? bob : ada;
    switch (ask) {
      case Ask::payment_method:
        books.customer(customer, much % 2 == 0 ? "tok_2" : "");
        return true;
      case Ask::draft:
        return draft(customer, which, much);
      case Ask::subscribe:
        return subscribe(customer, much % 3 == 0 ? much % 40 : 0);
      case Ask::advance:
        return books.advance_clock(now() + std::chrono::hours{much}).has_value();
      case Ask::go_on:
      case Ask::cancel:
        return books.subscriptions.rows().empty() || run_on_subscription(step);
      case Ask::settle:
        return books.payments.rows().empty() || settle(which, much);
      default:
        return books.invoices.rows().empty() || run_on_invoice(step);
    }
  }
  bool run_on_subscription(const Step& step) {
    const auto id = chosen(books.subscriptions.rows(), step.which).first;
    if (step.ask == Ask::go_on) {
      return books
          .run(books.module.advance_subscription, {.id = id,
                                                   .invoice = books.next<billing::InvoiceId>(),
                                                   .payment = books.next<billing::PaymentId>(),
                                                   .as_of = now(),
                                                   .at = books.wall})
          .has_value();
    }
    return books
        .run(books.module.cancel_subscription, {.id = id,
                                                .expected_version = {},
                                                .at_period_end = step.much % 2 == 0,
                                                .at = books.wall})
        .has_value();
  }
  bool run_on_invoice(const Step& step) {
    const auto id = chosen(books.invoices.rows(), step.which).first;
    switch (step.ask) {
      case Ask::finalize:
        return books.finalize(id).has_value();
      case Ask::void_it:
        return books.void_it(id).has_value();
      case Ask::give_up:
        return books.give_up(id).has_value();
      case Ask::pay:
        return books.pay(id).has_value();
      case Ask::record:
        return books.record(id, step.much).has_value();
      default:
        return recognize(now() + std::chrono::hours{step.much - 1000});
    }
  }
  shared::Instant now() const {
    const auto& clock = books.clock.rows();
    return books.wall +
           std::chrono::milliseconds{clock.empty() ? 0 : clock.begin()->second.ahead_ms};
  }
  bool recognize(shared::Instant as_of) {
    std::vector<billing::InvoiceId> ids;
    for (const auto& [id, row] : books.invoices.rows()) ids.push_back(id);
    return books.recognize(ids, as_of).has_value();
  }
  bool draft(const billing::CustomerId& customer, int which, int much) {
    const auto currency = billing::Currency::stored(which % 5 == 0 ? "usd" : "eur");
    const auto of = which % 2 == 0 ? std::optional{which % 4 == 0 ? SubscriptionStatus::active
                                                                  : SubscriptionStatus::incomplete}
                                   : std::nullopt;
    books.draft(customer, {much % 7 == 0 ? 0 : much, currency}, of);
    return true;
  }
  bool subscribe(const billing::CustomerId& customer, int trial_days) {
    return books
        .run(books.module.subscribe, {.id = books.next<billing::SubscriptionId>(),
                                      .invoice = books.next<billing::InvoiceId>(),
                                      .payment = books.next<billing::PaymentId>(),
                                      .customer = customer,
                                      .price = Books::price,
                                      .trial_days = trial_days,
                                      .at = books.wall})
        .has_value();
  }
  bool settle(int which, int much) {
    const auto payment = chosen(books.payments.rows(), which).second.fields();
    if (payment.kind == "external") return true;
    const std::optional<Outcome> words[] = {std::nullopt,       Outcome::pending,
                                            Outcome::not_found, Outcome::declined,
                                            Outcome::succeeded, Outcome::succeeded};
    return books.settle(payment.id, words[much % 6]).has_value();
  }
};

bool any(const Books& books, billing::InvoiceStatus status) {
  return std::ranges::any_of(books.invoices.rows(), [status](const auto& row) {
    return row.second.fields().status == status;
  });
}

RC_GTEST_PROP(Books, KeepTheirLawsBehindEveryStep, ()) {
  const auto steps = *rc::gen::scale(2, rc::gen::container<std::vector<Step>>(any_step()));
  World world;
  for (const auto& step : steps) {
    world.take(step);
    const auto faults = faults_of(world.books);
    if (!faults.empty()) RC_FAIL(faults.front());
  }
  RC_CLASSIFY(any(world.books, billing::InvoiceStatus::paid), "paid");
  RC_CLASSIFY(any(world.books, billing::InvoiceStatus::voided), "void");
  RC_CLASSIFY(any(world.books, billing::InvoiceStatus::uncollectible), "uncollectible");
  RC_CLASSIFY(world.books.credit_of(ada) > 0, "credit");
  RC_CLASSIFY(world.books.balance(billing::Account::revenue) != 0, "revenue");
}

}  // namespace
