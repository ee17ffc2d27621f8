#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <tests/billing/books.hpp>

namespace billing_test {
namespace {

using billing::Account;
using billing::Invoice;
using billing::InvoiceStatus;

// Who owes what: account, customer (empty: nobody's), currency.
using Place = std::tuple<std::string, std::string, std::string>;
using Balances = std::map<Place, std::int64_t>;

struct Audit {
  const Books& books;
  std::vector<std::string> faults;

  void hold(bool law, std::string fault) {
    if (!law) faults.push_back(std::move(fault));
  }
  void equal(const std::string& what, std::int64_t is, std::int64_t should) {
    hold(is == should, what + " is " + std::to_string(is) + ", not " + std::to_string(should));
  }
};

void add_to(Balances& balances, Account account, std::string customer, const std::string& currency,
            std::int64_t amount_minor) {
  balances[{std::string{to_text(account)}, std::move(customer), currency}] += amount_minor;
}

// What the entries add up to.
Balances posted(Audit& audit) {
  Balances balances;
  std::map<std::string, std::int64_t> sums;
  for (const auto& entry : audit.books.ledger.entries()) {
    audit.hold(entry.balanced(), entry.id + " is not balanced");
    for (const auto& [account, customer, amount] : entry.postings) {
      const auto& currency = amount.currency.code();
      sums[currency] += amount.amount_minor;
      add_to(balances, account, customer ? customer->text() : "", currency, amount.amount_minor);
    }
  }
  for (const auto& [currency, sum] : sums) audit.equal("the trial balance in " + currency, sum, 0);
  return balances;
}

// What they must add up to, by the rows alone.
Balances owed(const Books& books) {
  Balances balances;
  for (const auto& [id, invoice] : books.invoices.rows()) {
    const auto& is = invoice.fields();
    const auto& currency = is.currency.code();
    if (is.status == InvoiceStatus::open) {
      add_to(balances, Account::receivable, is.customer.text(), currency,
             invoice.remaining_minor());
    }
    if (is.status == InvoiceStatus::uncollectible) {
      add_to(balances, Account::bad_debt, "", currency, invoice.remaining_minor());
    }
    if (is.status != InvoiceStatus::draft && is.status != InvoiceStatus::voided) {
      add_to(balances, Account::deferred_revenue, "", currency, -is.total_minor);
    }
  }
  for (const auto& [id, schedule] : books.schedules.rows()) {
    const auto& currency = schedule.amount.currency.code();
    add_to(balances, Account::revenue, "", currency, -schedule.recognized_minor);
    add_to(balances, Account::deferred_revenue, "", currency, schedule.recognized_minor);
  }
  for (const auto& [key, credit] : books.credits.rows()) {
    add_to(balances, Account::customer_credit, key.customer.text(), key.currency,
           -credit.credit_minor);
  }
  for (const auto& [id, payment] : books.payments.rows()) {
    const auto& is = payment.fields();
    if (is.status != billing::PaymentStatus::succeeded) continue;
    add_to(balances, Account::cash_clearing, "", is.amount.currency.code(), is.amount.amount_minor);
  }
  return balances;
}

void compare(Audit& audit, Balances is, const Balances& should) {
  for (const auto& [place, amount] : should) is.try_emplace(place, 0);
  for (const auto& [place, amount] : is) {
    const auto& [account, customer, currency] = place;
    const auto found = should.find(place);
    audit.equal(account + " " + customer + " " + currency, amount,
                found == should.end() ? 0 : found->second);
  }
}

void numbers_have_no_gap(Audit& audit) {
  std::set<std::string> numbers;
  for (const auto& [id, invoice] : audit.books.invoices.rows()) {
    const auto& number = invoice.fields().number;
    if (!number.empty() && !numbers.insert(number).second) audit.faults.push_back(number);
  }
  std::size_t counted = 0;
  for (const auto& [name, series] : audit.books.number_series.rows()) {
    for (std::int64_t n = 1; n < series.next; ++n, ++counted) {
      const auto digits = std::to_string(1'000'000 + n).substr(1);
      const auto number = name + '-' + digits;
      audit.hold(numbers.contains(number), number + " is missing");
    }
  }
  audit.equal("the count of numbers", std::ssize(numbers), static_cast<std::int64_t>(counted));
}

// The sum of one entry's postings to one account; 0 where there is no such entry.
std::int64_t posting(const Books& books, const std::string& entry, Account account) {
  std::int64_t sum = 0;
  if (const auto* found = books.entry(entry)) {
    for (const auto& posting : found->postings) {
      if (posting.account == account) sum += posting.amount.amount_minor;
    }
  }
  return sum;
}

void amounts_equal_their_postings(Audit& audit, const Invoice& invoice) {
  const auto& is = invoice.fields();
  const auto id = is.id.text();
  const bool issued = !is.number.empty();
  const bool voided = is.status == InvoiceStatus::voided && issued;
  const auto amount = [&](const char* kind, Account account) {
    return posting(audit.books, kind + id, account);
  };
  audit.equal(id + " issued", amount("issued:", Account::receivable), issued ? is.total_minor : 0);
  audit.equal(id + " voided", amount("voided:", Account::receivable), voided ? -is.total_minor : 0);
  audit.equal(id + " credit", amount("credit_applied:", Account::customer_credit),
              is.credit_applied_minor);
  audit.equal(id + " credit returned", amount("credit_returned:", Account::customer_credit),
              voided ? -is.credit_applied_minor : 0);
  audit.equal(id + " payments returned", amount("payments_returned:", Account::customer_credit),
              voided ? -is.amount_paid_minor : 0);
  std::int64_t paid = 0;
  for (const auto& [key, payment] : audit.books.payments.rows()) {
    if (payment.fields().invoice != is.id) continue;
    const auto entry = "paid:" + key.text();
    paid -= posting(audit.books, entry, Account::receivable);
    paid -= posting(audit.books, entry, Account::bad_debt);
  }
  audit.equal(id + " paid", is.amount_paid_minor, paid);
}

// What a subscription says of its latest invoice, and the other way round.
void subscriptions_fit_their_invoices(Audit& audit, const billing::Subscription& subscription) {
  using enum billing::SubscriptionStatus;
  const auto& is = subscription.fields();
  if (!is.latest_invoice) return;
  const auto latest = audit.books.status_of(*is.latest_invoice);
  const auto running = is.paused_from.value_or(is.status);
  audit.hold(latest != "paid" || (running != incomplete && running != past_due),
             is.id.text() + " is unpaid, and its invoice is paid");
  audit.hold(latest != "draft" || !subscription.ended(), is.id.text() + " ended before its draft");
}

// Per key versions follow one another, and an event begins where the last one ended.
template <class State>
struct Chain {
  std::map<std::string, State> last;

  void hear(Audit& audit, const State& after, const State* before) {
    const auto found = last.find(after.id);
    if (found == last.end()) {
      audit.hold(after.version == 1 && before == nullptr, after.id + " does not begin at 1");
    } else {
      audit.hold(after.version == found->second.version + 1, after.id + " skips a version");
      audit.hold(before != nullptr && *before == found->second, after.id + " has another past");
    }
    last.insert_or_assign(after.id, after);
  }
};

struct Chains {
  Chain<billing::events::SubscriptionState> subscriptions;
  Chain<billing::events::InvoiceState> invoices;
  Chain<billing::events::PaymentState> payments;

  auto& of(const billing::events::SubscriptionState&) { return subscriptions; }
  auto& of(const billing::events::InvoiceState&) { return invoices; }
  auto& of(const billing::events::PaymentState&) { return payments; }
};

template <class State>
const State* past(const State& before) {
  return &before;
}
template <class State>
const State* past(const std::optional<State>& before) {
  return before ? &*before : nullptr;
}

void events_follow_one_another(Audit& audit) {
  Chains chains;
  const auto hear = [&](const auto& event) {
    if constexpr (requires { chains.of(event.after); }) {
      if constexpr (requires { event.before; }) {
        chains.of(event.after).hear(audit, event.after, past(event.before));
      } else {
        chains.of(event.after).hear(audit, event.after, nullptr);
      }
    }
  };
  for (const auto& event : audit.books.outbox.said()) std::visit(hear, event);
  const auto told = [&](const auto& chain, const auto& rows) {
    audit.equal("the count of what was told", std::ssize(chain.last), std::ssize(rows));
    for (const auto& [id, row] : rows) {
      const auto found = chain.last.find(id.text());
      audit.hold(found != chain.last.end() && found->second == state_of(row),
                 id.text() + " is not as it was told");
    }
  };
  told(chains.subscriptions, audit.books.subscriptions.rows());
  told(chains.invoices, audit.books.invoices.rows());
  told(chains.payments, audit.books.payments.rows());
}

}  // namespace

std::vector<std::string> faults_of(const Books& books) {
  Audit audit{.books = books, .faults = {}};
  auto balances = posted(audit);
  compare(audit, std::move(balances), owed(books));
  numbers_have_no_gap(audit);
  for (const auto& [id, invoice] : books.invoices.rows()) {
    amounts_equal_their_postings(audit, invoice);
  }
  for (const auto& [id, subscription] : books.subscriptions.rows()) {
    subscriptions_fit_their_invoices(audit, subscription);
  }
  for (const auto& [key, credit] : books.credits.rows()) {
    audit.hold(credit.credit_minor >= 0, "credit below zero");
  }
  events_follow_one_another(audit);
  return std::move(audit.faults);
}

}  // namespace billing_test
