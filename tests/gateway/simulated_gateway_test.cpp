#include <adapters/gateway/billing/simulated_gateway.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <adapters/gateway/billing/simulated_gateway_records.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <tests/support/temp_folder.hpp>

namespace {

using billing::ChargeAnswer;
using Outcome = ChargeAnswer::Outcome;

std::string word(Outcome outcome) {
  switch (outcome) {
    case Outcome::succeeded:
      return "succeeded";
    case Outcome::declined:
      return "declined";
    case Outcome::pending:
      return "pending";
    case Outcome::not_found:
      return "not_found";
  }
  return "";
}

// "succeeded", "declined:card_declined succeeded", "" for no answer at all.
std::string said(const std::vector<ChargeAnswer>& answers) {
  std::string text;
  for (const auto& answer : answers) {
    if (!text.empty()) text += ' ';
    text += word(answer.outcome) + (answer.code.empty() ? "" : ':' + answer.code);
  }
  return text;
}

class SimulatedGateway : public ::testing::Test {
 protected:
  SimulatedGateway() { open(); }

  void open() {
    gateway.reset();
    gateway.emplace(at(), clock);
  }
  sql::Location at() const { return sql::Sqlite{(folder.path() / "gateway.db").string()}; }
  billing::ChargeRequest request(const std::string& method) {
    return {billing::PaymentId{ids.next()},
            {1250, billing::Currency::stored("eur")},
            method,
            billing::InvoiceId{ids.next()}};
  }
  std::string charge(const billing::ChargeRequest& one) { return said(gateway->charge({&one, 1})); }
  std::string look_up(const billing::ChargeRequest& one) {
    return said(gateway->look_up({&one.reference, 1}));
  }
  billing::GatewayRecord record(const billing::ChargeRequest& one) {
    const auto page = gateway::SimulatedGatewayRecords{at()}.page(one.invoice, std::nullopt, 10);
    EXPECT_EQ(page.rows.size(), 1U);
    return page.rows.empty() ? billing::GatewayRecord{} : page.rows.front();
  }

  test::TempFolder folder;
  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  std::optional<gateway::SimulatedGateway> gateway;
};

struct Method {
  const char* method;
  const char* first;   // what the first charge answers
  const char* looked;  // what a look-up then answers
  const char* second;  // what a charge of the same reference then answers
  int captures;
};

const Method methods[] = {
    {"sim_ok", "succeeded", "succeeded", "succeeded", 1},
    {"sim_ok.of_ada", "succeeded", "succeeded", "succeeded", 1},
    {"sim_declined", "declined:card_declined", "declined:card_declined", "declined:card_declined",
     0},
    {"sim_insufficient_funds", "declined:insufficient_funds", "declined:insufficient_funds",
     "declined:insufficient_funds", 0},
    {"sim_timeout_charged", "", "succeeded", "succeeded", 1},
    {"sim_timeout_lost", "", "not_found", "succeeded", 1},
    {"sim_double", "succeeded succeeded", "succeeded", "succeeded", 1},
    {"sim_declines_once", "declined:card_declined", "declined:card_declined",
     "declined:card_declined", 0},
    {"card_4242", "declined:unknown_method", "declined:unknown_method", "declined:unknown_method",
     0},
    {"sim_okay", "declined:unknown_method", "declined:unknown_method", "declined:unknown_method",
     0},
};

TEST_F(SimulatedGateway, EachMethodFailsInItsOwnWayAndTakesMoneyOnceAtMost) {
  for (const auto& is : methods) {
    const auto one = request(is.method);
    EXPECT_EQ(charge(one), is.first) << is.method;
    EXPECT_EQ(look_up(one), is.looked) << is.method;
    open();  // what is on record outlives the process
    EXPECT_EQ(charge(one), is.second) << is.method;
    EXPECT_EQ(charge(one), is.second) << is.method;
    const auto book = record(one);
    EXPECT_EQ(book.captures, is.captures) << is.method;
    EXPECT_EQ(book.charges, 3) << is.method;
    EXPECT_EQ(book.method, is.method);
    EXPECT_EQ(book.amount_minor, 1250);
  }
}

TEST_F(SimulatedGateway, WhatWasTakenIsNotTakenAgainAndTheTryIsOnRecord) {
  const auto one = request("sim_timeout_charged");
  EXPECT_EQ(charge(one), "");
  EXPECT_EQ(charge(one), "succeeded");
  EXPECT_EQ(record(one).captures, 1);
  EXPECT_EQ(record(one).repeats, 1);
}

TEST_F(SimulatedGateway, TheNextPaymentSucceedsWhereOneIsDeclined) {
  EXPECT_EQ(charge(request("sim_declines_once.ada")), "declined:card_declined");
  EXPECT_EQ(charge(request("sim_declines_once.ada")), "succeeded");
  EXPECT_EQ(charge(request("sim_declines_once.bob")), "declined:card_declined");
}

TEST_F(SimulatedGateway, ALatePaymentSucceedsAtTheThirdLookUp) {
  const auto one = request("sim_late");
  EXPECT_EQ(charge(one), "pending");
  EXPECT_EQ(look_up(one), "pending");
  EXPECT_EQ(look_up(one), "pending");
  EXPECT_EQ(record(one).captures, 0);
  EXPECT_EQ(look_up(one), "succeeded");
  EXPECT_EQ(look_up(one), "succeeded");
  EXPECT_EQ(record(one).captures, 1);
}

TEST_F(SimulatedGateway, ALateAnswerComesWithALaterCharge) {
  const auto late = request("sim_late");
  const auto next = request("sim_ok");
  EXPECT_EQ(charge(late), "pending");
  const auto answers = gateway->charge({&next, 1});
  EXPECT_EQ(said(answers), "succeeded succeeded");
  EXPECT_EQ(answers.at(0).reference, late.reference);
  EXPECT_EQ(answers.at(1).reference, next.reference);
  EXPECT_EQ(record(late).captures, 1);
}

TEST_F(SimulatedGateway, NobodyElseKnowsAReferenceThatWasNeverCharged) {
  EXPECT_EQ(look_up(request("sim_ok")), "not_found");
}

TEST_F(SimulatedGateway, ItsTotalsNameTheInvoicesThatWerePaidTwice) {
  auto first = request("sim_ok");
  auto second = request("sim_ok");
  second.invoice = first.invoice;
  charge(first);
  charge(request("sim_ok"));
  gateway::SimulatedGatewayRecords records{at()};
  EXPECT_EQ(records.totals().captures, 2);
  EXPECT_TRUE(records.totals().captured_twice.empty());
  charge(second);
  const auto totals = records.totals();
  EXPECT_EQ(totals.captures, 3);
  EXPECT_EQ(totals.invoices_captured, 2);
  EXPECT_EQ(totals.captured_twice, std::vector{first.invoice.text()});
}

TEST_F(SimulatedGateway, ItsRecordsComeInPagesInOrderOfReference) {
  for (int i = 0; i < 5; ++i) charge(request("sim_ok"));
  gateway::SimulatedGatewayRecords records{at()};
  std::vector<std::string> seen;
  std::optional<billing::PaymentId> after;
  for (bool more = true; more;) {
    const auto page = records.page(std::nullopt, after, 2);
    for (const auto& row : page.rows) seen.push_back(row.reference);
    after = billing::PaymentId::parse(seen.back());
    more = page.has_more;
  }
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
}

// A process that charges and tells of each answer, until it is killed.
[[noreturn]] void charge_until_killed(const sql::Location& at, int tell) {
  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  gateway::SimulatedGateway gateway{at, clock};
  for (;;) {
    const billing::ChargeRequest one{billing::PaymentId{ids.next()},
                                     {1, billing::Currency::stored("eur")},
                                     "sim_ok",
                                     billing::InvoiceId{ids.next()}};
    if (gateway.charge({&one, 1}).size() == 1 && ::write(tell, "x", 1) != 1) ::_exit(1);
  }
}

TEST_F(SimulatedGateway, WhatItAnsweredSurvivesASigkill) {
  gateway.reset();
  std::int64_t answered = 0;
  std::int64_t captured = 0;
  for (int life = 0; life < 5; ++life) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const auto child = ::fork();
    if (child == 0) charge_until_killed(at(), pipe[1]);
    ::close(pipe[1]);
    char byte = 0;
    const auto enough = answered + 20 + life * 7;
    while (answered < enough && ::read(pipe[0], &byte, 1) == 1) ++answered;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(pipe[0], &byte, 1) == 1) ++answered;
    ::close(pipe[0]);
    open();
    captured = gateway::SimulatedGatewayRecords{at()}.totals().captures;
    gateway.reset();
    ASSERT_GE(captured, answered) << "an answered charge is gone";
    ASSERT_LE(captured, answered + life + 1) << "more than the one call of each life that was open";
  }
  EXPECT_GT(answered, 100);
}

}  // namespace
