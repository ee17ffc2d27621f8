#pragma once

#include <span>
#include <string>
#include <vector>

#include <billing/domain/billing_ids.hpp>
#include <billing/domain/money.hpp>

namespace billing {

// ChargeRequest: take this money from that method, once under this reference.
struct ChargeRequest {
  PaymentId reference;
  Money amount;
  std::string method;  // the gateway's token
  InvoiceId invoice;   // what it is for: the gateway keeps that with what it took
};

// ChargeAnswer: what the gateway says of one reference.
struct ChargeAnswer {
  enum class Outcome {
    succeeded,
    declined,   // for good, under this reference
    pending,    // not decided yet: look it up later
    not_found,  // it never heard of this reference: only look_up says so
  };
  PaymentId reference;
  Outcome outcome = Outcome::pending;
  std::string code;  // of a decline: "card_declined", "insufficient_funds", ...
};

// PaymentGateway: who moves the money. Both calls may take long and must not be made in a lane.
//   Each answer names its reference. An answer may be missing (a time-out: nobody knows), come
//   twice, or belong to an earlier question. A reference is charged at most once, however often it
//   is asked for. Neither throws.
class PaymentGateway {
 public:
  virtual ~PaymentGateway() = default;
  virtual std::vector<ChargeAnswer> charge(std::span<const ChargeRequest> requests) = 0;
  virtual std::vector<ChargeAnswer> look_up(std::span<const PaymentId> references) = 0;
};

}  // namespace billing
