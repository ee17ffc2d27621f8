#include <algorithm>
#include <chrono>
#include <set>
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
  return rc::gen::construct<Step>(rc::gen::weightedElement<Ask>({{4, draft},
                                                                 {5, finalize},
                                                                 {1, void_it},
                                                                 {1, give_up},
                                                                 {3, pay},
                                                                 {2, record},
                                                                 {8, settle},
                                                                 {2, recognize},
                                                                 {2, advance},
                                                                 {1, payment_method}}),
                                  rc::gen::inRange(0, 1000), rc::gen::inRange(0, 3000));
}

// A world in which they ask, and a gateway whose word may come twice, late, or changed.
class World {
 public:
  World() {
    books.customer(ada, "tok_1");
    books.customer(bob, "");
  }

  // Whether it was done; what is refused changes nothing.
  bool take(const Step& step) {
    books.wall += std::chrono::minutes{step.which};
    const auto before = Record::of(books);
    const bool done = run(step);
    if (!done) RC_ASSERT(Record::of(books) == before);
    return done;
  }

  Books books;

 private:
  static bool is_done(const auto& result) { return result.has_value(); }

  bool run(const Step& step) {
    const auto& [ask, which, much] = step;
    const auto customer = which % 3 == 0 ? bob : ada;
    if (ask == Ask::payment_method) {
      books.customer(customer, much % 2 == 0 ? "tok_2" : "");
      return true;
    }
    if (ask == Ask::draft) return draft(customer, which, much);
    const auto now = books.wall + std::chrono::hours{much};
    if (ask == Ask::advance) return is_done(books.advance_clock(now));
    if (invoices_.empty()) return true;
    const auto& invoice = invoices_[static_cast<std::size_t>(which) % invoices_.size()];
    switch (ask) {
      case Ask::finalize:
        return is_done(books.finalize(invoice));
      case Ask::void_it:
        return is_done(books.void_it(invoice));
      case Ask::give_up:
        return is_done(books.give_up(invoice));
      case Ask::pay:
        return is_done(books.pay(invoice));
      case Ask::record:
        return is_done(books.record(invoice, much));
      case Ask::recognize:
        return is_done(books.recognize(invoices_, now));
      default:
        return settle(which, much);
    }
  }
  bool draft(const billing::CustomerId& customer, int which, int much) {
    const auto currency = billing::Currency::stored(which % 5 == 0 ? "usd" : "eur");
    const auto of = which % 2 == 0 ? std::optional{which % 4 == 0 ? SubscriptionStatus::active
                                                                  : SubscriptionStatus::incomplete}
                                   : std::nullopt;
    invoices_.push_back(books.draft(customer, {much % 7 == 0 ? 0 : much, currency}, of));
    return true;
  }
  bool settle(int which, int much) {
    const auto& rows = books.payments.rows();
    if (rows.empty()) return true;
    const auto id = std::next(rows.begin(), which % std::ssize(rows))->first;
    if (rows.at(id).fields().kind == "external") return true;
    const std::optional<Outcome> words[] = {std::nullopt,       Outcome::pending,
                                            Outcome::not_found, Outcome::declined,
                                            Outcome::succeeded, Outcome::succeeded};
    return is_done(books.settle(id, words[much % 6]));
  }

  std::vector<billing::InvoiceId> invoices_;
};

RC_GTEST_PROP(Books, KeepTheirLawsBehindEveryStep, ()) {
  const auto steps = *rc::gen::scale(2, rc::gen::container<std::vector<Step>>(any_step()));
  World world;
  for (const auto& step : steps) {
    world.take(step);
    const auto faults = faults_of(world.books);
    if (!faults.empty()) RC_FAIL(faults.front());
  }
  const auto& rows = world.books.invoices.rows();
  const auto any = [&](billing::InvoiceStatus status) {
    return std::ranges::any_of(
        rows, [status](const auto& row) { return row.second.fields().status == status; });
  };
  RC_CLASSIFY(any(billing::InvoiceStatus::paid), "paid");
  RC_CLASSIFY(any(billing::InvoiceStatus::voided), "void");
  RC_CLASSIFY(any(billing::InvoiceStatus::uncollectible), "uncollectible");
  RC_CLASSIFY(world.books.credit_of(ada) > 0, "credit");
  RC_CLASSIFY(world.books.balance(billing::Account::revenue) != 0, "revenue");
}

}  // namespace
