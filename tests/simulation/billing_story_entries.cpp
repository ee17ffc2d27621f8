#include <tests/simulation/billing_story.hpp>
#include <tests/simulation/violation.hpp>

// What is in the books because of an event: the product's posting templates, in other words.
namespace sim {
namespace {

using billing::Account;

billing::Posting posting(Account account, const std::string& customer, std::int64_t amount_minor,
                         const std::string& currency) {
  return {account, billing::CustomerId::parse(customer),
          {amount_minor, billing::Currency::stored(currency)}};
}

}  // namespace

void BillingStory::book(ExpectedEntry entry) {
  std::erase_if(entry.postings, [](const billing::Posting& each) {
    return each.amount.amount_minor == 0;
  });
  if (!entry.postings.empty() || entry.earned_max > 0) entries_.push_back(std::move(entry));
}

void BillingStory::book_issued(const InvoiceState& is) {
  book({.id = "issued:" + is.id,
        .source = is.id,
        .reverses = {},
        .postings = {posting(Account::receivable, is.customer_id, is.total_minor, is.currency),
                     posting(Account::deferred_revenue, "", -is.total_minor, is.currency)}});
  const auto credit = is.credit_applied_minor;
  book({.id = "credit_applied:" + is.id,
        .source = is.id,
        .reverses = {},
        .postings = {posting(Account::customer_credit, is.customer_id, credit, is.currency),
                     posting(Account::receivable, is.customer_id, -credit, is.currency)}});
}

void BillingStory::book_voided(const InvoiceState& is, bool given_up) {
  const auto& owed_by = is.customer_id;
  book({.id = "unrecognized:" + is.id,
        .source = is.id,
        .reverses = {},
        .postings = {},
        .earned_max = is.total_minor});
  const auto remaining = given_up ? is.amount_remaining_minor : 0;
  book({.id = "reinstated:" + is.id,
        .source = is.id,
        .reverses = {},
        .postings = {posting(Account::receivable, owed_by, remaining, is.currency),
                     posting(Account::bad_debt, "", -remaining, is.currency)}});
  const auto credit = is.credit_applied_minor;
  book({.id = "credit_returned:" + is.id,
        .source = is.id,
        .reverses = "credit_applied:" + is.id,
        .postings = {posting(Account::customer_credit, owed_by, -credit, is.currency),
                     posting(Account::receivable, owed_by, credit, is.currency)}});
  const auto paid = is.amount_paid_minor;
  book({.id = "payments_returned:" + is.id,
        .source = is.id,
        .reverses = {},
        .postings = {posting(Account::receivable, owed_by, paid, is.currency),
                     posting(Account::customer_credit, owed_by, -paid, is.currency)}});
  book({.id = "voided:" + is.id,
        .source = is.id,
        .reverses = "issued:" + is.id,
        .postings = {posting(Account::receivable, owed_by, -is.total_minor, is.currency),
                     posting(Account::deferred_revenue, "", is.total_minor, is.currency)}});
}

void BillingStory::book_written_off(const InvoiceState& is) {
  const auto remaining = is.amount_remaining_minor;
  book({.id = "written_off:" + is.id,
        .source = is.id,
        .reverses = {},
        .postings = {posting(Account::bad_debt, "", remaining, is.currency),
                     posting(Account::receivable, is.customer_id, -remaining, is.currency)}});
}

void BillingStory::book_paid(const PaymentState& is) {
  const auto found = taken_.find(is.invoice_id);
  const auto taken = found == taken_.end() ? Taken{} : found->second;
  if (found != taken_.end()) taken_.erase(found);
  require(taken.amount_minor <= is.amount_minor, 13, "an invoice took more than came by " + is.id);
  const auto from =
      taken.given_up
          ? posting(Account::bad_debt, "", -taken.amount_minor, is.currency)
          : posting(Account::receivable, is.customer_id, -taken.amount_minor, is.currency);
  book({.id = "paid:" + is.id,
        .source = is.id,
        .reverses = {},
        .postings = {posting(Account::cash_clearing, "", is.amount_minor, is.currency), from,
                     posting(Account::customer_credit, is.customer_id,
                             taken.amount_minor - is.amount_minor, is.currency)}});
}

void BillingStory::book_recognized(const RecognitionState& is) {
  ExpectedEntry entry{.id = is.id, .source = is.day, .reverses = {}, .postings = {}};
  for (const auto& amount : is.amounts) {
    entry.postings.push_back(
        posting(Account::deferred_revenue, "", amount.amount_minor, amount.currency));
    entry.postings.push_back(posting(Account::revenue, "", -amount.amount_minor, amount.currency));
  }
  book(std::move(entry));
}

}  // namespace sim
