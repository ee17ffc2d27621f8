#include <adapters/cli/command.hpp>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/invoice_words.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts started_payment = {
    {"ID", "id"},     {"INVOICE", "invoice_id"}, {"AMOUNT", "amount_minor", As::money},
    {"KIND", "kind"}, {"STATUS", "status"},      {"VERSION", "version"}};

void change(Session& session, const Arguments& arguments, const std::string& verb,
            const std::string& done) {
  const Answer answer = session.ask({.method = "POST",
                                     .path = invoice_path(arguments) + "/" + verb,
                                     .if_version = arguments.number("--if-version")});
  show_invoice(session, answer);
  say_done(session, done, answer);
}

ExitCode finalize(Session& session, const Arguments& arguments) {
  change(session, arguments, "finalize", "issued " + arguments.given("INVOICE"));
  return ExitCode::ok;
}

ExitCode void_it(Session& session, const Arguments& arguments) {
  const std::string& id = arguments.given("INVOICE");
  session.confirm("Void invoice " + id + " for good? Its number stays used.");
  change(session, arguments, "void", "voided " + id);
  return ExitCode::ok;
}

ExitCode give_up(Session& session, const Arguments& arguments) {
  const std::string& id = arguments.given("INVOICE");
  session.confirm("Book what remains of invoice " + id + " as bad debt?");
  change(session, arguments, "mark_uncollectible", "gave up " + id);
  session.say("money that comes all the same: cleave invoice record-payment " + id +
              " --amount AMOUNT --reference TEXT");
  return ExitCode::ok;
}

ExitCode pay(Session& session, const Arguments& arguments) {
  const Answer answer =
      ask_once(session, arguments, {.method = "POST", .path = invoice_path(arguments) + "/pay"});
  show_one(session, answer, started_payment);
  say_done(session, "a payment was started", answer);
  session.say("what comes of it: cleave payment show " +
              member_text(answer.body.as_object(), "id"));
  return ExitCode::ok;
}

ExitCode record_payment(Session& session, const Arguments& arguments) {
  require_one_amount(arguments, "invoice record-payment");
  const std::string path = invoice_path(arguments);
  const auto amount = amount_minor(session, arguments, [&] {
    const Answer invoice = session.ask({.method = "GET", .path = path});
    return member_text(invoice.body.as_object(), "currency");
  });
  bj::object body{{"amount_minor", *amount}, {"reference", arguments.given("--reference")}};
  const Answer answer = ask_once(
      session, arguments, {.method = "POST", .path = path + "/payments", .body = std::move(body)});
  show_one(session, answer, started_payment);
  say_done(session, "recorded; see: cleave invoice show " + arguments.given("INVOICE"), answer);
  return ExitCode::ok;
}

}  // namespace

std::vector<Command> invoice_change_commands() {
  return {
      {"invoice finalize",
       "issue a draft, before it is issued by itself",
       "cleave invoice finalize in_06ammhqmi1t3n4cd7r2k9v8e5s",
       {invoice_argument, if_version_parameter},
       finalize},
      {"invoice void",
       "void an invoice that should not have been",
       "cleave invoice void in_06ammhqmi1t3n4cd7r2k9v8e5s --yes",
       {invoice_argument, if_version_parameter},
       void_it},
      {"invoice uncollectible",
       "believe no more that an invoice will be paid",
       "cleave invoice uncollectible in_06ammhqmi1t3n4cd7r2k9v8e5s --yes",
       {invoice_argument, if_version_parameter},
       give_up},
      {"invoice pay",
       "charge what remains of an invoice again",
       "cleave invoice pay in_06ammhqmi1t3n4cd7r2k9v8e5s",
       {invoice_argument, idempotency_key_parameter},
       pay},
      {"invoice record-payment",
       "say that money for an invoice came another way",
       "cleave invoice record-payment in_06ammhqmi1t3n4cd7r2k9v8e5s --amount 12.50 "
       "--reference \"bank transfer of 1 March\"",
       {invoice_argument, amount_parameter, amount_minor_parameter,
        required_option("--reference", "TEXT", "what the bank wrote, or you would"),
        idempotency_key_parameter},
       record_payment},
  };
}

}  // namespace cli
