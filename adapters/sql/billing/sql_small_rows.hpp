#pragma once

#include <functional>
#include <string>

#include <adapters/sql/sql_rows.hpp>

#include <ports/billing/billing_rows.hpp>

namespace sql {

// CustomerCreditRow: how a customer's money lies in customer_credit.
struct CustomerCreditRow {
  using Key = billing::CustomerCredit::Key;
  using Row = billing::CustomerCredit;
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
      return UuidHash{}(key.customer) ^ std::hash<std::string>{}(key.currency);
    }
  };

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.key; }
  static void write(SetWrite& cells, const Row& row) { cells.cell(row.credit_minor); }
  static Row read(const SetRead& cells);
};
using SqlCustomerCredits = SqlRows<CustomerCreditRow>;

// PaymentReferenceRow: how a reference lies in payment_reference.
struct PaymentReferenceRow {
  using Key = billing::PaymentReference::Key;
  using Row = billing::PaymentReference;
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
      return UuidHash{}(key.invoice) ^ std::hash<std::string>{}(key.reference);
    }
  };

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.key; }
  static void write(SetWrite& cells, const Row& row) { cells.cell(row.payment.text()); }
  static Row read(const SetRead& cells);
};
using SqlPaymentReferences = SqlRows<PaymentReferenceRow>;

// NumberSeriesRow: how a series lies in number_series.
struct NumberSeriesRow {
  using Key = std::string;
  using Row = billing::NumberSeries;
  using Hash = std::hash<std::string>;

  static const Table& table();
  static const std::string& text(const Key& key) { return key; }
  static const Key& key_of(const Row& row) { return row.name; }
  static void write(SetWrite& cells, const Row& row) { cells.cell(row.next); }
  static Row read(const SetRead& cells) { return {cells.text(0), cells.number(1)}; }
};
using SqlNumberSeries = SqlRows<NumberSeriesRow>;

// ClockSettingRow: how the clock's setting lies in clock_setting.
struct ClockSettingRow {
  using Key = std::string;
  using Row = billing::ClockSetting;
  using Hash = std::hash<std::string>;

  static const Table& table();
  static const std::string& text(const Key& key) { return key; }
  static const Key& key_of(const Row& row) { return row.id; }
  static void write(SetWrite& cells, const Row& row) { cells.cell(row.version).cell(row.ahead_ms); }
  static Row read(const SetRead& cells) {
    return {cells.text(0), cells.number(1), cells.number(2)};
  }
};
using SqlClockSettings = SqlRows<ClockSettingRow>;

}  // namespace sql
