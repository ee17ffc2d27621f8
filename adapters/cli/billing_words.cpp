#include <adapters/cli/billing_words.hpp>

#include <random>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>
#include <adapters/cli/user_lookup.hpp>

namespace cli {
namespace {

std::string drawn_key() {
  constexpr std::string_view hex = "0123456789abcdef";
  std::random_device random;
  std::string key = "cleave-";
  for (int i = 0; i < 32; ++i) key += hex[random() % hex.size()];
  return key;
}

}  // namespace

std::string customer_id(Session& session, const std::string& said) {
  const std::string id = said.contains('@') ? user_id(session, said)
                                            : path_segment("customer", said);
  return id.starts_with("usr_") ? "cus_" + id.substr(4) : id;
}

std::string address_text(const boost::json::object& holder) {
  const boost::json::value* address = holder.if_contains("address");
  const boost::json::object* lines = address == nullptr ? nullptr : address->if_object();
  if (lines == nullptr) return {};
  std::string text = member_text(*lines, "line1");
  const auto add = [&](const std::string& part, std::string_view separator) {
    if (!part.empty()) text += std::string(separator) + part;
  };
  add(member_text(*lines, "line2"), ", ");
  add(member_text(*lines, "postal_code"), ", ");
  add(member_text(*lines, "city"), member_text(*lines, "postal_code").empty() ? ", " : " ");
  add(member_text(*lines, "region"), ", ");
  add(member_text(*lines, "country"), ", ");
  return text;
}

void show_list(Session& session, const Arguments& arguments, std::string path,
               std::string_view command, const Filters& filters, const Parts& parts,
               std::string_view none_text) {
  Call call{.method = "GET", .path = std::move(path)};
  std::string next = "cleave " + std::string(command);
  const auto add = [&](std::string_view option, std::string_view parameter, std::string value) {
    next += " " + std::string(option) + " " + value;
    call.query.emplace_back(parameter, std::move(value));
  };
  if (const auto customer = arguments.text("--customer")) {
    add("--customer", "customer_id", customer_id(session, *customer));
  }
  for (const auto& [option, parameter] : filters) {
    if (const auto value = arguments.text(option)) add(option, parameter, *value);
  }
  if (const auto limit = arguments.text("--limit")) add("--limit", "limit", *limit);
  if (const auto after = arguments.text("--starting-after")) {
    call.query.emplace_back("starting_after", *after);
  }
  show_page(session, session.ask(call), parts, none_text, next);
}

void require_one_amount(const Arguments& arguments, std::string_view command) {
  const bool decimal = arguments.has("--amount");
  if (decimal != arguments.has("--amount-minor")) return;
  throw Stop(ExitCode::usage, std::string(decimal ? "--amount and --amount-minor exclude each other"
                                                  : "--amount is missing") +
                                  "; see: cleave " + std::string(command) + " --help");
}

Answer ask_once(Session& session, const Arguments& arguments, Call call) {
  call.idempotency_key = arguments.text("--idempotency-key").value_or("");
  if (call.idempotency_key.empty()) call.idempotency_key = drawn_key();
  try {
    return session.ask(call);
  } catch (const Stop& stop) {
    if (stop.code() == ExitCode::unavailable) {
      session.say("to repeat it, so that it takes effect once: --idempotency-key " +
                  call.idempotency_key);
    }
    throw;
  }
}

}  // namespace cli
