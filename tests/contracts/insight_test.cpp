#include <adapters/sql/insight/sql_day_counts.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <tests/contracts/database.hpp>

namespace contracts {
namespace {

using insight::CountKey;
using insight::Metric;

insight::Day day(const char* text) { return *insight::parse_day(text); }

class InsightLaws : public OnEachStore {
 protected:
  void put(const std::vector<insight::CountRow>& all) {
    store.begin();
    for (const auto& one : all) counts.want(one.key);
    counts.load();
    store.fetch();
    for (const auto& one : all) counts.put(one);
    counts.keep();
    counts.flush();
    store.commit();
    counts.clear();
  }

  Database database{GetParam(), "insight"};
  sql::SqlStore store{database.writer(), "insight/0"};
  sql::SqlDayCounts counts{database.writer()};
  sql::SqlDayCountViews views{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, InsightLaws, each_store(), store_name);

TEST_P(InsightLaws, ADaysCountIsReadBackAsItWasPut) {
  const CountKey key{Metric::mrr, "eur", day("2026-02-28")};
  put({{key, -7}});
  store.begin();
  counts.want(key);
  counts.load();
  store.fetch();
  EXPECT_EQ(counts.find(key), (insight::CountRow{key, -7}));
  store.rollback();
}

TEST_P(InsightLaws, TheDaysOfOneMetricAndCurrencyAreShownInOrderUpToTheLast) {
  put({{{Metric::mrr, "eur", day("2026-03-01")}, 3},
       {{Metric::mrr, "eur", day("2025-12-31")}, 1},
       {{Metric::mrr, "eur", day("2026-04-01")}, 9},
       {{Metric::mrr, "usd", day("2026-03-01")}, 5},
       {{Metric::sign_ups, "", day("2026-03-01")}, 6}});
  const std::vector<insight::DayCount> expected{{day("2025-12-31"), 1}, {day("2026-03-01"), 3}};
  EXPECT_EQ(views.of(Metric::mrr, "eur", day("2026-03-31")), expected);
  EXPECT_EQ(views.of(Metric::sign_ups, "", day("2026-03-01")).size(), 1u);
  EXPECT_TRUE(views.of(Metric::churn, "", day("2026-03-01")).empty());
  EXPECT_EQ(views.currencies(Metric::mrr), (std::vector<std::string>{"eur", "usd"}));
  EXPECT_TRUE(views.currencies(Metric::collected).empty());
}

}  // namespace
}  // namespace contracts
