#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include <ports/billing/ledger_views.hpp>
#include <shared/domain/instant.hpp>

#include <adapters/http/route.hpp>

// How the books appear in answers.
namespace http {

struct PostingShape {
  std::string account;
  std::optional<std::string> customer_id;
  std::string currency;
  std::int64_t amount_minor = 0;
};
BOOST_DESCRIBE_STRUCT(PostingShape, (), (account, customer_id, currency, amount_minor))

struct EntryShape {
  std::int64_t entry_no = 0;
  std::string id;
  std::string kind;
  std::string source;
  std::string effective_on;
  shared::Instant recorded_at;
  std::optional<std::string> reverses;
  std::vector<PostingShape> postings;
};
BOOST_DESCRIBE_STRUCT(EntryShape, (),
                      (entry_no, id, kind, source, effective_on, recorded_at, reverses, postings))

struct AccountShape {
  std::string account;
  std::string currency;
  std::int64_t debit_minor = 0;
  std::int64_t credit_minor = 0;
  std::int64_t balance_minor = 0;
};
BOOST_DESCRIBE_STRUCT(AccountShape, (),
                      (account, currency, debit_minor, credit_minor, balance_minor))

struct TrialBalanceShape {
  std::string as_of;
  std::vector<AccountShape> accounts;
};
BOOST_DESCRIBE_STRUCT(TrialBalanceShape, (), (as_of, accounts))

struct StatementLineShape {
  std::int64_t entry_no = 0;
  std::string entry_id;
  std::string kind;
  std::string source;
  std::string effective_on;
  std::string currency;
  std::int64_t amount_minor = 0;
  std::int64_t balance_minor = 0;
};
BOOST_DESCRIBE_STRUCT(StatementLineShape, (),
                      (entry_no, entry_id, kind, source, effective_on, currency, amount_minor,
                       balance_minor))

struct StatementShape {
  std::string customer_id;
  std::string as_of;
  std::vector<StatementLineShape> data;
  bool has_more = false;
};
BOOST_DESCRIBE_STRUCT(StatementShape, (), (customer_id, as_of, data, has_more))

struct MoneyShape {
  std::string currency;
  std::int64_t amount_minor = 0;
};
BOOST_DESCRIBE_STRUCT(MoneyShape, (), (currency, amount_minor))

struct BalanceShape {
  std::string customer_id;
  std::vector<MoneyShape> balances;
};
BOOST_DESCRIBE_STRUCT(BalanceShape, (), (customer_id, balances))

EntryShape shape_of(const billing::NumberedEntry& entry);
TrialBalanceShape shape_of(billing::LocalDate as_of,
                           const std::vector<billing::AccountBalance>& accounts);
StatementShape shape_of(const billing::CustomerId& customer, billing::LocalDate as_of,
                        const billing::Page<billing::StatementLine>& page);
BalanceShape shape_of(const billing::CustomerId& customer,
                      const std::vector<billing::Money>& balances);

std::vector<Schema> ledger_schemas();

}  // namespace http
