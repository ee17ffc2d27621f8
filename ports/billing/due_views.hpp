#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <billing/domain/billing_ids.hpp>
#include <billing/domain/calendar.hpp>
#include <billing/domain/payment.hpp>
#include <shared/domain/instant.hpp>

namespace billing {

// Due: one thing whose time has come, and where it stands in the order of (time, id).
struct Due {
  std::string id;  // "sub_...", "in_..."
  shared::Instant at;

  auto operator<=>(const Due&) const = default;
};

// DueViews: what waits for its time: durable state only, in pages behind `after` (nothing: from the
// start), at most `limit`, all indexed.
class DueViews {
 public:
  virtual ~DueViews() = default;
  // Subscriptions whose due_at is at or before `as_of`.
  virtual std::vector<Due> subscriptions(shared::Instant as_of, const std::optional<Due>& after,
                                         std::size_t limit) = 0;
  // Drafts whose finalize_at is at or before `as_of`.
  virtual std::vector<Due> drafts(shared::Instant as_of, const std::optional<Due>& after,
                                  std::size_t limit) = 0;
  // Payments, pending or unknown, whose next_at is at or before `as_of`, in order of (next_at, id).
  virtual std::vector<Payment> payments(shared::Instant as_of, const std::optional<Due>& after,
                                        std::size_t limit) = 0;
  // Invoices whose revenue schedule has days before `today` to recognize, in order of id.
  virtual std::vector<InvoiceId> schedules(LocalDate today, const std::optional<InvoiceId>& after,
                                           std::size_t limit) = 0;
  // How far billing's clock is ahead, and when the next of all of these comes due behind `behind`.
  struct Next {
    std::int64_t ahead_ms = 0;
    std::optional<shared::Instant> at;
  };
  virtual Next next(shared::Instant behind) = 0;
};

}  // namespace billing
