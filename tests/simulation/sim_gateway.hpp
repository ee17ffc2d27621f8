#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <ports/billing/payment_gateway.hpp>

#include <tests/simulation/sim_disk.hpp>
#include <tests/simulation/sim_rng.hpp>
#include <tests/simulation/swarm.hpp>

namespace sim {

// SimGateway: who moves the money, outside of every process, so that what it knows outlives them
// all. It keeps its promise (a reference is charged at most once) and nothing else: answers get
// lost before or behind the charge, come late, twice, or beside the question.
class SimGateway final : public billing::PaymentGateway {
 public:
  // What it knows of one reference.
  struct Record {
    billing::ChargeRequest request;
    bool captured = false;
    bool declined = false;
    std::uint64_t asked = 0;
  };

  SimGateway(Rng rng, const Disk& caller, Tally& tally)
      : rng_{rng}, caller_{caller}, tally_{tally} {}

  std::vector<billing::ChargeAnswer> charge(
      std::span<const billing::ChargeRequest> requests) override;
  std::vector<billing::ChargeAnswer> look_up(
      std::span<const billing::PaymentId> references) override;

  // From now on it answers at once, and to the point.
  void calm() { moody_ = false; }
  const std::map<billing::PaymentId, Record>& records() const { return records_; }

 private:
  void decide(Record& record);
  billing::ChargeAnswer answer_of(const billing::PaymentId& reference) const;
  void tell(std::vector<billing::ChargeAnswer>& answers, billing::ChargeAnswer answer);
  void stray(std::vector<billing::ChargeAnswer>& answers);
  void count(const char* what);

  Rng rng_;
  const Disk& caller_;  // of the process that asks: a dead one asks nothing
  Tally& tally_;
  bool moody_ = true;
  std::map<billing::PaymentId, Record> records_;
  std::vector<billing::ChargeAnswer> late_;  // answers that got stuck on their way
};

}  // namespace sim
