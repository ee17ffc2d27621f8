#include <adapters/cli/problem.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

#include <boost/json.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

std::string text_at(const bj::object& object, std::string_view name) {
  const bj::value* found = object.if_contains(name);
  const bj::string* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

struct Hint {
  std::string_view code;
  std::string_view next;
};

constexpr Hint hints[] = {
    {"user.email_taken", "find who has it: cleave user get EMAIL"},
    {"billing.customer_not_found", "check the id; billing hears of a new user a moment later"},
    {"billing.currency_required", "say it: cleave customer set CUSTOMER --currency eur"},
    {"billing.customer_inactive", "cleave user reactivate USER"},
    {"billing.time_zone_unknown", "cleave user update USER --time-zone ZONE"},
    {"billing.currency_differs", "see the currencies: cleave price list --product PRODUCT"},
    {"billing.product_not_found", "see what there is: cleave product list"},
    {"billing.price_not_found", "see what there is: cleave price list"},
    {"billing.price_archived", "see its newest revision: cleave price list --product PRODUCT"},
    {"billing.subscription_not_found", "see what there is: cleave subscription list"},
    {"billing.invoice_not_found", "see what there is: cleave invoice list"},
    {"billing.invoice_not_open", "see how it stands: cleave invoice show INVOICE"},
    {"billing.invoice_has_payments", "give up the rest: cleave invoice uncollectible INVOICE"},
    {"billing.payment_in_progress", "see how it stands: cleave payment list --invoice INVOICE"},
    {"billing.no_payment_method", "cleave customer set CUSTOMER --payment-method TOKEN"},
    {"http.no_route", "is the server of another version? compare `cleave version` on both sides"},
};

std::string hint_for_status(int status) {
  switch (status) {
    case 401: return "give a key that is valid: --key-file FILE, or CLEAVE_KEY_FILE=FILE";
    case 403: return "the key lacks a scope; make one that has it: cleave key create --help";
    case 412: return "someone changed it meanwhile: read it again, then repeat";
    case 429:
    case 502:
    case 503:
    case 504: return "try again";
    default: return status >= 500 ? "look into the server's log for the request id" : "";
  }
}

}  // namespace

std::string header_of(const http::Response& response, std::string_view name) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  };
  for (const auto& [field, value] : response.headers) {
    if (std::ranges::equal(field, name, same)) return value;
  }
  return {};
}

Problem Problem::read(const http::Response& response) {
  Problem problem;
  problem.status = response.status;
  problem.request_id = header_of(response, "x-request-id");
  problem.retry_after = header_of(response, "retry-after");
  boost::system::error_code failure;
  const bj::value body = bj::parse(response.body, failure);
  const bj::object* object = failure ? nullptr : body.if_object();
  if (object == nullptr) {
    problem.detail = "the server answered with status " + std::to_string(response.status);
    return problem;
  }
  problem.code = text_at(*object, "code");
  problem.detail = text_at(*object, "detail");
  if (problem.detail.empty()) problem.detail = text_at(*object, "title");
  if (problem.request_id.empty()) problem.request_id = text_at(*object, "request_id");
  const bj::value* errors = object->if_contains("errors");
  if (errors != nullptr && errors->is_array()) {
    for (const bj::value& error : errors->get_array()) {
      if (const bj::object* field = error.if_object()) {
        problem.fields.push_back({text_at(*field, "pointer"), text_at(*field, "code"),
                                  text_at(*field, "detail")});
      }
    }
  }
  return problem;
}

ExitCode Problem::exit_code() const {
  if (status == 404 || status == 410) return ExitCode::not_found;
  if (status == 408 || status == 429 || status >= 500) return ExitCode::unavailable;
  return ExitCode::refused;
}

std::string Problem::next() const {
  for (const Hint& hint : hints) {
    if (hint.code == code) return std::string(hint.next);
  }
  std::string hint = hint_for_status(status);
  if (hint == "try again" && !retry_after.empty()) hint += " in " + retry_after + " s";
  return hint;
}

Refused::Refused(const http::Response& response)
    : Refused(Problem::read(response), response.body) {}

Refused::Refused(Problem problem, std::string body)
    : Stop(problem.exit_code(), problem.detail, problem.next()),
      problem_(std::move(problem)),
      body_(std::move(body)) {}

}  // namespace cli
