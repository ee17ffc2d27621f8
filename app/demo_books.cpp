#include <app/demo_books.hpp>

#include <chrono>
#include <optional>
#include <utility>

#include <boost/json.hpp>

#include <insight/domain/series.hpp>
#include <shared/domain/instant.hpp>

namespace app::demo {
namespace {

namespace bj = boost::json;

Subscription subscription(const bj::object& said) {
  return {.id = text_of(said, "id"),
          .user = text_of(said, "user_id"),
          .status = text_of(said, "status"),
          .currency = text_of(said, "currency"),
          .amount_minor = amount_of(said, "unit_amount_minor") * amount_of(said, "quantity"),
          .interval = text_of(said, "interval"),
          .entitled = said.at("entitled").as_bool(),
          .entitlements = texts_of(said, "entitlements"),
          .period_start = text_of(said, "current_period_start"),
          .period_end = text_of(said, "current_period_end")};
}

Invoice invoice(const bj::object& said) {
  return {.id = text_of(said, "id"),
          .subscription = text_if_any(said, "subscription_id"),
          .status = text_of(said, "status"),
          .number = text_if_any(said, "number"),
          .currency = text_of(said, "currency"),
          .total_minor = amount_of(said, "total_minor"),
          .paid_minor = amount_of(said, "amount_paid_minor"),
          .remaining_minor = amount_of(said, "amount_remaining_minor"),
          .period_start = text_of(said, "period_start"),
          .period_end = text_of(said, "period_end")};
}

Payment payment(const bj::object& said) {
  return {.id = text_of(said, "id"),
          .invoice = text_of(said, "invoice_id"),
          .status = text_of(said, "status"),
          .method = text_of(said, "method"),
          .currency = text_of(said, "currency"),
          .amount_minor = amount_of(said, "amount_minor"),
          .look_ups = number_of(said, "lookups")};
}

Record record(const bj::object& said) {
  return {.payment = text_of(said, "reference"),
          .invoice = text_of(said, "invoice_id"),
          .currency = text_of(said, "currency"),
          .amount_minor = amount_of(said, "amount_minor"),
          .charges = number_of(said, "charges"),
          .look_ups = number_of(said, "look_ups"),
          .captures = number_of(said, "captures")};
}

template <class Row>
std::vector<Row> all_of(Pages pages, Row (*read)(const bj::object&)) {
  std::vector<Row> rows;
  while (const auto next = pages.next()) rows.push_back(read(*next));
  return rows;
}

Copy copy(const bj::object& said) {
  Copy copy{.subscriptions = {}, .entitlements = texts_of(said, "entitlements")};
  for (const auto& value : list_of(said, "subscriptions")) {
    const auto& one = value.as_object();
    copy.subscriptions.emplace(
        text_of(one, "id"), Copy::Known{text_of(one, "status"), text_of(one, "current_period_end"),
                                        texts_of(one, "entitlements")});
  }
  return copy;
}

// All of it began today or, where midnight has passed meanwhile, yesterday.
http::Fields since_yesterday(Client& client) {
  const auto clock = client.get("/v1/billing/clock").body;
  const auto now = shared::parse_rfc3339(text_of(clock, "wall_now")).value();
  const auto yesterday = std::chrono::floor<std::chrono::days>(now) - std::chrono::days{1};
  return {{"from", insight::to_text(yesterday)}};
}

void count(const bj::object& series, Counts& counts) {
  const auto metric = text_of(series, "metric");
  const auto& days = list_of(series, "days");
  std::int64_t sum = 0;
  for (const auto& day : days) sum += amount_of(day.as_object(), "value");
  const auto last = days.empty() ? 0 : amount_of(days.back().as_object(), "value");
  const auto put = [&series](Amounts& amounts, std::int64_t amount) {
    if (amount != 0) amounts[text_of(series, "currency")] = amount;
  };
  if (metric == "active_subscriptions") counts.active = last;
  if (metric == "failed_payments") counts.failed_payments = sum;
  if (metric == "collected") put(counts.collected, sum);
  if (metric == "mrr") put(counts.mrr, last);
}

}  // namespace

Books books_of(Client& client) {
  Books books;
  books.today = text_of(client.get("/v1/billing/clock").body, "now").substr(0, 10);
  books.subscriptions = all_of(Pages{client, "/v1/subscriptions"}, subscription);
  books.invoices = all_of(Pages{client, "/v1/invoices"}, invoice);
  books.payments = all_of(Pages{client, "/v1/payments"}, payment);
  books.records = all_of(Pages{client, "/v1/gateway/records", {}, "reference"}, record);
  const auto gateway = client.get("/v1/gateway/records", {{"limit", "1"}}).body;
  books.captured_twice = texts_of(gateway.at("totals").as_object(), "captured_twice");
  const auto trial = client.get("/v1/ledger/trial_balance").body;
  for (const auto& value : list_of(trial, "accounts")) {
    const auto& said = value.as_object();
    books.accounts.push_back(
        {text_of(said, "account"), text_of(said, "currency"), amount_of(said, "balance_minor")});
  }
  return books;
}

Copies copies_of(Client& client, const std::vector<std::string>& users) {
  Copies copies;
  for (const auto& user : users) {
    copies.emplace(user, copy(client.get("/v1/users/" + user + "/billing").body));
  }
  return copies;
}

Counts counts_of(Client& client) {
  Counts counts;
  const auto answer = client.get("/v1/insight", since_yesterday(client));
  for (const auto& series : list_of(answer.body, "data")) count(series.as_object(), counts);
  return counts;
}

}  // namespace app::demo
