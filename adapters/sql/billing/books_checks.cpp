#include <adapters/sql/billing/books_checks.hpp>

#include <adapters/sql/billing/sql_invoice_views.hpp>
#include <adapters/sql/query.hpp>

namespace sql {
namespace {

constexpr std::size_t named_max = 10;

// A sum that leaves the range of 64 bits on the way must not stop the check: in two halves.
constexpr const char* sum_is_not_zero =
    "SUM(amount_minor / 1000000000) * 1000000000 + SUM(amount_minor % 1000000000) <> 0";

const std::string limit = " LIMIT " + std::to_string(named_max);

struct Reference {
  const char* what;
  const char* sql;  // the ids, in order
};

constexpr Reference references[] = {
    {"price of no product",
     "SELECT id FROM price AS r WHERE NOT EXISTS "
     "(SELECT 1 FROM product AS o WHERE o.id = r.product_id) ORDER BY id"},
    {"subscription to no price",
     "SELECT id FROM subscription AS r WHERE NOT EXISTS "
     "(SELECT 1 FROM price AS o WHERE o.id = r.price_id) ORDER BY id"},
    {"subscription of a customer whom the copy of the users does not hold",
     "SELECT id FROM subscription AS r WHERE status NOT IN ('canceled', 'incomplete_expired') "
     "AND NOT EXISTS (SELECT 1 FROM user_replica AS o WHERE o.user_id = r.user_id) "
     "AND NOT EXISTS (SELECT 1 FROM parked_key AS p WHERE p.follower = 'billing-follows-user' "
     "AND p.aggregate_type = 'user' AND p.aggregate_key = r.user_id) ORDER BY id"},
    {"invoice of no subscription",
     "SELECT id FROM invoice AS r WHERE subscription_id IS NOT NULL AND NOT EXISTS "
     "(SELECT 1 FROM subscription AS o WHERE o.id = r.subscription_id) ORDER BY id"},
    {"revenue schedule of no invoice",
     "SELECT invoice_id FROM revenue_schedule AS r WHERE NOT EXISTS "
     "(SELECT 1 FROM invoice AS o WHERE o.id = r.invoice_id) ORDER BY invoice_id"},
    {"payment of no invoice",
     "SELECT id FROM payment AS r WHERE NOT EXISTS "
     "(SELECT 1 FROM invoice AS o WHERE o.id = r.invoice_id) ORDER BY id"},
    {"reference to no payment",
     "SELECT invoice_reference FROM payment_reference AS r WHERE NOT EXISTS "
     "(SELECT 1 FROM payment AS o WHERE o.id = r.payment_id) ORDER BY invoice_reference"},
};

void add_numbers(Session& session, const std::string& sql, const std::string& what,
                 std::vector<std::string>& lines) {
  Query found{session, sql + limit, "", "n"};
  found.each([&] { lines.push_back(what + ' ' + std::to_string(found.number(0))); });
}

}  // namespace

std::vector<std::string> unbalanced(Session& session, bool deep) {
  std::vector<std::string> lines;
  Query currencies{session,
                   std::string("SELECT currency FROM ledger_posting GROUP BY currency HAVING ") +
                       sum_is_not_zero + " ORDER BY currency" + limit,
                   "", "t"};
  currencies.each([&] {
    lines.push_back("debits and credits differ in " + currencies.text(0));
  });
  if (lines.empty() && !deep) return lines;
  Query entries{session,
                std::string("SELECT entry_no, currency FROM ledger_posting "
                            "GROUP BY entry_no, currency HAVING ") +
                    sum_is_not_zero + " ORDER BY entry_no, currency" + limit,
                "", "nt"};
  entries.each([&] {
    lines.push_back("entry " + std::to_string(entries.number(0)) + " does not balance in " +
                    entries.text(1));
  });
  return lines;
}

std::vector<std::string> torn_entries(Session& session) {
  std::vector<std::string> lines;
  add_numbers(session,
              "SELECT n FROM (SELECT 1 AS n WHERE EXISTS (SELECT 1 FROM ledger_entry) "
              "UNION ALL SELECT entry_no + 1 FROM ledger_entry "
              "WHERE entry_no < (SELECT MAX(entry_no) FROM ledger_entry)) AS wanted "
              "WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS e WHERE e.entry_no = wanted.n) "
              "ORDER BY n",
              "there is no entry", lines);
  add_numbers(session,
              "SELECT entry_no FROM ledger_entry AS e WHERE NOT EXISTS "
              "(SELECT 1 FROM ledger_posting AS p WHERE p.entry_no = e.entry_no) ORDER BY entry_no",
              "no posting has entry", lines);
  add_numbers(session,
              "SELECT DISTINCT entry_no FROM ledger_posting AS p WHERE NOT EXISTS "
              "(SELECT 1 FROM ledger_entry AS e WHERE e.entry_no = p.entry_no) ORDER BY entry_no",
              "postings without their entry", lines);
  return lines;
}

std::vector<std::string> number_faults(Session& session) {
  std::vector<std::string> lines;
  SqlInvoiceViews invoices{session};
  for (const auto& series : invoices.number_gaps()) {
    for (const auto& number : series.missing) {
      if (lines.size() == named_max) return lines;
      lines.push_back("no invoice has number " + number);
    }
  }
  Query again{session,
              "SELECT name, next_no FROM number_series AS s WHERE EXISTS (SELECT 1 "
              "FROM invoice AS i WHERE i.series = s.name AND i.series_no >= s.next_no) "
              "ORDER BY name" +
                  limit,
              "", "tn"};
  again.each([&] {
    lines.push_back("series " + again.text(0) + " would give number " +
                    std::to_string(again.number(1)) + " again");
  });
  return lines;
}

std::vector<std::string> orphans(Session& session) {
  std::vector<std::string> lines;
  for (const auto& reference : references) {
    Query found{session, reference.sql + limit, "", "t"};
    found.each([&] { lines.push_back(std::string(reference.what) + ": " + found.text(0)); });
  }
  return lines;
}

}  // namespace sql
