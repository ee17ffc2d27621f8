#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <app/demo_client.hpp>

// What each of those who had a part in it says of the same month: billing, its gateway, the books,
// the user module, insight. All of it read over HTTP, every list to its end.
namespace app::demo {

// In minor units, by currency; none that is zero.
using Amounts = std::map<std::string, std::int64_t>;

struct Subscription {
  std::string id;
  std::string user;
  std::string status;
  std::string currency;
  std::int64_t amount_minor = 0;  // a period
  std::string interval;           // "month" | "year"
  bool entitled = false;
  std::vector<std::string> entitlements;
  std::string period_start;
  std::string period_end;
};

struct Invoice {
  std::string id;
  std::string subscription;
  std::string status;
  std::string number;  // empty while it is a draft
  std::string currency;
  std::int64_t total_minor = 0;
  std::int64_t paid_minor = 0;
  std::int64_t remaining_minor = 0;
  std::string period_start;
  std::string period_end;
};

struct Payment {
  std::string id;
  std::string invoice;
  std::string status;
  std::string method;
  std::string currency;
  std::int64_t amount_minor = 0;
  std::uint64_t look_ups = 0;  // that billing meant to make
};

// Record: what the gateway has in its own book of one payment.
struct Record {
  std::string payment;
  std::string invoice;
  std::string currency;
  std::int64_t amount_minor = 0;
  std::uint64_t charges = 0;
  std::uint64_t look_ups = 0;
  std::uint64_t captures = 0;
};

// Account: one line of the trial balance; debits are positive.
struct Account {
  std::string name;
  std::string currency;
  std::int64_t balance_minor = 0;
};

struct Books {
  std::string today;  // billing's, in UTC
  std::vector<Subscription> subscriptions;
  std::vector<Invoice> invoices;
  std::vector<Payment> payments;
  std::vector<Record> records;
  std::vector<std::string> captured_twice;  // invoices, as the gateway says itself
  std::vector<Account> accounts;
};
Books books_of(Client& client);

// Copy: what the user module has of one user's subscriptions.
struct Copy {
  struct Known {
    std::string status;
    std::string period_end;
    std::vector<std::string> entitlements;
  };
  std::map<std::string, Known> subscriptions;  // by id
  std::vector<std::string> entitlements;       // of those that entitle now
};
using Copies = std::map<std::string, Copy>;  // by user
Copies copies_of(Client& client, const std::vector<std::string>& users);

// Counts: what insight counts.
struct Counts {
  std::int64_t active = 0;           // subscriptions, today
  std::int64_t failed_payments = 0;  // on all days up to today
  Amounts collected;                 // the same
  Amounts mrr;                       // today

  bool operator==(const Counts&) const = default;
};
// Today is billing's.
Counts counts_of(Client& client);

}  // namespace app::demo
