#include <adapters/http/billing/ledger_shapes.hpp>

#include <adapters/http/schema.hpp>

namespace http {

EntryShape shape_of(const billing::NumberedEntry& numbered) {
  const billing::LedgerEntry& entry = numbered.entry;
  EntryShape shape{.entry_no = numbered.entry_no,
                   .id = entry.id,
                   .kind = entry.kind,
                   .source = entry.source,
                   .effective_on = billing::to_text(entry.effective_on),
                   .recorded_at = entry.recorded_at,
                   .reverses = entry.reverses,
                   .postings = {}};
  for (const billing::Posting& posting : entry.postings) {
    shape.postings.push_back(
        {.account = std::string(billing::to_text(posting.account)),
         .customer_id = posting.customer ? std::optional(posting.customer->text()) : std::nullopt,
         .currency = posting.amount.currency.code(),
         .amount_minor = posting.amount.amount_minor});
  }
  return shape;
}

TrialBalanceShape shape_of(billing::LocalDate as_of,
                           const std::vector<billing::AccountBalance>& accounts) {
  TrialBalanceShape shape{.as_of = billing::to_text(as_of), .accounts = {}};
  for (const billing::AccountBalance& one : accounts) {
    shape.accounts.push_back({.account = std::string(billing::to_text(one.account)),
                              .currency = one.balance.currency.code(),
                              .debit_minor = one.debit_minor,
                              .credit_minor = one.credit_minor,
                              .balance_minor = one.balance.amount_minor});
  }
  return shape;
}

StatementShape shape_of(const billing::CustomerId& customer, billing::LocalDate as_of,
                        const billing::Page<billing::StatementLine>& page) {
  StatementShape shape{.customer_id = customer.text(),
                       .as_of = billing::to_text(as_of),
                       .data = {},
                       .has_more = page.has_more};
  for (const billing::StatementLine& line : page.rows) {
    shape.data.push_back({.entry_no = line.entry_no,
                          .entry_id = line.entry_id,
                          .kind = line.kind,
                          .source = line.source,
                          .effective_on = billing::to_text(line.effective_on),
                          .currency = line.amount.currency.code(),
                          .amount_minor = line.amount.amount_minor,
                          .balance_minor = line.balance_minor});
  }
  return shape;
}

BalanceShape shape_of(const billing::CustomerId& customer,
                      const std::vector<billing::Money>& balances) {
  BalanceShape shape{.customer_id = customer.text(), .balances = {}};
  for (const billing::Money& money : balances) {
    shape.balances.push_back(
        {.currency = money.currency.code(), .amount_minor = money.amount_minor});
  }
  return shape;
}

std::vector<Schema> ledger_schemas() {
  const Abouts said = {
      {"account", R"("enum":["receivable","cash_clearing","deferred_revenue","revenue",)"
                  R"("customer_credit","bad_debt"])"},
      {"entry_no", R"("description":"1, 2, 3, ... without a gap.")"},
      {"kind", R"("description":"What happened: issued, paid, voided, recognized, ...")"},
      {"source", R"("description":"The invoice, payment or day that it is about.")"},
      {"effective_on", R"("format":"date","description":"A UTC day.")"},
      {"as_of", R"("format":"date","description":"A UTC day, wholly counted.")"},
      {"reverses", R"("description":"The entry that this one takes back.")"},
      {"balance_minor", R"("description":"Negative: credit.")"}};
  return {{"LedgerEntry", answer_schema<EntryShape>(said)},
          {"LedgerEntryList", list_schema("LedgerEntry")},
          {"TrialBalance", answer_schema<TrialBalanceShape>(said)},
          {"Statement", answer_schema<StatementShape>(said)},
          {"CustomerBalance", answer_schema<BalanceShape>(said)}};
}

}  // namespace http
