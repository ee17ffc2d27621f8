#pragma once

#include <string>
#include <vector>

#include <app/demo_books.hpp>

// Whether those who had a part in it agree, and who does not.
namespace app::demo {

// What does not agree, and how; empty: all does.
using Unlike = std::vector<std::string>;

// Subscriptions whose periods were not billed without a gap, each by exactly one invoice, up to the
// current one, or whose current one is over. A trial has none.
Unlike unlike_one_invoice_a_period(const Books& books);
// Payments that are not settled, or of which the gateway's own book says something else; and
// invoices that were paid twice, or are paid without a payment of the same amount.
Unlike unlike_the_gateway(const Books& books);
// Currencies in which the trial balance does not add up to zero.
Unlike unlike_zero(const Books& books);
// Accounts that do not hold what invoices and payments come to: receivable what is still open, cash
// what the gateway took, revenue and deferred revenue what was issued and not voided.
Unlike unlike_the_ledger(const Books& books);
// Users whose own copy of their subscriptions, or what it entitles them to, is not billing's.
Unlike unlike_the_copies(const Books& books, const Copies& copies);

// What insight should count.
Counts counts_of(const Books& books);

// How many there are of that status.
template <class Row>
std::size_t count_of(const std::vector<Row>& rows, std::string_view status) {
  std::size_t count = 0;
  for (const auto& row : rows) count += row.status == status ? 1U : 0U;
  return count;
}

// What open invoices lack.
Amounts owed(const Books& books);
// What payments brought.
Amounts received(const Books& books);
// "4,560.00 EUR and 870.00 USD"
std::string amounts_text(const Amounts& amounts);

}  // namespace app::demo
