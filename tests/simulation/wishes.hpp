#pragma once

#include <string>
#include <vector>

#include <tests/simulation/node.hpp>
#include <tests/simulation/operation.hpp>
#include <tests/simulation/swarm.hpp>

namespace sim {

// Wishes: what clients come to want, one after the other, of what they have heard of.
class Wishes {
 public:
  Wishes(Rng rng, const Swarm& swarm, Node& billing)
      : rng_{rng}, swarm_{swarm}, billing_{billing} {}

  Wish next();
  // There is such a user.
  void know(const shared::Uuid& user) { users_.push_back(user); }

 private:
  Verb verb();
  Verb first_verb();
  shared::Uuid some_user();
  std::string some_email();
  std::string some(const std::vector<std::string>& texts) { return rng_.pick(texts); }
  void about_users(Wish& wish);
  void about_profiles(Wish& wish);
  void about_sales(Wish& wish);
  std::vector<shared::Uuid> there_are(Verb verb);
  void about_money(Wish& wish);

  Rng rng_;
  const Swarm& swarm_;
  Node& billing_;
  std::vector<shared::Uuid> users_;
  std::size_t told_ = 0;  // wishes so far
  std::int64_t ahead_ms_ = 0;  // as far as somebody wanted billing's clock to be
};

}  // namespace sim
