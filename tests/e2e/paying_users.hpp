#pragma once

#include <map>
#include <string>
#include <vector>

#include <tests/e2e/client.hpp>

namespace e2e {

// PayingUsers: users who pay in every way the simulated gateway knows, with a subscription each, on
// a server of the caller's.
//   Errors  throws std::runtime_error where the server refuses what it should not
class PayingUsers {
 public:
  // Sells something, registers so many users and subscribes each; users of the same number pay the
  // same way on every server.
  PayingUsers(Client& client, int count);

  // How the months went: of each user the subscription's status, and its invoices in order of
  // period, each by its status. Says nothing of dates and ids.
  std::map<std::string, std::vector<std::string>> lives(Client& client) const;
  // What is wrong with the books, as seen from outside: whatever contradicts that each paid invoice
  // was captured once and no other ever, that each period has one invoice, that no number is
  // missing, and that the ledger adds up. Empty where all is well.
  std::vector<std::string> faults(Client& client) const;

 private:
  std::map<std::string, std::string> names_;  // "cus_..." -> "17 sim_late"
};

// Billing's time goes on until then, from a server that answers; and it is waited for.
void advance_clock(Client& client, const std::string& to);
// All rows of a list that has no more than a page of them.
std::vector<Json> rows_of(Client& client, const std::string& path);

}  // namespace e2e
