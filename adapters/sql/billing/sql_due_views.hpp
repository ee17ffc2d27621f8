#pragma once

#include <adapters/sql/query.hpp>

#include <ports/billing/due_views.hpp>

namespace sql {

// SqlDueViews: what waits for its time, each list over an index of its own.
class SqlDueViews final : public billing::DueViews {
 public:
  explicit SqlDueViews(Session& reader);

  std::vector<billing::Due> subscriptions(shared::Instant as_of,
                                          const std::optional<billing::Due>& after,
                                          std::size_t limit) override;
  std::vector<billing::Due> drafts(shared::Instant as_of, const std::optional<billing::Due>& after,
                                   std::size_t limit) override;
  std::vector<billing::Payment> payments(shared::Instant as_of,
                                         const std::optional<billing::Due>& after,
                                         std::size_t limit) override;
  std::vector<billing::InvoiceId> schedules(billing::LocalDate today,
                                            const std::optional<billing::InvoiceId>& after,
                                            std::size_t limit) override;
  Next next(shared::Instant behind) override;

 private:
  Query subscriptions_;
  Query drafts_;
  Query payments_;
  Query schedules_;
  Query next_;
};

}  // namespace sql
