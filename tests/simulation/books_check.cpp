#include <tests/simulation/books_check.hpp>

#include <algorithm>
#include <set>
#include <tuple>

#include <ports/billing/billing_states.hpp>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

using billing::Account;

// Account, customer, currency.
using Place = std::tuple<Account, std::string, std::string>;
using Balances = std::map<Place, std::int64_t>;

Place place_of(const billing::Posting& posting) {
  return {posting.account, posting.customer ? posting.customer->text() : "",
          posting.amount.currency.code()};
}

template <class Rows, class States>
void same(const Rows& rows, const States& states, const char* what) {
  require(rows.size() == states.size(), 2,
          std::to_string(rows.size()) + ' ' + what + ", and the log says " +
              std::to_string(states.size()));
  for (const auto& row : rows) {
    const auto found = states.find(row.fields().id.text());
    require(found != states.end() && found->second == billing::state_of(row), 2,
            std::string{what} + ": not what the log says: " + row.fields().id.text());
  }
}

// Each entry adds up, and nobody has less than nothing at any time.
void add(Balances& balances, const billing::LedgerEntry& entry) {
  std::map<std::string, std::int64_t> sums;
  for (const auto& posting : entry.postings) {
    const auto place = place_of(posting);
    sums[posting.amount.currency.code()] += posting.amount.amount_minor;
    balances[place] += posting.amount.amount_minor;
  }
  for (const auto& [currency, sum] : sums) {
    require(sum == 0, 12, entry.id + " does not add up in " + currency);
  }
  for (const auto& posting : entry.postings) {
    const auto& account = posting.account;
    const auto balance = balances[place_of(posting)];
    require(account != Account::customer_credit || balance <= 0, 12,
            "credit below nothing after " + entry.id);
    require(account != Account::receivable || balance >= 0, 12,
            "less than nothing is owed after " + entry.id);
  }
}

// What was earned of an invoice before it was void: the books say how much.
void check_unrecognized(const billing::LedgerEntry& entry, const ExpectedEntry& expected) {
  require(entry.postings.size() == 2, 12, entry.id + " has other postings");
  const auto& back = entry.postings[0];
  require(back.account == Account::revenue && back.amount.amount_minor > 0 &&
              back.amount.amount_minor <= expected.earned_max &&
              entry.postings[1].account == Account::deferred_revenue,
          12, entry.id + " takes back what was not earned");
}

Balances balances_of(const BillingShelf& shelf, const BillingStory& story) {
  Balances due;
  for (const auto& [id, is] : story.invoices) {
    const bool issued = is.status != "draft" && is.status != "void";
    if (is.status == "open") {
      due[{Account::receivable, is.customer_id, is.currency}] += is.amount_remaining_minor;
    }
    if (is.status == "uncollectible") {
      due[{Account::bad_debt, "", is.currency}] += is.amount_remaining_minor;
    }
    if (issued) due[{Account::deferred_revenue, "", is.currency}] -= is.total_minor;
  }
  for (const auto& [id, is] : story.payments) {
    if (is.status == "succeeded") {
      due[{Account::cash_clearing, "", is.currency}] += is.amount_minor;
    }
  }
  for (const auto& is : shelf.schedules) {
    const auto& currency = is.amount.currency.code();
    due[{Account::deferred_revenue, "", currency}] += is.recognized_minor;
    due[{Account::revenue, "", currency}] -= is.recognized_minor;
  }
  for (const auto& is : shelf.credits) {
    require(is.credit_minor >= 0, 12, "credit below nothing of " + is.key.text());
    due[{Account::customer_credit, is.key.customer.text(), is.key.currency}] -= is.credit_minor;
  }
  return due;
}

// Each issued invoice that is not void is earned day by day: neither too much nor too little.
void check_schedules(const BillingShelf& shelf, const BillingStory& story) {
  std::size_t earning = 0;
  for (const auto& [id, is] : story.invoices) {
    if (is.number && is.status != "void" && is.total_minor > 0) ++earning;
  }
  require(earning == shelf.schedules.size(), 12,
          "invoices that are not earned, or too many that are");
  for (const auto& is : shelf.schedules) {
    const auto id = is.invoice.text();
    const auto found = story.invoices.find(id);
    require(found != story.invoices.end() && is.amount.amount_minor == found->second.total_minor &&
                billing::to_text(is.period.start) == found->second.period_start &&
                billing::to_text(is.period.end) == found->second.period_end,
            12, "another amount, or other days, are earned of " + id);
    const auto days = billing::days_between(is.period.start, is.next_on.value_or(is.period.end));
    const auto due = billing::part(is.amount.amount_minor, days, is.period.days());
    require(is.recognized_minor == due, 12,
            "what was earned of " + id + " is not what its days come to");
  }
}

}  // namespace

void check_tables(const BillingShelf& shelf, const BillingStory& story) {
  same(shelf.products, story.products, "products");
  same(shelf.prices, story.prices, "prices");
  same(shelf.subscriptions, story.subscriptions, "subscriptions");
  same(shelf.invoices, story.invoices, "invoices");
  same(shelf.payments, story.payments, "payments");
}

void check_books(const BillingShelf& shelf, const BillingStory& story) {
  Balances balances;
  std::set<std::string> ids;
  std::set<std::string> reversed;
  std::size_t at = 0;
  for (const auto& expected : story.entries()) {
    const bool there = at < shelf.entries.size() && shelf.entries[at].entry.id == expected.id;
    if (!there && expected.earned_max > 0) continue;
    require(there, 12, "an entry is missing, or out of its turn: " + expected.id);
    const auto& [entry_no, entry] = shelf.entries[at++];
    require(entry_no == static_cast<std::int64_t>(at), 12, "a gap before entry " + expected.id);
    require(ids.insert(entry.id).second, 12, "twice in the books: " + entry.id);
    require(entry.source == expected.source && entry.reverses == expected.reverses, 12,
            "of something else: " + entry.id);
    require(!entry.reverses || (ids.contains(*entry.reverses) &&
                                reversed.insert(*entry.reverses).second),
            12, "it takes back what is not there, or not any more: " + entry.id);
    if (expected.earned_max > 0) {
      check_unrecognized(entry, expected);
    } else {
      require(entry.postings == expected.postings, 12, "other postings than due: " + entry.id);
    }
    add(balances, entry);
  }
  require(at == shelf.entries.size(), 12, "entries that nothing led to, from the one at " +
                                              std::to_string(at + 1));
  check_schedules(shelf, story);
  auto due = balances_of(shelf, story);
  for (const auto& [place, balance] : balances) due[place] -= balance;
  for (const auto& [place, difference] : due) {
    require(difference == 0, 12, "the balance of " +
                                     std::string{billing::to_text(std::get<0>(place))} + ' ' +
                                     std::get<1>(place) + " is off by " +
                                     std::to_string(difference) + ' ' + std::get<2>(place));
  }
}

void EntriesSeen::look(const BillingShelf& shelf) {
  require(shelf.entries.size() >= seen_.size(), 12, "entries are gone from the books");
  for (const auto& [entry_no, entry] : shelf.entries) {
    const auto found = seen_.try_emplace(entry_no, entry).first;
    require(found->second == entry, 12, "entry " + std::to_string(entry_no) + " was changed");
  }
}

void check_money(const SimGateway& gateway, const BillingStory& story, bool whole) {
  std::map<std::string, std::int64_t> captured;
  for (const auto& [reference, record] : gateway.records()) {
    const auto id = reference.text();
    const auto found = story.payments.find(id);
    require(found != story.payments.end() || !whole, 13,
            "the gateway was asked for nothing: " + id);
    if (found == story.payments.end()) continue;
    const auto& payment = found->second;
    require(record.request.amount.amount_minor == payment.amount_minor, 13,
            "the gateway was asked for another amount: " + id);
    require(payment.status != "failed" || !record.captured, 13, "failed, and paid: " + id);
    require(!whole || (payment.status == "succeeded") == record.captured, 13,
            "the gateway has another answer than the books: " + id);
    if (record.captured) captured[payment.invoice_id] += payment.amount_minor;
  }
  for (const auto& [id, payment] : story.payments) {
    const auto found = gateway.records().find(*billing::PaymentId::parse(id));
    const bool taken = found != gateway.records().end() && found->second.captured;
    require(payment.kind != "card" || payment.status != "succeeded" || taken, 13,
            "booked, and never paid: " + id);
  }
  if (!whole) return;
  for (const auto& [id, amount] : captured) {
    require(amount <= story.invoices.at(id).total_minor, 13, "paid for more than once: " + id);
  }
}

}  // namespace sim
