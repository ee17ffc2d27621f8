#pragma once

#include <deque>

#include <ports/billing/payment_gateway.hpp>
#include <ports/shared/clock.hpp>

#include <adapters/gateway/billing/behaviour.hpp>
#include <adapters/sql/query.hpp>
#include <adapters/sql/session.hpp>

namespace gateway {

// SimulatedGateway: a gateway that moves no money, and fails on demand: the payment method says how
// (Behaviour). It has a database of its own, in which every call is on record for ever.
//   Atomic  a call is one transaction, durable before it answers: a power cut loses none of it
//   Once    a reference is captured once; a charge behind that is on record as a repeat
//   Errors  where its database fails, nothing is answered and nothing happened
class SimulatedGateway final : public billing::PaymentGateway {
 public:
  // Brings the database to this binary's schema. Throws as sql::Session and sql::Migrator.
  SimulatedGateway(const sql::Location& at, shared::Clock& clock);

  std::vector<billing::ChargeAnswer> charge(
      std::span<const billing::ChargeRequest> requests) override;
  std::vector<billing::ChargeAnswer> look_up(
      std::span<const billing::PaymentId> references) override;

 private:
  using Answers = std::vector<billing::ChargeAnswer>;
  using Outcome = billing::ChargeAnswer::Outcome;

  // What a question is about, as it stands in a row.
  struct Subject {
    billing::PaymentId reference;
    std::string invoice;  // empty, as all below, where it was never charged
    std::string method;
    std::string currency;
    std::int64_t amount_minor = 0;
  };
  // What is on record of one reference.
  struct Known {
    Subject subject;
    std::int64_t charges = 0;
    std::int64_t look_ups = 0;
    bool captured = false;
    bool pending = false;
    bool declined = false;
    std::string code;
  };
  // One row of the book.
  struct Entry {
    std::string_view call;
    std::string_view outcome;
    std::string_view code = "";
    bool captures = false;
    bool repeats = false;
  };

  template <class Work>
  Answers in_transaction(Work work);
  Known known(const billing::PaymentId& reference);
  void write(const Subject& subject, const Entry& entry);
  void charge_one(const billing::ChargeRequest& request, Answers& answers);
  void charge_new(const Subject& subject, const Known& before, Answers& answers);
  void decline(const Subject& subject, std::string_view code, Answers& answers);
  void look_up_one(const billing::PaymentId& reference, Answers& answers);
  void answer_late(Answers& answers);

  shared::Clock& clock_;
  sql::Session session_;
  sql::Query records_;
  sql::Query declined_before_;
  sql::Query insert_;
  std::deque<billing::PaymentId> late_;  // left pending by this process; a later call answers

  static constexpr std::size_t late_max = 100;
};

}  // namespace gateway
