#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <billing/application/billing_time.hpp>
#include <billing/domain/billing_errors.hpp>

#include <adapters/http/billing/billing_call.hpp>
#include <adapters/http/billing/ledger_shapes.hpp>

namespace http {
namespace {

namespace no = billing::errors;
using billing::CustomerId;

constexpr const char* tag = "ledger";

// The day in as_of, or billing's today.
shared::Result<billing::LocalDate> day_asked(const BillingRoutePorts& ports,
                                             const Request& request) {
  const auto text = request.parameter("as_of");
  if (!text) return billing::book_day(ports.billing_now());
  const auto day = billing::parse_local_date(*text);
  if (!day) return shared::refuse(errors::bad_parameter("as_of", "a day like 2026-01-31"));
  return *day;
}

// A page of what is numbered: behind a number, and at most so many.
struct Numbered {
  std::int64_t after = 0;
  std::size_t limit = 0;
};

shared::Result<Numbered> numbered_page(const Request& request) {
  const auto limit = number_of(request, "limit", 1, 1000, 50);
  if (!limit) return shared::refuse(limit.error());
  const auto after = number_of(request, "after", 0, std::numeric_limits<std::int64_t>::max(), 0);
  if (!after) return shared::refuse(after.error());
  return Numbered{static_cast<std::int64_t>(*after), static_cast<std::size_t>(*limit)};
}

struct EntriesAsked {
  billing::EntryFilter filter;
  Numbered page;
};

shared::Result<EntriesAsked> entries_query(const BillingRoutePorts&, const Call& call) {
  const auto page = numbered_page(call.request);
  if (!page) return shared::refuse(page.error());
  const auto customer = customer_in_query(call.request);
  if (!customer) return shared::refuse(customer.error());
  EntriesAsked asked{{.customer = *customer, .source = std::nullopt}, *page};
  if (const auto source = call.request.parameter("source")) asked.filter.source = *source;
  return asked;
}

Response entries(BillingReading& reading, const Call&, const EntriesAsked& asked) {
  return page_response(reading.ledger.entries(asked.filter, asked.page.after, asked.page.limit),
                       [](const auto& entry) { return json::written(shape_of(entry)); });
}

shared::Result<billing::LocalDate> trial_query(const BillingRoutePorts& ports, const Call& call) {
  return day_asked(ports, call.request);
}

Response trial_balance(BillingReading& reading, const Call& call, const billing::LocalDate& as_of) {
  const auto accounts = reading.ledger.trial_balance(as_of);
  if (!accounts) return problem(accounts.error(), call.request_id);
  return json_response(200, json::written(shape_of(as_of, *accounts)));
}

struct StatementAsked {
  CustomerId customer;
  billing::LocalDate as_of;
  Numbered page;
};

shared::Result<StatementAsked> statement_query(const BillingRoutePorts& ports, const Call& call) {
  const auto customer = CustomerId::parse(call.at("id"));
  if (!customer) return shared::refuse(no::customer_not_found());
  const auto as_of = day_asked(ports, call.request);
  if (!as_of) return shared::refuse(as_of.error());
  const auto page = numbered_page(call.request);
  if (!page) return shared::refuse(page.error());
  return StatementAsked{*customer, *as_of, *page};
}

// The books remember customers who are gone: there is no such customer where neither they nor the
// copy of the users know them.
bool is_known(BillingReading& reading, const CustomerId& id) {
  return reading.customers.find(id) || !reading.ledger.balance(id).empty();
}

Response statement(BillingReading& reading, const Call& call, const StatementAsked& asked) {
  if (!is_known(reading, asked.customer)) return problem(no::customer_not_found(), call.request_id);
  const auto page =
      reading.ledger.statement(asked.customer, asked.as_of, asked.page.after, asked.page.limit);
  return json_response(200, json::written(shape_of(asked.customer, asked.as_of, page)));
}

Response balance(BillingReading& reading, const Call& call) {
  const auto id = CustomerId::parse(call.at("id"));
  if (!id || !is_known(reading, *id)) return problem(no::customer_not_found(), call.request_id);
  return json_response(200, json::written(shape_of(*id, reading.ledger.balance(*id))));
}

Parameter as_of_parameter() {
  return {"as_of", "As the books were at the end of this UTC day, instead of billing's today.",
          R"({"type":"string","format":"date"})"};
}

std::vector<Parameter> numbered(std::vector<Parameter> filters) {
  filters.push_back({"limit", "At most so many.",
                     R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"});
  filters.push_back({"after", "Behind the entry of this number: the last of the page before.",
                     R"({"type":"integer","minimum":0,"default":0})"});
  return filters;
}

Route ledger_read(std::string pattern, std::string operation_id, std::string summary) {
  auto made = billing_read(std::move(pattern), std::move(operation_id), tag, std::move(summary));
  made.access = Access::scoped("ledger:read");
  return made;
}

std::vector<Route> of_all(const BillingPortsPtr& ports) {
  auto lists = ledger_read("/v1/ledger/entries", "listLedgerEntries", "List ledger entries");
  lists.description =
      "In the order in which they were written. An entry's postings add up to 0 "
      "in each currency; debits are positive, credits negative.";
  lists.query = numbered({id_filter("customer_id", "Those that touch this customer."),
                          id_filter("user_id", "Those that touch this user."),
                          id_filter("source", "Those about this invoice, payment or day.")});
  lists.answer = {200, "A page of entries.", "LedgerEntryList"};
  lists.handle = looking(ports, entries_query, entries);

  auto balances = ledger_read("/v1/ledger/trial_balance", "getTrialBalance", "The trial balance");
  balances.description = "What each account holds of each currency: per currency they add up to 0.";
  balances.query = {as_of_parameter()};
  balances.refusals = {no::sum_too_large()};
  balances.answer = {200, "Every account that was ever posted to.", "TrialBalance"};
  balances.handle = looking(ports, trial_query, trial_balance);
  return {std::move(lists), std::move(balances)};
}

std::vector<Route> of_one_customer(const BillingPortsPtr& ports) {
  auto tells =
      ledger_read("/v1/customers/{id}/statement", "getCustomerStatement", "A customer's statement");
  tells.description =
      "Each posting of theirs, and what they owed after it; negative: they have "
      "credit. Also of a customer who is gone.";
  tells.query = numbered({as_of_parameter()});
  tells.answer = {200, "A page of the statement.", "Statement"};
  tells.refusals = {no::customer_not_found()};
  tells.handle = looking(ports, statement_query, statement);

  auto owes =
      ledger_read("/v1/customers/{id}/balance", "getCustomerBalance", "What a customer owes");
  owes.description = "Per currency; negative: they have credit. Also of a customer who is gone.";
  owes.answer = {200, "The balance.", "CustomerBalance"};
  owes.refusals = {no::customer_not_found()};
  owes.handle = showing(ports, balance);
  return {std::move(tells), std::move(owes)};
}

}  // namespace

RouteTable ledger_routes(const BillingPortsPtr& ports) {
  RouteTable table{.routes = of_all(ports), .schemas = ledger_schemas(), .tags = {}};
  table.add({.routes = of_one_customer(ports), .schemas = {}, .tags = {}});
  return table;
}

}  // namespace http
