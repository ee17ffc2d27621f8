#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <app/demo_client.hpp>

namespace app::demo {

// Group: so many subscribers who are alike. Their payment methods are the simulated gateway's, each
// of which fails in a way of its own.
struct Group {
  std::size_t size = 0;    // 0: everybody else
  const char* method;      // that they subscribe with
  const char* later = "";  // that they have a month later; empty: the same
  int trial_days = 0;
  bool yearly = false;
};

// Subscribers: some of the demo's users, who buy its one product.
class Subscribers {
 public:
  static constexpr std::size_t wanted = 200;

  explicit Subscribers(const std::vector<std::string>& users);

  // The product, with a price a month and another a year.
  void open_shop(Client& client);
  // Each gets a billing profile and a subscription; `step` hears how many have.
  void subscribe(Client& client, const std::function<void(std::size_t)>& step);
  // Some cards are not what they were.
  void change_cards(Client& client);

  const std::vector<std::string>& users() const { return users_; }
  // Those whose payment method it is, or is a month later.
  std::vector<std::string> users_of(const std::string& method) const;
  std::vector<std::string> on_trial() const;
  std::vector<std::string> by_the_year() const;

 private:
  std::vector<std::string> users_where(const std::function<bool(const Group&)>& holds) const;
  const Group& group_of(std::size_t at) const;
  // Some remember by what they have declined before: no two subscribers share one.
  static std::string token(const char* method, std::size_t at);

  std::vector<std::string> users_;
  std::string monthly_;
  std::string yearly_;
};

}  // namespace app::demo
