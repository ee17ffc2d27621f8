#include <adapters/zones/billing/iana_time_zones.hpp>

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using namespace std::chrono_literals;

billing::LocalDate day(const char* text) { return billing::parse_local_date(text).value(); }
shared::Instant at(const char* text) { return shared::parse_rfc3339(text).value(); }

struct Start {
  const char* zone;
  const char* day;
  const char* starts;  // in UTC
};

const Start starts[] = {
    {"UTC", "2026-03-01", "2026-03-01T00:00:00Z"},
    {"Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"},
    {"Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z"},
    {"US/Eastern", "2026-07-01", "2026-07-01T04:00:00Z"},
    {"Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z"},
    // Clocks go from 23:59 to 01:00: there is no midnight.
    {"America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z"},
    {"Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z"},
    {"America/Havana", "2026-03-08", "2026-03-08T05:00:00Z"},
    // Clocks go from 23:30 to 00:30.
    {"America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z"},
    // Clocks go from 01:00 back to 00:00: there are two midnights, and the first counts.
    {"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"},
    // Clocks go from 24:00 back to 23:00: the day before is longer, and midnight comes once.
    {"America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"},
    {"Asia/Beirut", "2026-10-25", "2026-10-24T22:00:00Z"},
    // Clocks go from 00:01 back to 23:01 of the day before.
    {"America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z"},
    // A day that never was, and the one behind it.
    {"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"},
    {"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"},
    // No such zone: UTC.
    {"Mars/Olympus_Mons", "2026-03-01", "2026-03-01T00:00:00Z"},
    {"../../../etc/passwd", "2026-03-01", "2026-03-01T00:00:00Z"},
    {"", "2026-03-01", "2026-03-01T00:00:00Z"},
};

TEST(IanaTimeZones, ADayBeginsAtItsFirstInstantAlsoWhereMidnightIsMissingOrDouble) {
  const zones::IanaTimeZones zones;
  for (const auto& is : starts) {
    EXPECT_EQ(shared::to_rfc3339(zones.start_of(is.zone, day(is.day))),
              shared::to_rfc3339(at(is.starts)))
        << is.zone << ' ' << is.day;
  }
}

TEST(IanaTimeZones, AnInstantLiesOnTheDayThatClocksThereShow) {
  struct {
    const char* zone;
    const char* at;
    const char* day;
  } const cases[] = {
      {"UTC", "2026-02-28T23:59:59.999Z", "2026-02-28"},
      {"Europe/Berlin", "2026-02-28T22:59:59.999Z", "2026-02-28"},
      {"Europe/Berlin", "2026-02-28T23:00:00Z", "2026-03-01"},
      {"Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02"},
      {"Pacific/Apia", "2011-12-30T09:59:59.999Z", "2011-12-29"},
      {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"},
      {"America/Sao_Paulo", "2018-02-18T02:30:00Z", "2018-02-17"},
      {"America/New_York", "1969-12-31T23:59:59.999Z", "1969-12-31"},
      {"Mars/Olympus_Mons", "2026-02-28T23:59:59.999Z", "2026-02-28"},
  };
  const zones::IanaTimeZones zones;
  for (const auto& is : cases) {
    EXPECT_EQ(zones.day_of(is.zone, at(is.at)), day(is.day)) << is.zone << ' ' << is.at;
  }
}

TEST(IanaTimeZones, AreKnownByTheirWholeName) {
  const zones::IanaTimeZones zones;
  for (const auto* zone : {"UTC", "Europe/Berlin", "US/Eastern"}) {
    EXPECT_TRUE(zones.knows(zone)) << zone;
  }
  for (const auto* zone : {"", "Europe", "Europe/Berln", "europe/berlin", "../../../etc/passwd"}) {
    EXPECT_FALSE(zones.knows(zone)) << zone;
  }
}

const std::vector<std::string> some_zones = {
    "Europe/Berlin",    "America/Sao_Paulo", "Asia/Beirut",         "America/Havana",
    "Pacific/Apia",     "America/St_Johns",  "Australia/Lord_Howe", "Africa/Casablanca",
    "Asia/Tehran",      "Pacific/Kwajalein", "Antarctica/Troll",    "America/Scoresbysund",
    "America/Asuncion", "Asia/Gaza",         "Europe/Dublin",       "UTC",
};

RC_GTEST_PROP(IanaTimeZones, ADayHasBegunAtEachOfItsInstantsAndTheNextHasNot, ()) {
  const zones::IanaTimeZones zones;
  const auto zone = *rc::gen::elementOf(some_zones);
  // 1950 to 2150
  const auto now =
      shared::from_unix_ms(*rc::gen::inRange<std::int64_t>(-631152000000, 5680281600000));
  const auto today = zones.day_of(zone, now);
  RC_ASSERT(zones.start_of(zone, today) <= now);
  RC_ASSERT(zones.start_of(zone, today) > now - std::chrono::hours{48});
  const auto begin = zones.start_of(zone, today);
  RC_ASSERT(zones.day_of(zone, begin) == today);
  RC_ASSERT(zones.day_of(zone, begin - 1ms) < today);
  RC_ASSERT(zones.start_of(zone, billing::plus_days(today, 1)) > begin);
}

TEST(IanaTimeZones, ManyThreadsAskAtOnce) {
  const zones::IanaTimeZones zones;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&zones] {
      for (int round = 0; round < 200; ++round) {
        for (const auto& is : starts) {
          EXPECT_EQ(zones.start_of(is.zone, day(is.day)), at(is.starts)) << is.zone;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
