#pragma once

#include <string>

#include <adapters/documents/billing/invoice_page.hpp>

#include <shared/domain/instant.hpp>

namespace documents {

// The same on A4, with its fonts inside, as many pages as its lines take. The same page and time
// give the same bytes.
//   Errors  throws std::runtime_error where the paper cannot be drawn (no memory)
std::string to_pdf(const InvoicePage& page, shared::Instant made_at);

}  // namespace documents
