#pragma once

#include <string>

#include <adapters/memory/memory_rows.hpp>

#include <ports/billing/billing_rows.hpp>

// Billing's rows in memory, for tests of what stands on its ports.
namespace memory {

// KeyOfAggregate: the key of whatever keeps its id among its fields.
struct KeyOfAggregate {
  auto operator()(const auto& row) const { return row.fields().id; }
};

using MemoryProducts = MemoryRows<billing::ProductId, billing::Product, KeyOfAggregate>;
using MemoryPrices = MemoryRows<billing::PriceId, billing::Price, KeyOfAggregate>;
using MemoryInvoices = MemoryRows<billing::InvoiceId, billing::Invoice, KeyOfAggregate>;
using MemoryPayments = MemoryRows<billing::PaymentId, billing::Payment, KeyOfAggregate>;

struct KeyOfRevenueSchedule {
  billing::InvoiceId operator()(const billing::RevenueSchedule& row) const { return row.invoice; }
};
using MemoryRevenueSchedules =
    MemoryRows<billing::InvoiceId, billing::RevenueSchedule, KeyOfRevenueSchedule>;

struct KeyOfCustomerCredit {
  billing::CustomerCredit::Key operator()(const billing::CustomerCredit& row) const {
    return row.key;
  }
};
using MemoryCustomerCredits =
    MemoryRows<billing::CustomerCredit::Key, billing::CustomerCredit, KeyOfCustomerCredit>;

struct KeyOfPaymentReference {
  billing::PaymentReference::Key operator()(const billing::PaymentReference& row) const {
    return row.key;
  }
};
using MemoryPaymentReferences =
    MemoryRows<billing::PaymentReference::Key, billing::PaymentReference, KeyOfPaymentReference>;

struct KeyOfNumberSeries {
  std::string operator()(const billing::NumberSeries& row) const { return row.name; }
};
using MemoryNumberSeries = MemoryRows<std::string, billing::NumberSeries, KeyOfNumberSeries>;

struct KeyOfClockSetting {
  std::string operator()(const billing::ClockSetting& row) const { return row.id; }
};
using MemoryClockSettings = MemoryRows<std::string, billing::ClockSetting, KeyOfClockSetting>;

}  // namespace memory
