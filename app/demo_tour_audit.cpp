#include <algorithm>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>
#include <app/demo_audit.hpp>
#include <app/demo_tour.hpp>
#include <app/demo_wait.hpp>

namespace app::demo {
namespace {

using namespace std::chrono_literals;

constexpr auto settle_max = 30s;
constexpr auto count_max = 15s;
constexpr std::size_t shown_max = 5;

// A claim that holds where nothing is unlike; else a few of what is.
void check(Display& display, const Unlike& unlike, const std::string& claim) {
  if (display.check(unlike.empty(), claim)) return;
  for (std::size_t i = 0; i < std::min(unlike.size(), shown_max); ++i) {
    display.say("differs", unlike[i]);
  }
}

}  // namespace

void Tour::audit() {
  display_.chapter("Billing, its gateway, the books, user and insight, side by side");
  if (!becomes([this] { return sync_of(*client_).all_settled(); }, settle_max)) {
    throw cli::Stop(cli::ExitCode::internal, "some followers did not come into step",
                    "read " + installation_.facts().output.string());
  }
  const auto books = books_of(*client_);
  audit_invoices(books);
  audit_payments(books);
  audit_ledger(books);
  audit_copies(books);
  totals_.subscriptions = books.subscriptions.size();
  totals_.invoices = books.invoices.size() - count_of(books.invoices, "draft");
  totals_.received = amounts_text(received(books));
}

void Tour::audit_invoices(const Books& books) {
  auto unlike = unlike_one_invoice_a_period(books);
  if (books.subscriptions.size() != subscribers_->users().size()) unlike.push_back("their number");
  check(display_, unlike,
        count_text(books.subscriptions.size(), "subscription") +
            ": each period has exactly one invoice, over both crashes");
  const auto report = client_->get("/v1/invoices/number_gaps").body;
  std::uint64_t numbered = 0;
  std::string series;
  for (const auto& value : list_of(report, "series")) {
    numbered += number_of(value.as_object(), "issued");
    series += (series.empty() ? "" : ", ") + text_of(value.as_object(), "series");
  }
  const auto issued = books.invoices.size() - count_of(books.invoices, "draft");
  display_.check(report.at("gapless").as_bool() && numbered == issued,
                 count_text(issued, "invoice") + " issued, numbered without a gap: " + series);
}

void Tour::audit_payments(const Books& books) {
  std::uint64_t captures = 0;
  for (const auto& record : books.records) captures += record.captures;
  auto unlike = unlike_the_gateway(books);
  if (captures != count_of(books.invoices, "paid")) unlike.push_back("the number of captures");
  check(display_, unlike,
        "the gateway's own book: money was taken " + count_text(captures, "time") + " for " +
            count_text(count_of(books.invoices, "paid"), "paid invoice") + ", " +
            amounts_text(received(books)) + "; never twice, and never unknown to billing");
  const auto payment = std::ranges::find(books.payments, lost_, &Payment::id);
  const auto record = std::ranges::find(books.records, lost_, &Record::payment);
  const bool found = payment != books.payments.end() && payment->status == "succeeded" &&
                     record != books.records.end() && record->charges == 1 &&
                     record->look_ups > 0 && record->captures == 1;
  display_.check(found, "the lost answer was found by looking it up: asked for once, taken once");
}

void Tour::audit_ledger(const Books& books) {
  check(display_, unlike_zero(books), "the trial balance adds up to zero in each currency");
  check(display_, unlike_the_ledger(books),
        "the ledger holds what invoices and payments say: receivable is what " +
            count_text(count_of(books.invoices, "open"), "open invoice") + " lack, " +
            amounts_text(owed(books)));
}

void Tour::audit_copies(const Books& books) {
  const auto copies = copies_of(*client_, subscribers_->users());
  const auto entitled = std::ranges::count_if(
      copies, [](const auto& copy) { return !copy.second.entitlements.empty(); });
  check(display_, unlike_the_copies(books, copies),
        "user's own copy of the subscriptions is billing's: " +
            count_text(static_cast<std::uint64_t>(entitled), "user") +
            " entitled to what was sold");
  const auto should = counts_of(books);
  Counts counts;
  // A process of its own asks billing what day it is every few seconds.
  becomes([&] { return (counts = counts_of(*client_)) == should; }, count_max);
  display_.check(
      counts == should,
      "insight counts the same: " +
          count_text(static_cast<std::uint64_t>(counts.active), "active subscription") + ", " +
          amounts_text(counts.mrr) + " a month, " +
          count_text(static_cast<std::uint64_t>(counts.failed_payments), "failed payment"));
}

}  // namespace app::demo
