#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <adapters/memory/billing/memory_billing.hpp>
#include <adapters/memory/billing/memory_subscriptions.hpp>

#include <ports/billing/due_views.hpp>

namespace memory {

// MemoryDueViews: what waits for its time, read from rows in memory as they are.
class MemoryDueViews final : public billing::DueViews {
 public:
  struct Rows {
    const MemorySubscriptions& subscriptions;
    const MemoryInvoices& invoices;
    const MemoryPayments& payments;
    const MemoryRevenueSchedules& schedules;
    const MemoryClockSettings& clock;
  };
  explicit MemoryDueViews(const Rows& rows) : rows_(rows) {}

  std::vector<billing::Due> subscriptions(shared::Instant as_of,
                                          const std::optional<billing::Due>& after,
                                          std::size_t limit) override {
    std::vector<billing::Due> due;
    for (const auto& [id, row] : rows_.subscriptions.rows()) {
      add(due, id.text(), row.fields().due_at, as_of, after);
    }
    return first(std::move(due), limit);
  }
  std::vector<billing::Due> drafts(shared::Instant as_of, const std::optional<billing::Due>& after,
                                   std::size_t limit) override {
    std::vector<billing::Due> due;
    for (const auto& [id, row] : rows_.invoices.rows()) {
      if (row.fields().status == billing::InvoiceStatus::draft) {
        add(due, id.text(), row.fields().finalize_at, as_of, after);
      }
    }
    return first(std::move(due), limit);
  }
  std::vector<billing::Payment> payments(shared::Instant as_of,
                                         const std::optional<billing::Due>& after,
                                         std::size_t limit) override {
    std::vector<billing::Due> due;
    for (const auto& [id, row] : rows_.payments.rows()) {
      add(due, id.text(), row.fields().next_at, as_of, after);
    }
    std::vector<billing::Payment> payments;
    for (const auto& one : first(std::move(due), limit)) {
      payments.push_back(rows_.payments.rows().at(*billing::PaymentId::parse(one.id)));
    }
    return payments;
  }
  std::vector<billing::InvoiceId> schedules(billing::LocalDate today,
                                            const std::optional<billing::InvoiceId>& after,
                                            std::size_t limit) override {
    std::vector<billing::InvoiceId> due;
    for (const auto& [id, row] : rows_.schedules.rows()) {
      if (due.size() == limit) break;
      if (row.next_on && *row.next_on < today && (!after || *after < id)) due.push_back(id);
    }
    return due;
  }
  Next next(shared::Instant behind) override {
    Next next;
    for (const auto& [id, row] : rows_.clock.rows()) next.ahead_ms = row.ahead_ms;
    const auto take = [&](const std::optional<shared::Instant>& at) {
      if (at && *at > behind) next.at = std::min(next.at.value_or(*at), *at);
    };
    for (const auto& [id, row] : rows_.subscriptions.rows()) take(row.fields().due_at);
    for (const auto& [id, row] : rows_.invoices.rows()) {
      if (row.fields().status == billing::InvoiceStatus::draft) take(row.fields().finalize_at);
    }
    for (const auto& [id, row] : rows_.payments.rows()) take(row.fields().next_at);
    // A day is earned when it is over.
    for (const auto& [id, row] : rows_.schedules.rows()) {
      if (row.next_on) take(std::chrono::sys_days{*row.next_on} + std::chrono::days{1});
    }
    return next;
  }

 private:
  static void add(std::vector<billing::Due>& due, std::string id,
                  const std::optional<shared::Instant>& at, shared::Instant as_of,
                  const std::optional<billing::Due>& after) {
    if (!at || *at > as_of) return;
    billing::Due one{std::move(id), *at};
    if (!after || std::tie(after->at, after->id) < std::tie(one.at, one.id)) {
      due.push_back(std::move(one));
    }
  }
  static std::vector<billing::Due> first(std::vector<billing::Due> due, std::size_t limit) {
    std::ranges::sort(due, {}, [](const auto& one) { return std::tie(one.at, one.id); });
    if (due.size() > limit) due.resize(limit);
    return due;
  }

  Rows rows_;
};

}  // namespace memory
