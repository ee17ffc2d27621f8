#pragma once

#include <string>

#include <adapters/documents/billing/invoice_page.hpp>

namespace documents {

// A whole HTML page that needs nothing else: no script, no font, no image. Every text of others is
// escaped.
std::string to_html(const InvoicePage& page);

}  // namespace documents
