#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <billing/domain/billing_ids.hpp>
#include <billing/domain/customer_id.hpp>
#include <billing/domain/money.hpp>
#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// pending: started, and the gateway is to be asked. unknown: it was asked, and what came of it is
// not known yet; it is looked up before anything else is tried.
enum class PaymentStatus { pending, unknown, succeeded, failed };

std::string_view to_text(PaymentStatus status);
std::optional<PaymentStatus> parse_payment_status(std::string_view text);

// Payment: one try to get an invoice's money. Its id is the reference under which the gateway is
// asked, so that however often it is asked it charges once.
//   Units   version counts the changes from 1
class Payment {
 public:
  struct Fields {
    PaymentId id;
    std::int64_t version = 1;
    InvoiceId invoice;
    CustomerId customer;
    Money amount;
    // "card": through the gateway; "external": money that came another way, told by a person.
    std::string kind = "card";
    std::string method;     // the gateway's token of what is charged; empty: there is none
    // Up to 200 characters: of an external payment what the bank wrote, of one that was settled by
    // hand why.
    std::string reference;
    PaymentStatus status = PaymentStatus::pending;
    std::string failure;       // why it failed: the gateway's code, such as "card_declined"
    std::int64_t lookups = 0;  // that were put off, each for longer than the last
    std::optional<shared::Instant> next_at;  // when the collector turns to it; nothing: settled
    shared::Instant created_at;
    shared::Instant updated_at;

    bool operator==(const Fields&) const = default;
  };

  explicit Payment(Fields fields) : fields_{std::move(fields)} {}

  bool settled() const {
    return fields_.status == PaymentStatus::succeeded || fields_.status == PaymentStatus::failed;
  }

  // The gateway took the money. Also behind a failure: then the gateway had the last word late.
  // false: that is known already.
  bool succeed(shared::Instant now);
  // false: it is settled already.
  bool fail(std::string code, shared::Instant now);
  // No answer, or not a final one: it is looked up later: behind 10 s, then 1 min, 5 min, 30 min,
  // 2 h, 12 h, then every day. false: it is settled already.
  bool unclear(shared::Instant now);
  // The gateway knows no such payment: it is asked again at once, under the same reference; where
  // that is unclear too, the waits go on growing. false: it is not unknown.
  bool ask_again(shared::Instant now);
  // What is unknown is due to be looked up now. false: it is due already, or settled.
  bool hurry(shared::Instant now);
  // What a person says of it who is about to settle it.
  void note(std::string reason) { fields_.reference = std::move(reason); }

  const Fields& fields() const { return fields_; }
  bool operator==(const Payment&) const = default;

 private:
  void changed(shared::Instant now);

  Fields fields_;
};

}  // namespace billing
