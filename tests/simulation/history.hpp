#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tests/simulation/operation.hpp>

namespace sim {

// An answer that will not be another one when the same request is repeated under its key.
bool is_final(const sync::Outcome& answer);
// A final answer that is on record, so that a repeat gets the same.
bool is_recorded(const sync::Outcome& answer);
// The whole of a wish as text; two requests are the same where this is.
std::string to_text(const Wish& wish);

// History: everything the clients ever wanted, and what they were told.
class History {
 public:
  struct Ref {
    Operation* operation;
    std::size_t attempt;

    Attempt& get() const { return operation->attempts[attempt]; }
  };

  Operation& begin(Wish wish, std::optional<std::uint64_t> idempotency_key);
  Ref attempt(Operation& operation, Attempt attempt);
  // The attempt that was sent as this command; nothing where none was.
  std::optional<Ref> find(const std::string& command_id) const;
  // All operations that were sent under this key.
  const std::vector<Operation*>& under(std::uint64_t idempotency_key) const;
  std::deque<Operation>& operations() { return operations_; }
  const std::deque<Operation>& operations() const { return operations_; }
  // A module's store was replaced by an older copy, whose log ends at `head`.
  void restored(bool billing, std::uint64_t head);

 private:
  std::deque<Operation> operations_;  // never moved
  std::map<std::string, Ref> by_command_;
  std::map<std::uint64_t, std::vector<Operation*>> by_key_;
};

}  // namespace sim
