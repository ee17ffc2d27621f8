#include <gtest/gtest.h>

#include <adapters/sql/billing/sql_catalogue_views.hpp>
#include <adapters/sql/billing/sql_invoice_views.hpp>
#include <adapters/sql/billing/sql_payment_views.hpp>

#include <tests/contracts/billing_samples.hpp>
#include <tests/contracts/billing_tables.hpp>

#include <billing/domain/number_series.hpp>

namespace contracts {
namespace {

using billing::InvoiceStatus;
using billing::PaymentStatus;
using Seeds = std::vector<std::uint64_t>;

template <class Id>
std::vector<Id> ids(const Seeds& seeds) {
  std::vector<Id> ids;
  for (const auto seed : seeds) ids.push_back(some_id<Id>(seed));
  return ids;
}

const auto id_of = [](const auto& row) { return row.fields().id; };
const auto id_of_view = [](const billing::InvoiceView& view) { return view.invoice.fields().id; };

// Reads all pages of a list, of which page(after, limit) is one.
template <class Id, class ReadPage, class IdOf>
std::vector<Id> every(ReadPage page, IdOf of, std::size_t limit) {
  std::vector<Id> seen;
  bool more = true;
  while (more) {
    const auto rows = page(seen.empty() ? std::nullopt : std::optional{seen.back()}, limit);
    EXPECT_TRUE(rows.rows.size() == limit || !rows.has_more);
    for (const auto& row : rows.rows) seen.push_back(of(row));
    more = rows.has_more;
  }
  return seen;
}

class InvoiceLaws : public OnEachStore {
 protected:
  void put(billing::Invoice::Fields invoice) {
    tables.batch([&] { tables.invoices.put(billing::Invoice{std::move(invoice)}); });
  }
  void put(std::uint64_t seed, std::uint64_t customer, InvoiceStatus status,
           std::optional<std::uint64_t> subscription = std::nullopt) {
    auto invoice = some_invoice(seed, customer);
    invoice.status = status;
    if (subscription) invoice.subscription = some_id<billing::SubscriptionId>(*subscription);
    put(invoice);
  }
  void put_numbers(const std::string& series, const std::vector<std::int64_t>& numbers) {
    tables.batch([&] {
      for (const auto number : numbers) {
        auto invoice = some_invoice(++last_seed_, 1);
        invoice.number = billing::invoice_number(series, number);
        // What became of it does not matter: a void number was given too.
        invoice.status = number % 2 == 0 ? InvoiceStatus::voided : InvoiceStatus::paid;
        tables.invoices.put(billing::Invoice{invoice});
      }
    });
  }
  void put_next(const std::string& series, std::int64_t next) {
    tables.batch([&] { tables.series.put({series, next}); });
  }

  std::uint64_t last_seed_ = 100;
  Database database{GetParam(), "billing"};
  BillingTables tables{database.writer()};
  sql::SqlInvoiceViews views{database.reader()};
  sql::SqlPaymentViews payments{database.reader()};
  sql::SqlCatalogueViews catalogue{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, InvoiceLaws, each_store(), store_name);

TEST_P(InvoiceLaws, ADraftIsAddressedToWhomItsCustomerIsNowAndAnIssuedOneToWhomItWas) {
  auto issued = some_invoice(2, 1);
  issued.bill_to = billing::BillTo{"Then", "then@b", std::nullopt, "DE 7"};
  tables.batch([&] {
    auto nameless = some_user(2);
    nameless.display_name = "";
    tables.replica.put(some_user(1));
    tables.replica.put(nameless);
    tables.profiles.put(some_profile(1));
    for (const auto& one : {some_invoice(1, 1), issued, some_invoice(3, 2), some_invoice(4, 9)}) {
      tables.invoices.put(billing::Invoice{one});
    }
  });
  const auto view = [&](std::uint64_t seed) {
    return *views.find(some_id<billing::InvoiceId>(seed));
  };
  const billing::BillTo now{some_user(1).display_name, some_user(1).email, some_address(),
                            some_profile(1).fields().tax_id->text()};
  EXPECT_EQ(view(1).bill_to, now);
  EXPECT_EQ(view(1).invoice, billing::Invoice{some_invoice(1, 1)});
  EXPECT_EQ(view(2).bill_to, *issued.bill_to);
  EXPECT_EQ(view(2).invoice, billing::Invoice{issued});
  EXPECT_EQ(view(3).bill_to,
            (billing::BillTo{some_user(2).email, some_user(2).email, std::nullopt, std::nullopt}));
  EXPECT_EQ(view(4).bill_to, billing::BillTo{}) << "its user is gone";
  EXPECT_FALSE(views.find(some_id<billing::InvoiceId>(5)).has_value());
}

TEST_P(InvoiceLaws, ListsShowEachOnceInOrderWhateverTheyAreNarrowedTo) {
  put(7, 1, InvoiceStatus::paid, 11);
  put(3, 2, InvoiceStatus::open, 12);
  put(5, 1, InvoiceStatus::open, 11);
  put(1, 1, InvoiceStatus::draft);
  put(9, 1, InvoiceStatus::voided, 13);
  tables.batch([&] {
    for (const auto& [seed, customer] : {std::pair{11, 1}, {12, 2}, {13, 1}}) {
      tables.subscriptions.put(billing::Subscription{some_subscription(
          static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(customer))});
    }
  });
  const auto subscription = [](std::uint64_t seed) {
    return some_id<billing::SubscriptionId>(seed);
  };
  struct Case {
    billing::InvoiceFilter filter;
    Seeds expected;
  };
  for (const auto& [filter, expected] : {
           Case{{}, {1, 3, 5, 7, 9}},
           Case{{some_customer(1), std::nullopt, std::nullopt}, {1, 5, 7, 9}},
           Case{{std::nullopt, subscription(11), std::nullopt}, {5, 7}},
           Case{{std::nullopt, std::nullopt, InvoiceStatus::open}, {3, 5}},
           Case{{std::nullopt, std::nullopt, InvoiceStatus::paid}, {7}},
           Case{{some_customer(1), std::nullopt, InvoiceStatus::open}, {5}},
           Case{{some_customer(1), subscription(11), InvoiceStatus::paid}, {7}},
           Case{{some_customer(2), subscription(11), std::nullopt}, {}},
           Case{{std::nullopt, subscription(99), std::nullopt}, {}},
       }) {
    for (const std::size_t limit : {1, 2, 10}) {
      const auto page = [&](auto after, std::size_t rows) {
        return views.page(filter, after, rows);
      };
      EXPECT_EQ(every<billing::InvoiceId>(page, id_of_view, limit),
                ids<billing::InvoiceId>(expected));
    }
  }
}

TEST_P(InvoiceLaws, PaymentsAreListedByTheirCustomerInvoiceAndStatus) {
  put(1, 1, InvoiceStatus::open);
  put(2, 2, InvoiceStatus::open);
  tables.batch([&] {
    const auto pay = [&](std::uint64_t seed, std::uint64_t invoice, PaymentStatus status) {
      auto payment = some_payment(seed, invoice, invoice);
      payment.status = status;
      if (status == PaymentStatus::pending || status == PaymentStatus::unknown) {
        payment.next_at = at_ms(static_cast<std::int64_t>(seed));
      }
      tables.payments.put(billing::Payment{payment});
    };
    pay(4, 1, PaymentStatus::failed);
    pay(2, 1, PaymentStatus::succeeded);
    pay(3, 2, PaymentStatus::failed);
    pay(6, 2, PaymentStatus::unknown);
    pay(5, 1, PaymentStatus::pending);
  });
  struct Case {
    billing::PaymentFilter filter;
    Seeds expected;
  };
  const auto invoice = some_id<billing::InvoiceId>(1);
  for (const auto& [filter, expected] : {
           Case{{}, {2, 3, 4, 5, 6}},
           Case{{some_customer(1), std::nullopt, std::nullopt}, {2, 4, 5}},
           Case{{std::nullopt, invoice, std::nullopt}, {2, 4, 5}},
           Case{{some_customer(2), invoice, std::nullopt}, {}},
           Case{{std::nullopt, std::nullopt, PaymentStatus::failed}, {3, 4}},
           Case{{std::nullopt, std::nullopt, PaymentStatus::succeeded}, {2}},
           Case{{std::nullopt, std::nullopt, PaymentStatus::pending}, {5}},
           Case{{std::nullopt, std::nullopt, PaymentStatus::unknown}, {6}},
           Case{{some_customer(1), invoice, PaymentStatus::failed}, {4}},
       }) {
    for (const std::size_t limit : {1, 2, 10}) {
      const auto page = [&](auto after, std::size_t rows) {
        return payments.page(filter, after, rows);
      };
      EXPECT_EQ(every<billing::PaymentId>(page, id_of, limit), ids<billing::PaymentId>(expected));
    }
  }
  EXPECT_EQ(payments.find(some_id<billing::PaymentId>(2)), billing::Payment{some_payment(2, 1, 1)});
}

TEST_P(InvoiceLaws, TheCatalogueIsListedAndFound) {
  tables.batch([&] {
    for (const std::uint64_t seed : {3, 1, 2}) tables.products.put(some_product(seed));
    for (const std::uint64_t seed : {6, 4}) tables.prices.put(some_price(seed, 1));
    tables.prices.put(some_price(5, 2));
  });
  for (const std::size_t limit : {1, 2, 10}) {
    const auto products = [&](auto after, std::size_t rows) {
      return catalogue.products(after, rows);
    };
    EXPECT_EQ(every<billing::ProductId>(products, id_of, limit),
              ids<billing::ProductId>({1, 2, 3}));
    const auto prices = [&](auto after, std::size_t rows) {
      return catalogue.prices(std::nullopt, after, rows);
    };
    EXPECT_EQ(every<billing::PriceId>(prices, id_of, limit), ids<billing::PriceId>({4, 5, 6}));
    const auto of_one = [&](auto after, std::size_t rows) {
      return catalogue.prices(some_id<billing::ProductId>(1), after, rows);
    };
    EXPECT_EQ(every<billing::PriceId>(of_one, id_of, limit), ids<billing::PriceId>({4, 6}));
  }
  EXPECT_EQ(catalogue.product(some_id<billing::ProductId>(1)), some_product(1));
  EXPECT_EQ(catalogue.price(some_id<billing::PriceId>(5)), some_price(5, 2));
  EXPECT_FALSE(catalogue.price(some_id<billing::PriceId>(9)).has_value());
}

struct Report {
  std::string series;
  std::int64_t first, last, issued;
  std::vector<std::string> missing;
  bool operator==(const Report&) const = default;
};

std::vector<Report> report(const std::vector<billing::NumberGaps>& gaps) {
  std::vector<Report> all;
  for (const auto& of : gaps) all.push_back({of.series, of.first, of.last, of.issued, of.missing});
  return all;
}

TEST_P(InvoiceLaws, AGapReportNamesWhatIsMissingInEachSeries) {
  EXPECT_TRUE(views.number_gaps().empty());
  put_numbers("INV-2027", {1, 2, 3});
  put_next("INV-2027", 4);
  put_numbers("INV-2026", {9, 2, 5, 4, 1000001});
  put_next("INV-2026", 1000004);
  put_next("ACME-2026", 3);
  put(99, 1, InvoiceStatus::draft);  // has no number
  const auto all = report(views.number_gaps());
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0], (Report{"ACME-2026", 0, 0, 0, {"ACME-2026-000001", "ACME-2026-000002"}}));
  EXPECT_EQ(all[1].first, 2);
  EXPECT_EQ(all[1].last, 1000001);
  EXPECT_EQ(all[1].issued, 5);
  EXPECT_EQ(all[1].missing.size(), billing::NumberGaps::missing_max);
  EXPECT_EQ((std::vector<std::string>{all[1].missing.begin(), all[1].missing.begin() + 6}),
            (std::vector<std::string>{"INV-2026-000001", "INV-2026-000003", "INV-2026-000006",
                                      "INV-2026-000007", "INV-2026-000008", "INV-2026-000010"}));
  EXPECT_EQ(all[2], (Report{"INV-2027", 1, 3, 3, {}}));
}

TEST_P(InvoiceLaws, ALostEndOfASeriesIsAGap) {
  put_numbers("INV-2026", {1, 2});
  put_next("INV-2026", 5);
  EXPECT_EQ(report(views.number_gaps()),
            (std::vector<Report>{{"INV-2026", 1, 2, 2, {"INV-2026-000003", "INV-2026-000004"}}}));
}

}  // namespace
}  // namespace contracts
