#pragma once

#include <adapters/sql/billing/filtered_lists.hpp>
#include <adapters/sql/query.hpp>

#include <ports/billing/invoice_views.hpp>

namespace sql {

// SqlInvoiceViews: invoice as readers see it, drafts with whom their customer is now.
class SqlInvoiceViews final : public billing::InvoiceViews {
 public:
  explicit SqlInvoiceViews(Session& reader);

  std::optional<billing::InvoiceView> find(const billing::InvoiceId& id) override;
  billing::Page<billing::InvoiceView> page(const billing::InvoiceFilter& filter,
                                           std::optional<billing::InvoiceId> after,
                                           std::size_t limit) override;
  std::vector<billing::NumberGaps> number_gaps() override;

 private:
  Query find_;
  FilteredLists pages_;
  Query gaps_;
};

}  // namespace sql
