#pragma once

#include <string>

#include <adapters/cli/command.hpp>
#include <adapters/cli/session.hpp>

// What the commands of invoices have in common.
namespace cli {

inline const Parameter invoice_argument = argument("INVOICE", "the invoice's id");

// "/v1/invoices/in_...".
std::string invoice_path(const Arguments& arguments);

// An invoice, and what is charged line by line.
void show_invoice(Session& session, const Answer& answer);

}  // namespace cli
