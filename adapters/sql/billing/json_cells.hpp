#pragma once

#include <string>
#include <vector>

#include <billing/domain/address.hpp>
#include <billing/domain/invoice.hpp>

// What lies in one cell as JSON, because it is only ever read and written whole.
//   Errors  reading: StoreBroken
namespace sql {

std::string address_text(const billing::Address& address);
billing::Address read_address(const std::string& text);

std::string lines_text(const std::vector<billing::InvoiceLine>& lines);
std::vector<billing::InvoiceLine> read_lines(const std::string& text);

std::string bill_to_text(const billing::BillTo& bill_to);
billing::BillTo read_bill_to(const std::string& text);

}  // namespace sql
