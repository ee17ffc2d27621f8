#pragma once

#include <string>
#include <utility>
#include <vector>

#include <ports/billing/invoice_views.hpp>

#include <shared/domain/instant.hpp>

namespace documents {

// Issuer: who sends the invoices. What is empty is left out.
struct Issuer {
  std::string name;
  std::string address;  // its lines separated by commas or line breaks
  std::string tax_id;
  std::string footer;  // bank account, legal form, ...
};

// InvoicePage: what an invoice says to a person, in words: the same for the page and the paper.
struct InvoicePage {
  struct Line {
    std::string description;
    std::string period;
    std::string quantity;
    std::string unit;
    std::string amount;
  };
  using Rows = std::vector<std::pair<std::string, std::string>>;

  std::string title;   // "Invoice INV-2026-000001", "Draft invoice"
  std::string status;  // "paid", "open", "overdue", "void", ...
  bool good = false;   // nothing is owed
  std::vector<std::string> issuer;
  std::vector<std::string> bill_to;
  Rows facts;   // dates and numbers
  std::vector<Line> lines;
  Rows totals;  // the last is what remains
  std::string footer;
};

InvoicePage page_of(const billing::InvoiceView& view, const Issuer& issuer, shared::Instant now);

}  // namespace documents
