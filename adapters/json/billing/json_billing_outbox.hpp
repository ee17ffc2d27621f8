#pragma once

#include <ports/billing/billing_outbox.hpp>
#include <ports/sync/outbox.hpp>

namespace json {

// JsonBillingOutbox: the module's events as drafts of its log.
class JsonBillingOutbox final : public billing::BillingOutbox {
 public:
  explicit JsonBillingOutbox(sync::Outbox& outbox) : outbox_(outbox) {}

  void append(const billing::events::BillingEvent& event) override;

 private:
  sync::Outbox& outbox_;
};

}  // namespace json
