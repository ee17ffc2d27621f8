#include <gtest/gtest.h>

#include <limits>
#include <string>

#include <tests/billing/use_cases.hpp>

namespace {

namespace events = billing::events;
using billing::CreatePrice;
using billing::PriceId;
using billing::ProductId;
using billing_test::at;
using billing_test::id_of;
using billing_test::Module;
using billing_test::Said;

const auto now = at("2026-02-01T00:00Z");
const auto nothing = id_of<ProductId>(9);

billing::Product::Words named(const std::string& name) {
  return {.name = name, .description = {}, .entitlements = {}};
}

// The next revision of the price that the module sells, for that much.
CreatePrice::Command revised(std::int64_t unit_amount_minor, std::uint8_t number = 2) {
  return {.id = id_of<PriceId>(number),
          .product = {},
          .currency = {},
          .interval = {},
          .unit_amount_minor = unit_amount_minor,
          .replaces = Module::price,
          .at = now};
}

TEST(CreateProduct, SaysWhatIsForSale) {
  Module m;
  ASSERT_TRUE(
      m.run(m.module.create_product,
            {.id = Module::product,
             .words = {.name = "Pro", .description = "All of it", .entitlements = {{"api"}}},
             .at = now}));
  const auto& after = m.last<events::ProductCreated>().after;
  EXPECT_EQ(after.id, Module::product.text());
  EXPECT_EQ(after.version, 1);
  EXPECT_EQ(after.name, "Pro");
  EXPECT_EQ(after.description, "All of it");
  EXPECT_EQ(after.entitlements, std::vector<std::string>{"api"});
  EXPECT_EQ(after.created_at, now);
  EXPECT_EQ(m.refusal(m.module.create_product,
                      {.id = id_of<ProductId>(2), .words = named(""), .at = now}),
            "billing.product_name_invalid");
  EXPECT_EQ(m.products.rows().size(), 1U);
  EXPECT_EQ(m.outbox.said().size(), 1U);
}

TEST(CreateProduct, HappensInBillingsOwnTime) {
  Module m;
  m.clock.put({.id = "clock", .version = 1, .ahead_ms = 3'600'000});
  ASSERT_TRUE(
      m.run(m.module.create_product, {.id = Module::product, .words = named("Pro"), .at = now}));
  EXPECT_EQ(m.last<events::ProductCreated>().after.created_at, at("2026-02-01T01:00Z"));
}

TEST(ChangeProduct, SaysTheStateBeforeAndAfter) {
  Module m;
  m.sell();
  const auto change = [&](ProductId id, std::optional<std::int64_t> version, std::string name) {
    return m.refusal(m.module.change_product,
                     {.id = id, .expected_version = version, .words = named(name), .at = now});
  };
  EXPECT_EQ(change(nothing, {}, "Max"), "billing.product_not_found");
  EXPECT_EQ(change(Module::product, 2, "Max"), "billing.version_mismatch");
  EXPECT_EQ(change(Module::product, 1, ""), "billing.product_name_invalid");
  (void)m.said();
  EXPECT_EQ(change(Module::product, 1, "Max"), "done");
  EXPECT_EQ(m.last<events::ProductChanged>().before.name, "Pro");
  EXPECT_EQ(m.last<events::ProductChanged>().after.name, "Max");
  EXPECT_EQ(m.last<events::ProductChanged>().after.version, 2);
  EXPECT_EQ(m.products.rows().at(Module::product).fields().name, "Max");
  EXPECT_EQ(m.said(), (Said{"billing.product_changed"}));

  const auto same =
      m.run(m.module.change_product,
            {.id = Module::product, .expected_version = {}, .words = named("Max"), .at = now});
  ASSERT_TRUE(same && *same);
  EXPECT_EQ((*same)->version, 2);
  EXPECT_TRUE(m.said().empty());
}

TEST(ArchiveProduct, EndsItsSaleOnceAndForAll) {
  Module m;
  m.sell();
  (void)m.said();
  const auto archive = [&](ProductId id, std::optional<std::int64_t> version) {
    return m.run(m.module.archive_product, {.id = id, .expected_version = version, .at = now});
  };
  EXPECT_EQ(archive(nothing, {}).error().code, "billing.product_not_found");
  EXPECT_EQ(archive(Module::product, 7).error().code, "billing.version_mismatch");
  ASSERT_TRUE(archive(Module::product, 1));
  EXPECT_TRUE(m.last<events::ProductArchived>().after.archived);
  EXPECT_FALSE(m.last<events::ProductArchived>().before.archived);
  const auto again = archive(Module::product, {});
  ASSERT_TRUE(again && *again);
  EXPECT_TRUE((*again)->archived);
  EXPECT_EQ(m.said(), (Said{"billing.product_archived"}));

  EXPECT_EQ(m.refusal(m.module.create_price, {.id = id_of<PriceId>(2),
                                              .product = Module::product,
                                              .currency = "eur",
                                              .interval = "month",
                                              .unit_amount_minor = 1,
                                              .replaces = {},
                                              .at = now}),
            "billing.product_archived");
  EXPECT_EQ(m.refusal(m.module.create_price, revised(2'000)), "billing.product_archived");
  EXPECT_TRUE(m.said().empty());
}

TEST(CreatePrice, BeginsALineOfPrices) {
  Module m;
  m.sell(1'000, "year", "JPY");
  const auto& after = m.last<events::PriceCreated>().after;
  EXPECT_EQ(after.product_id, Module::product.text());
  EXPECT_EQ(after.revision, 1);
  EXPECT_EQ(after.replaces, std::nullopt);
  EXPECT_EQ(after.currency, "jpy");
  EXPECT_EQ(after.unit_amount_minor, 1'000);
  EXPECT_EQ(after.interval, "year");
}

TEST(CreatePrice, RefusesWhatIsNoPrice) {
  struct Case {
    std::optional<ProductId> product;
    std::optional<std::string> currency;
    std::optional<std::string> interval;
    std::int64_t unit_amount_minor;
    std::string_view code;
  };
  Module m;
  m.sell();
  const auto pro = Module::product;
  for (const auto& is :
       {Case{{}, "eur", "month", 1, "billing.product_not_found"},
        Case{nothing, "eur", "month", 1, "billing.product_not_found"},
        Case{pro, {}, "month", 1, "billing.currency_unknown"},
        Case{pro, "xxx", "month", 1, "billing.currency_unknown"},
        Case{pro, "eur", {}, 1, "billing.interval_unknown"},
        Case{pro, "eur", "week", 1, "billing.interval_unknown"},
        Case{pro, "eur", "month", -1, "billing.unit_amount_out_of_range"},
        Case{pro, "eur", "month", 1'000'000'000'001, "billing.unit_amount_out_of_range"},
        Case{pro, "eur", "month", std::numeric_limits<std::int64_t>::max(),
             "billing.unit_amount_out_of_range"},
        Case{pro, "eur", "month", 1'000'000'000'000, "done"},
        Case{pro, "eur", "year", 0, "done"}}) {
    EXPECT_EQ(m.refusal(m.module.create_price, {.id = id_of<PriceId>(2),
                                                .product = is.product,
                                                .currency = is.currency,
                                                .interval = is.interval,
                                                .unit_amount_minor = is.unit_amount_minor,
                                                .replaces = {},
                                                .at = now}),
              is.code);
  }
}

TEST(CreatePrice, AsARevisionArchivesTheOneItReplaces) {
  Module m;
  m.sell();
  (void)m.said();
  ASSERT_TRUE(m.run(m.module.create_price, revised(1'500)));
  EXPECT_EQ(m.said(), (Said{"billing.price_archived", "billing.price_created"}));
  const auto& after = m.last<events::PriceCreated>().after;
  EXPECT_EQ(after.revision, 2);
  EXPECT_EQ(after.replaces, Module::price.text());
  EXPECT_EQ(after.unit_amount_minor, 1'500);
  EXPECT_EQ(after.currency, "eur");
  EXPECT_TRUE(m.prices.rows().at(Module::price).fields().archived);
  EXPECT_EQ(m.refusal(m.module.create_price, revised(2'000, 3)), "billing.price_archived");
}

TEST(CreatePrice, AsARevisionChangesTheAmountAlone) {
  Module m;
  m.sell();
  (void)m.said();
  auto unknown = revised(1'500);
  unknown.replaces = id_of<PriceId>(9);
  EXPECT_EQ(m.refusal(m.module.create_price, unknown), "billing.price_not_found");

  const auto differs = "billing.price_replaced_differs";
  auto other_product = revised(1'500);
  other_product.product = nothing;
  EXPECT_EQ(m.refusal(m.module.create_price, other_product), differs);
  for (const auto* currency : {"usd", "xxx"}) {
    auto other = revised(1'500);
    other.currency = currency;
    EXPECT_EQ(m.refusal(m.module.create_price, other), differs) << currency;
  }
  for (const auto* interval : {"year", "week"}) {
    auto other = revised(1'500);
    other.interval = interval;
    EXPECT_EQ(m.refusal(m.module.create_price, other), differs) << interval;
  }
  EXPECT_EQ(m.refusal(m.module.create_price, revised(-1)), "billing.unit_amount_out_of_range");
  EXPECT_TRUE(m.said().empty());
  EXPECT_FALSE(m.prices.rows().at(Module::price).fields().archived);

  auto same_again = revised(1'500);
  same_again.product = Module::product;
  same_again.currency = "EUR";
  same_again.interval = "month";
  EXPECT_EQ(m.refusal(m.module.create_price, same_again), "done");
}

TEST(ArchivePrice, EndsItsSaleAndNobodysSubscription) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-02-01T10:00Z"));
  (void)m.said();
  const auto archive = [&](PriceId id, std::optional<std::int64_t> version) {
    return m.run(m.module.archive_price, {.id = id, .expected_version = version, .at = now});
  };
  EXPECT_EQ(archive(id_of<PriceId>(9), {}).error().code, "billing.price_not_found");
  EXPECT_EQ(archive(Module::price, 2).error().code, "billing.version_mismatch");
  const auto before = m.sub();
  ASSERT_TRUE(archive(Module::price, 1));
  const auto again = archive(Module::price, {});
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->version, 2);
  EXPECT_EQ(m.said(), (Said{"billing.price_archived"}));
  EXPECT_EQ(m.sub(), before);
}

}  // namespace
