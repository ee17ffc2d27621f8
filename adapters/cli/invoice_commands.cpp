#include <adapters/cli/command.hpp>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/invoice_words.hpp>
#include <adapters/cli/output_file.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts invoice_row = {{"ID", "id"},
                           {"NUMBER", "number"},
                           {"STATUS", "status"},
                           {"TOTAL", "total_minor", As::money},
                           {"REMAINING", "amount_remaining_minor", As::money, false, true},
                           {"DUE", "due_at", As::time, false, true},
                           {"CUSTOMER", "customer_id", As::text, false, true}};

const Parts series_row = {{"SERIES", "series"},
                          {"FIRST", "first", As::number},
                          {"LAST", "last", As::number},
                          {"ISSUED", "issued", As::number},
                          {"MISSING", "missing", As::text, true}};

ExitCode list_invoices(Session& session, const Arguments& arguments) {
  show_list(session, arguments, "/v1/invoices", "invoice list",
            {{"--subscription", "subscription_id"}, {"--status", "status"}}, invoice_row,
            "no invoices");
  return ExitCode::ok;
}

ExitCode show(Session& session, const Arguments& arguments) {
  show_invoice(session, session.ask({.method = "GET", .path = invoice_path(arguments)}));
  return ExitCode::ok;
}

ExitCode save(Session& session, const Arguments& arguments, const std::string& kind,
              std::string type) {
  const std::string& path = arguments.given("-o");
  const Call call{
      .method = "GET", .path = invoice_path(arguments) + "/" + kind, .accept = std::move(type)};
  const http::Response document = session.fetch(call);
  OutputFile file(path, OutputFile::Readers::as_usual);
  file.write(document.body);
  file.keep();
  session.say("wrote " + path);
  return ExitCode::ok;
}

ExitCode save_html(Session& session, const Arguments& arguments) {
  return save(session, arguments, "html", "text/html");
}

ExitCode save_pdf(Session& session, const Arguments& arguments) {
  return save(session, arguments, "pdf", "application/pdf");
}

// Ends with 1 where a number is missing, so that a script notices.
ExitCode show_gaps(Session& session, const Arguments&) {
  Answer answer = session.ask({.method = "GET", .path = "/v1/invoices/number_gaps"});
  const bj::object report = answer.body.as_object();
  answer.body = bj::object{{"data", report.at("series")}, {"has_more", false}};
  show_page(session, answer, series_row, "no invoice has a number yet");
  for (const auto& series : report.at("series").as_array()) {
    const auto* explained = series.as_object().if_contains("explained");
    if (explained == nullptr) continue;  // of an older server
    for (const auto& gap : explained->as_array()) {
      session.say(std::string{gap.at("first").as_string()} + " to " +
                  std::string{gap.at("last").as_string()} +
                  " are not missing: " + std::string{gap.at("reason").as_string()});
    }
  }
  if (report.at("gapless").as_bool()) return ExitCode::ok;
  session.say("numbers are missing: run cleave doctor, and keep a copy of the data folder");
  return ExitCode::refused;
}

const Parameter output = required_option("-o", "FILE", "where it is written");

}  // namespace

std::vector<Command> invoice_commands() {
  return {
      {"invoice list",
       "list invoices, oldest first",
       "cleave invoice list\ncleave invoice list --customer cus_06ammhqmi1t3n4cd7r2k9v8e5s "
       "--status open",
       {customer_filter, option("--subscription", "ID", "only those of this subscription"),
        choice("--status", "STATUS", {"draft", "open", "paid", "void", "uncollectible"},
               "only those"),
        limit_parameter, starting_after_parameter},
       list_invoices},
      {"invoice show",
       "show one invoice, line by line",
       "cleave invoice show in_06ammhqmi1t3n4cd7r2k9v8e5s",
       {invoice_argument},
       show},
      {"invoice html",
       "write an invoice as a page of HTML",
       "cleave invoice html in_06ammhqmi1t3n4cd7r2k9v8e5s -o invoice.html",
       {invoice_argument, output},
       save_html},
      {"invoice pdf",
       "write an invoice as PDF",
       "cleave invoice pdf in_06ammhqmi1t3n4cd7r2k9v8e5s -o invoice.pdf",
       {invoice_argument, output},
       save_pdf},
      {"invoice gaps",
       "look whether all invoice numbers are there",
       "cleave invoice gaps",
       {},
       show_gaps},
  };
}

}  // namespace cli
