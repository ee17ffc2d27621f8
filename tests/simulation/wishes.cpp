#include <tests/simulation/wishes.hpp>

#include <array>

#include <ports/sync/store_errors.hpp>

#include <tests/simulation/billing_life.hpp>

namespace sim {
namespace {

constexpr std::uint64_t emails = 24;
constexpr std::int64_t hour_ms = 3'600'000;

bool about_a_user(Verb verb) { return verb < Verb::set_billing_profile; }

}  // namespace

shared::Uuid Wishes::some_user() {
  shared::Uuid nobody;
  nobody.bytes.fill(static_cast<std::uint8_t>(rng_.below(256)));
  return users_.empty() || rng_.chance(1, 30) ? nobody : rng_.pick(users_);
}

std::string Wishes::some_email() {
  if (rng_.chance(1, 40)) return invalid_email;
  std::string email = "person" + std::to_string(rng_.below(emails)) + "@example.com";
  for (char& c : email) {
    if (c >= 'a' && c <= 'z' && rng_.chance(1, 12)) c = static_cast<char>(c - 'a' + 'A');
  }
  return email;
}

// Where things are sold, first of all there is something to sell, and somebody to buy it.
Verb Wishes::first_verb() {
  using enum Verb;
  constexpr std::array first{create_product,      register_user,       register_user,
                             create_price,        set_billing_profile, set_billing_profile,
                             create_price,        register_user,       set_billing_profile,
                             set_billing_profile, subscribe,           subscribe};
  return first[told_ - 1];
}

Verb Wishes::verb() {
  using enum Verb;
  constexpr std::array people{register_user,  register_user,  register_user,
                              register_user,  change_email,   change_email,
                              update_profile, update_profile, deactivate,
                              reactivate,     remove,         set_billing_profile,
                              set_billing_profile, set_billing_profile};
  constexpr std::array money{create_product, create_price,   create_price,   revise_price,
                             archive_price,  subscribe,      subscribe,      subscribe,
                             subscribe,      subscribe,      subscribe,      subscribe,
                             subscribe,      cancel,         cancel,         keep,
                             finalize,       void_invoice,   give_up,        pay,
                             pay,            record_payment, record_payment, record_payment,
                             advance_clock,  advance_clock,  advance_clock,  advance_clock};
  constexpr std::size_t first = 12;
  ++told_;
  if (swarm_.money && told_ <= first) return first_verb();
  if (swarm_.money && rng_.chance(1, 150)) return archive_product;
  if (swarm_.money && rng_.chance(3, 5)) return money[rng_.below(money.size())];
  return people[rng_.below(people.size())];
}

Wish Wishes::next() {
  Wish wish;
  wish.verb = verb();
  if (about_a_user(wish.verb)) {
    about_users(wish);
  } else if (wish.verb == Verb::set_billing_profile) {
    about_profiles(wish);
  } else if (wish.verb <= Verb::keep) {
    about_sales(wish);
  } else {
    about_money(wish);
  }
  wish.store_rejects = rng_.chance(1, 60);
  const bool new_one = wish.verb == Verb::register_user || wish.verb == Verb::subscribe ||
                       wish.verb == Verb::create_product || wish.verb == Verb::create_price;
  if (!new_one && rng_.chance(1, 8)) {
    wish.expected_version = static_cast<std::int64_t>(rng_.below(4));
  }
  return wish;
}

void Wishes::about_users(Wish& wish) {
  if (wish.verb != Verb::register_user) wish.user = some_user();
  if (wish.verb == Verb::register_user || wish.verb == Verb::change_email) {
    wish.email = some_email();
  }
  if (rng_.coin()) wish.display_name = some({"", "Ada", "Grace Hopper", "\u017dofie"});
  if (rng_.chance(1, 3)) wish.locale = some({"en", "de", "pt-BR"});
  if (rng_.chance(1, 3)) {
    wish.time_zone = some({"UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"});
  }
}

void Wishes::about_profiles(Wish& wish) {
  wish.user = some_user();
  if (rng_.chance(5, 6)) wish.currency = some({"eur", "usd", "jpy", invalid_currency});
  if (swarm_.money && rng_.chance(5, 6)) wish.currency = "eur";
  if (rng_.chance(1, 3)) wish.tax_id = some({"", "DE1", "FR2"});
  if (rng_.chance(3, 4)) wish.payment_method = some({"pm_card", "pm_card", "pm_other", ""});
}

// What to want it of: something there is, as readers see it now.
std::vector<shared::Uuid> Wishes::there_are(Verb verb) {
  if (!billing_.up()) return {};
  const Disk::Quiet quiet{billing_.machine.disk};
  return static_cast<BillingLife&>(billing_.life()).some_ids(verb);
}

// Where there is nothing of the kind, it is made.
void Wishes::about_sales(Wish& wish) {
  wish.flag = rng_.chance(1, 4);
  wish.user = some_user();
  wish.currency = rng_.chance(1, 8) ? "usd" : "eur";
  wish.amount_minor = rng_.chance(1, 10) ? 0 : static_cast<std::int64_t>(rng_.between(1, 5000));
  wish.count = static_cast<std::int64_t>(rng_.between(1, 3));
  wish.days = rng_.chance(1, 3) ? static_cast<std::int64_t>(rng_.between(1, 20)) : 0;
  if (wish.verb == Verb::cancel || wish.verb == Verb::keep) {
    const auto subscriptions = there_are(wish.verb);
    if (!subscriptions.empty()) wish.subject = rng_.pick(subscriptions);
    return;
  }
  auto subjects = there_are(wish.verb);
  if (subjects.empty() && wish.verb == Verb::subscribe) {
    wish.verb = Verb::create_price;
    subjects = there_are(wish.verb);
  }
  if (subjects.empty() && wish.verb == Verb::create_price) wish.verb = Verb::create_product;
  if (!subjects.empty()) wish.subject = rng_.pick(subjects);
}

void Wishes::about_money(Wish& wish) {
  wish.amount_minor = static_cast<std::int64_t>(rng_.between(1, 8000));
  if (wish.verb == Verb::advance_clock) {
    // Hours, days, or more than a month.
    constexpr std::array days{1, 6, 20, 40};
    const auto most = static_cast<std::uint64_t>(days[rng_.below(days.size())]) * 24;
    ahead_ms_ += static_cast<std::int64_t>(rng_.between(1, most)) * hour_ms;
    wish.to = billing_.machine.clock.now() + std::chrono::milliseconds{ahead_ms_};
    return;
  }
  const auto invoices = there_are(wish.verb);
  if (!invoices.empty()) {
    wish.subject = rng_.pick(invoices);
  } else if (!rng_.chance(1, 10)) {
    wish.verb = Verb::subscribe;
    about_sales(wish);
  }
}

}  // namespace sim
