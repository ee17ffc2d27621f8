#include <app/demo_audit.hpp>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string_view>
#include <utility>

#include <billing/domain/money.hpp>

namespace app::demo {
namespace {

void add(Amounts& amounts, const std::string& currency, std::int64_t amount_minor) {
  if ((amounts[currency] += amount_minor) == 0) amounts.erase(currency);
}

bool goes_on(const Subscription& subscription) {
  return subscription.status == "trialing" || subscription.status == "active" ||
         subscription.status == "past_due";
}

bool is_billed(const Subscription& subscription, std::vector<const Invoice*> invoices,
               const std::string& today) {
  if (goes_on(subscription) && subscription.period_end <= today) return false;
  if (subscription.status == "trialing") return invoices.empty();
  std::ranges::sort(invoices, {}, &Invoice::period_start);
  const auto breaks = [](const Invoice* one, const Invoice* next) {
    return one->period_end != next->period_start;
  };
  return !invoices.empty() && std::ranges::adjacent_find(invoices, breaks) == invoices.end() &&
         invoices.back()->period_start == subscription.period_start &&
         invoices.back()->period_end == subscription.period_end;
}

bool is_alike(const Payment& payment, const Record* record) {
  if (payment.status == "failed") return record == nullptr || record->captures == 0;
  return payment.status == "succeeded" && record != nullptr && record->captures == 1 &&
         record->invoice == payment.invoice && record->currency == payment.currency &&
         record->amount_minor == payment.amount_minor;
}

// Of these accounts together.
Amounts balance_of(const Books& books, std::initializer_list<std::string_view> accounts) {
  Amounts balance;
  for (const auto& account : books.accounts) {
    const bool meant = std::ranges::find(accounts, account.name) != accounts.end();
    if (meant) add(balance, account.currency, account.balance_minor);
  }
  return balance;
}

Amounts captured(const Books& books) {
  Amounts captured;
  for (const auto& record : books.records) {
    add(captured, record.currency,
        record.amount_minor * static_cast<std::int64_t>(record.captures));
  }
  return captured;
}

// As a credit: negative.
Amounts issued(const Books& books) {
  Amounts issued;
  for (const auto& invoice : books.invoices) {
    if (invoice.status == "draft" || invoice.status == "void") continue;
    add(issued, invoice.currency, -invoice.total_minor);
  }
  return issued;
}

void compare_account(const std::string& name, const Amounts& holds, const Amounts& should,
                     Unlike& unlike) {
  if (holds == should) return;
  unlike.push_back(name + ": " + amounts_text(holds) + ", and should hold " + amounts_text(should));
}

}  // namespace

Unlike unlike_one_invoice_a_period(const Books& books) {
  std::map<std::string, std::vector<const Invoice*>> invoices;
  for (const auto& invoice : books.invoices) invoices[invoice.subscription].push_back(&invoice);
  Unlike unlike;
  for (const auto& subscription : books.subscriptions) {
    if (!is_billed(subscription, invoices[subscription.id], books.today))
      unlike.push_back(subscription.id);
  }
  return unlike;
}

Unlike unlike_the_gateway(const Books& books) {
  std::map<std::string, const Record*> records;
  for (const auto& record : books.records) records.emplace(record.payment, &record);
  std::set<std::string> known;
  Amounts paid;  // by invoice
  Unlike unlike;
  for (const auto& payment : books.payments) {
    known.insert(payment.id);
    const auto record = records.find(payment.id);
    const bool alike = is_alike(payment, record == records.end() ? nullptr : record->second);
    if (!alike) unlike.push_back(payment.id);
    if (payment.status == "succeeded") add(paid, payment.invoice, payment.amount_minor);
  }
  for (const auto& record : books.records) {
    if (record.captures > 0 && !known.contains(record.payment)) unlike.push_back(record.payment);
  }
  for (const auto& invoice : books.invoices) {
    const auto found = paid.find(invoice.id);
    const auto amount = found == paid.end() ? 0 : found->second;
    if (amount != invoice.paid_minor) unlike.push_back(invoice.id);
  }
  unlike.insert(unlike.end(), books.captured_twice.begin(), books.captured_twice.end());
  return unlike;
}

Unlike unlike_zero(const Books& books) {
  Amounts sums;
  for (const auto& account : books.accounts) add(sums, account.currency, account.balance_minor);
  Unlike unlike;
  for (const auto& sum : sums) unlike.push_back(amounts_text({sum}));
  return unlike;
}

Unlike unlike_the_ledger(const Books& books) {
  Unlike unlike;
  compare_account("receivable", balance_of(books, {"receivable"}), owed(books), unlike);
  compare_account("cash_clearing", balance_of(books, {"cash_clearing"}), captured(books), unlike);
  compare_account("revenue with deferred_revenue",
                  balance_of(books, {"revenue", "deferred_revenue"}), issued(books), unlike);
  return unlike;
}

Unlike unlike_the_copies(const Books& books, const Copies& copies) {
  std::map<std::string, std::set<std::string>> entitlements;  // of each user, by billing
  std::map<std::string, std::size_t> subscriptions;
  Unlike unlike;
  for (const auto& is : books.subscriptions) {
    auto& entitled = entitlements[is.user];
    if (is.entitled) entitled.insert(is.entitlements.begin(), is.entitlements.end());
    ++subscriptions[is.user];
    const auto copy = copies.find(is.user);
    if (copy == copies.end()) continue;
    const auto known = copy->second.subscriptions.find(is.id);
    const bool alike =
        known != copy->second.subscriptions.end() && known->second.status == is.status &&
        known->second.period_end == is.period_end && known->second.entitlements == is.entitlements;
    if (!alike) unlike.push_back(is.id);
  }
  for (const auto& [user, entitled] : entitlements) {
    const auto copy = copies.find(user);
    const bool alike = copy != copies.end() &&
                       copy->second.subscriptions.size() == subscriptions[user] &&
                       std::ranges::equal(copy->second.entitlements, entitled);
    if (!alike) unlike.push_back(user);
  }
  return unlike;
}

Counts counts_of(const Books& books) {
  Counts counts;
  Amounts a_year;
  for (const auto& subscription : books.subscriptions) {
    if (!goes_on(subscription)) continue;
    ++counts.active;
    if (subscription.status == "trialing") continue;
    add(a_year, subscription.currency,
        subscription.amount_minor * (subscription.interval == "month" ? 12 : 1));
  }
  counts.failed_payments = static_cast<std::int64_t>(count_of(books.payments, "failed"));
  counts.collected = received(books);
  for (const auto& [currency, amount] : a_year) add(counts.mrr, currency, (amount + 6) / 12);
  return counts;
}

Amounts owed(const Books& books) {
  Amounts owed;
  for (const auto& invoice : books.invoices) {
    if (invoice.status == "open") add(owed, invoice.currency, invoice.remaining_minor);
  }
  return owed;
}

Amounts received(const Books& books) {
  Amounts received;
  for (const auto& payment : books.payments) {
    if (payment.status == "succeeded") add(received, payment.currency, payment.amount_minor);
  }
  return received;
}

std::string amounts_text(const Amounts& amounts) {
  std::string text;
  std::size_t left = amounts.size();
  for (const auto& [code, amount_minor] : amounts) {
    const auto currency = billing::Currency::parse(code);
    text += currency ? billing::to_text({amount_minor, *currency})
                     : std::to_string(amount_minor) + ' ' + code;
    if (--left > 0) text += left == 1 ? " and " : ", ";
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace app::demo
