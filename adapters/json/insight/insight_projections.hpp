#pragma once

#include <ports/sync/event_handler.hpp>

#include <insight/application/insight_module.hpp>

// The events of user and billing, into insight's tallies. Each reads no more of them than it
// counts.
//   Errors  apply: insight.event_unreadable
namespace json {

// UserCounter: sign-ups on the day the user was registered, departures on the day they were
// deleted.
class UserCounter final : public sync::Projection {
 public:
  explicit UserCounter(const insight::CountUsers& count) : count_(count) {}

  std::string_view aggregate_type() const override;
  int schema_version_max() const override { return 1; }
  void want(const sync::Event& event) override { count_.want(event.occurred_at); }
  shared::Done apply(const sync::Event& event) override;

 private:
  insight::CountUsers count_;
};

// SubscriptionCounter: on the day of billing's own time on which it changed.
class SubscriptionCounter final : public sync::Projection {
 public:
  explicit SubscriptionCounter(const insight::CountSubscriptions& count) : count_(count) {}

  std::string_view aggregate_type() const override;
  int schema_version_max() const override { return 1; }
  void want(const sync::Event& event) override;
  shared::Done apply(const sync::Event& event) override;

 private:
  insight::CountSubscriptions count_;
};

// PaymentCounter: on the day of billing's own time on which it was settled.
class PaymentCounter final : public sync::Projection {
 public:
  explicit PaymentCounter(const insight::CountPayments& count) : count_(count) {}

  std::string_view aggregate_type() const override;
  int schema_version_max() const override { return 1; }
  void want(const sync::Event& event) override;
  shared::Done apply(const sync::Event& event) override;

 private:
  insight::CountPayments count_;
};

}  // namespace json
