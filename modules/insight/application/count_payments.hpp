#pragma once

#include <cstdint>
#include <string>

#include <insight/application/tally.hpp>

namespace insight {

// CountPayments: what came in, and what did not.
class CountPayments {
 public:
  explicit CountPayments(const Tally& tally) : tally_(tally) {}

  void want(const std::string& currency, shared::Instant at) const {
    tally_.want(Metric::collected, currency, at);
    tally_.want(Metric::failed_payments, "", at);
  }
  shared::Done succeeded(const std::string& currency, std::int64_t amount_minor,
                         shared::Instant at) const {
    return tally_.add(Metric::collected, currency, at, amount_minor);
  }
  shared::Done failed(shared::Instant at) const {
    return tally_.add(Metric::failed_payments, "", at, 1);
  }

 private:
  Tally tally_;
};

}  // namespace insight
