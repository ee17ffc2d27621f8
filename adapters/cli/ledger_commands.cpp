#include <adapters/cli/command.hpp>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts account_row = {{"ACCOUNT", "account"},
                           {"DEBITS", "debit_minor", As::money},
                           {"CREDITS", "credit_minor", As::money},
                           {"BALANCE", "balance_minor", As::money}};

const Parts posting_row = {{"ENTRY", "entry_no", As::number},
                           {"DAY", "effective_on"},
                           {"KIND", "kind"},
                           {"ACCOUNT", "account"},
                           {"AMOUNT", "amount_minor", As::money},
                           {"SOURCE", "source", As::text, false, true},
                           {"CUSTOMER", "customer_id", As::text, false, true}};

const Parts statement_row = {{"ENTRY", "entry_no", As::number},
                             {"DAY", "effective_on"},
                             {"KIND", "kind"},
                             {"AMOUNT", "amount_minor", As::money},
                             {"OWES", "balance_minor", As::money},
                             {"SOURCE", "source", As::text, false, true}};

const Parts balance_row = {{"OWES", "amount_minor", As::money}};

// A number of a list that is not called by ids, and the command that shows what follows.
Call numbered(Call call, const Arguments& arguments) {
  for (const std::string_view name : {"--limit", "--after", "--as-of", "--source"}) {
    if (const auto value = arguments.text(name)) {
      call.query.emplace_back(name == "--as-of" ? "as_of" : name.substr(2), *value);
    }
  }
  return call;
}

void say_more(Session& session, const Arguments& arguments, const bj::object& page,
              const bj::array& rows, std::string command) {
  if (session.format() == Format::json || !page.at("has_more").as_bool() || rows.empty()) return;
  if (const auto limit = arguments.text("--limit")) command += " --limit " + *limit;
  session.say_more("cleave " + command + " --after " +
                   member_text(rows.back().as_object(), "entry_no"));
}

// Each posting as a row of its own, with what its entry says of it.
bj::array postings_of(const bj::array& entries) {
  bj::array rows;
  for (const bj::value& entry : entries) {
    for (const bj::value& posting : entry.at("postings").as_array()) {
      bj::object row = posting.as_object();
      for (const char* member : {"entry_no", "effective_on", "kind", "source"}) {
        row[member] = entry.at(member);
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// Shows some rows of an answer that is no page of its own; in --json the API's own bytes.
void show_rows(Session& session, Answer answer, const bj::array& rows, const Parts& parts,
               std::string_view none_text) {
  answer.body = bj::object{{"data", rows}, {"has_more", false}};
  show_page(session, answer, parts, none_text);
}

ExitCode list_entries(Session& session, const Arguments& arguments) {
  Call call = numbered({.method = "GET", .path = "/v1/ledger/entries"}, arguments);
  std::string next = "ledger entries";
  if (const auto customer = arguments.text("--customer")) {
    call.query.emplace_back("customer_id", customer_id(session, *customer));
    next += " --customer " + *customer;
  }
  if (const auto source = arguments.text("--source")) next += " --source " + *source;
  const Answer answer = session.ask(call);
  const bj::object page = answer.body.as_object();
  const bj::array rows = postings_of(page.at("data").as_array());
  show_rows(session, answer, rows, posting_row, "no entries");
  say_more(session, arguments, page, rows, next);
  return ExitCode::ok;
}

ExitCode show_trial_balance(Session& session, const Arguments& arguments) {
  const Answer answer =
      session.ask(numbered({.method = "GET", .path = "/v1/ledger/trial_balance"}, arguments));
  show_rows(session, answer, answer.body.at("accounts").as_array(), account_row,
            "nothing was ever posted");
  session.say("as of " + member_text(answer.body.as_object(), "as_of") +
              "; a credit is a negative balance, and all add up to 0 in each currency");
  return ExitCode::ok;
}

std::string customer_path(Session& session, const Arguments& arguments) {
  return "/v1/customers/" + customer_id(session, arguments.given("CUSTOMER"));
}

ExitCode show_statement(Session& session, const Arguments& arguments) {
  const auto path = customer_path(session, arguments) + "/statement";
  const Answer answer = session.ask(numbered({.method = "GET", .path = path}, arguments));
  const bj::object page = answer.body.as_object();
  const bj::array& rows = page.at("data").as_array();
  show_rows(session, answer, rows, statement_row, "nothing was posted to them");
  std::string next = "ledger statement " + arguments.given("CUSTOMER");
  if (const auto as_of = arguments.text("--as-of")) next += " --as-of " + *as_of;
  say_more(session, arguments, page, rows, next);
  return ExitCode::ok;
}

ExitCode show_balance(Session& session, const Arguments& arguments) {
  const Answer answer =
      session.ask({.method = "GET", .path = customer_path(session, arguments) + "/balance"});
  show_rows(session, answer, answer.body.at("balances").as_array(), balance_row,
            "nothing was posted to them: they owe nothing");
  return ExitCode::ok;
}

const Parameter customer =
    argument("CUSTOMER", "the customer's id, or its user's id or e-mail address");
const Parameter as_of =
    option("--as-of", "DAY", "as the books were at the end of that UTC day, as in 2026-01-31");
const Parameter after = option("--after", "N", "the page behind the entry of this number");

}  // namespace

std::vector<Command> ledger_commands() {
  return {
      {"ledger entries",
       "list what was posted, oldest first",
       "cleave ledger entries --customer cus_06ammhqmi1t3n4cd7r2k9v8e5s\n"
       "cleave ledger entries --source in_06ammhqmi1t3n4cd7r2k9v8e5s",
       {customer_filter, option("--source", "ID", "only those about this invoice or payment"),
        limit_parameter, after},
       list_entries},
      {"ledger trial-balance",
       "what each account holds of each currency",
       "cleave ledger trial-balance\ncleave ledger trial-balance --as-of 2026-01-31",
       {as_of},
       show_trial_balance},
      {"ledger statement",
       "what was posted to a customer, and what they owed after it",
       "cleave ledger statement cus_06ammhqmi1t3n4cd7r2k9v8e5s --as-of 2026-01-31",
       {customer, as_of, limit_parameter, after},
       show_statement},
      {"ledger balance",
       "what a customer owes now; negative: they have credit",
       "cleave ledger balance cus_06ammhqmi1t3n4cd7r2k9v8e5s",
       {customer},
       show_balance},
  };
}

}  // namespace cli
