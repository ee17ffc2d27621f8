#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <ports/billing/due_views.hpp>
#include <ports/billing/payment_gateway.hpp>
#include <ports/shared/clock.hpp>
#include <ports/shared/works.hpp>

#include <billing/application/settle_payment.hpp>

namespace billing {

// Collector: gets the money of payments that were started, as a process that is stepped by a thread
// that may be kept waiting: the gateway's calls are made in its step.
//   Once     a payment is looked up before it is charged where it may have been asked for before:
//            its outcome is unknown, it was there when this process began, or what became of an
//            earlier question could not be stored. Only where the gateway has not found it is it
//            charged (again), under the same reference.
//   Nobody   a payment without a method is declined here ("no_payment_method"), and asked of nobody
//   Bounds   a page of payments per step, and so many settlements at once; a payment whose
//            settlement is refused rests before it is turned to again
class Collector {
 public:
  struct Limits {
    std::size_t page = 500;
    std::size_t settling_max = 2'000;
    std::size_t asked_max = 4'000;           // remembered, because their settlement failed too
    std::chrono::milliseconds idle{200};     // between two looks where nothing is due
    std::chrono::milliseconds pause{1'000};  // where settlements are unavailable
    std::chrono::milliseconds rest{60'000};  // of a payment whose settlement is refused
  };
  struct Parts {
    DueViews& due;
    PaymentGateway& gateway;
    shared::Works& works;
    shared::Clock& clock;
    const SettlePayment& settle_payment;
    // Told once of each payment whose settlement is refused.
    std::function<void(const PaymentId&, const shared::Error&)> refused = {};
  };
  // Since the process began.
  struct Counts {
    std::int64_t charged = 0;  // payments that the gateway was asked to charge
    std::int64_t looked_up = 0;
    std::int64_t unanswered = 0;  // of both: nothing came back
    std::int64_t refused = 0;     // settlements that were refused for good
    std::string last_refusal;     // "pay_...: billing.amount_overflow"
  };

  Collector(const Parts& parts, Limits limits) : parts_(parts), limits_(limits) {}
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  // Turns to a page of what is due; when it wants to be stepped again, at the latest (0: at once).
  // What the views throw passes through, and it stands where it stood.
  std::chrono::milliseconds step();

  const Counts& counts() const { return counts_; }

 private:
  // What this process knows of a payment beside what is stored.
  struct Asked {
    std::size_t settling = 0;                  // works that have not ended
    bool look_up_first = false;                // what became of a question could not be stored
    std::chrono::milliseconds rests_until{0};  // monotonic
    bool told = false;                         // that its settlement was refused
    bool seen = true;                          // by this sweep: it is due still
  };
  // What a page comes to.
  struct Sorted {
    std::vector<PaymentId> without_method;
    std::vector<PaymentId> look_ups;
    std::vector<ChargeRequest> charges;
  };

  Sorted sorted(const std::vector<Payment>& page, shared::Instant now);
  bool turn_to(const Payment& payment, shared::Instant now);
  bool in_first_sweep(const Payment& payment);
  void forget_what_is_settled();
  void go_on_behind(const std::vector<Payment>& page);
  void look_up(const std::vector<PaymentId>& references);
  void charge(const std::vector<ChargeRequest>& requests);
  void settle_all(const std::set<PaymentId>& asked, const std::vector<ChargeAnswer>& answers);
  void settle(const PaymentId& id, std::optional<ChargeAnswer> answer);
  void settled(const PaymentId& id, const shared::Done& done);

  Parts parts_;
  Limits limits_;
  Counts counts_;
  std::map<PaymentId, Asked> asked_;
  std::size_t settling_ = 0;
  std::chrono::milliseconds paused_until_{0};  // monotonic
  std::optional<Due> after_;                   // the sweep over what is due goes on behind it
  bool passed_over_ = false;                   // it had no room for some of it
  bool first_sweep_ = true;                    // what was there before this process is looked up
  std::optional<Due> looked_through_;          // by the first sweep: all up to here is
};

}  // namespace billing
