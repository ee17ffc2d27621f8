#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

#include <adapters/memory/billing/memory_due_views.hpp>

#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <ports/shared/works.hpp>

#include <billing/domain/billing_errors.hpp>

#include <tests/billing/use_cases.hpp>

// What a process of billing's stands on, where the test is the thread and the time.
namespace billing_test {

class TestClock final : public shared::Clock {
 public:
  shared::Instant now() override { return wall; }
  std::chrono::milliseconds monotonic() override { return up; }
  void pass(std::chrono::milliseconds time) {
    wall += time;
    up += time;
  }

  shared::Instant wall = at("2026-01-31T10:00Z");
  std::chrono::milliseconds up{0};
};

class TestIds final : public shared::Ids {
 public:
  shared::Uuid next() override {
    shared::Uuid id;
    ++drawn_;
    for (std::size_t i = 0; i < 8; ++i) {
      id.bytes[i] = static_cast<std::uint8_t>(drawn_ >> (8 * (7 - i)));
    }
    return id;
  }

 private:
  std::uint64_t drawn_ = 0;
};

// TestWorks: a lane that runs what it was given when the test says so, or gives it back.
class TestWorks final : public shared::Works {
 public:
  void submit(shared::Work work) override { waiting_.push_back(std::move(work)); }

  // Runs so many of them.
  void run(std::size_t most = SIZE_MAX) {
    for (; most > 0 && !waiting_.empty(); --most) {
      auto work = std::move(waiting_.front());
      waiting_.pop_front();
      work.ended(outcome(work));
    }
  }
  // Those that wait are lost, as with a process that was killed.
  void lose() { waiting_.clear(); }
  std::size_t waiting() const { return waiting_.size(); }

  int refuse = 0;       // so many of the next ones are refused
  int unavailable = 0;  // or do not even begin
  int forget = 0;       // or take effect, and nobody hears of it
  int ran = 0;

 private:
  shared::Done outcome(shared::Work& work) {
    if (unavailable > 0 && unavailable-- > 0) return shared::refuse(away());
    for (int round = 0; round < Module::rounds; ++round) work.want();
    if (refuse > 0 && refuse-- > 0) return shared::refuse(billing::errors::amount_overflow());
    ++ran;
    auto done = work.decide();
    if (forget > 0 && forget-- > 0) return shared::refuse(away());
    return done;
  }
  static shared::Error away() {
    return {shared::ErrorKind::unavailable, "test.away", "The store is away.", ""};
  }

  std::deque<shared::Work> waiting_;
};

// A module with what its processes need beside it.
struct Processes : Module {
  explicit Processes(const billing::BillingRules& said = {}) : Module(said) {}

  TestClock time;
  TestIds ids;
  TestWorks works;
  memory::MemoryDueViews due{{subscriptions, invoices, payments, schedules, clock}};

  // A customer of that number who pays with a method (empty: with none), and a subscription of
  // theirs that is paid for.
  void subscribed(std::uint8_t number, const std::string& payment_method = "tok_1") {
    const auto customer = id_of<billing::CustomerId>(number);
    know(customer, "UTC");
    if (!payment_method.empty()) {
      (void)run(module.set_billing_profile, {.id = customer,
                                             .expected_version = {},
                                             .currency = "eur",
                                             .tax_id = {},
                                             .address = {},
                                             .payment_method = payment_method});
    }
    (void)run(module.subscribe, {.id = id_of<billing::SubscriptionId>(number),
                                 .invoice = id_of<billing::InvoiceId>(number),
                                 .payment = id_of<billing::PaymentId>(number),
                                 .customer = customer,
                                 .price = price,
                                 .quantity = 1,
                                 .trial_days = 0,
                                 .at = time.now()});
  }
  void paid(std::uint8_t number) {
    const auto id = id_of<billing::PaymentId>(number);
    (void)run(module.settle_payment,
              {.id = id,
               .answer = billing::ChargeAnswer{id, billing::ChargeAnswer::Outcome::succeeded, ""},
               .at = time.now()});
  }
};

}  // namespace billing_test
