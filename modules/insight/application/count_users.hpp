#pragma once

#include <insight/application/tally.hpp>

namespace insight {

// CountUsers: who came and who went.
class CountUsers {
 public:
  explicit CountUsers(const Tally& tally) : tally_(tally) {}

  void want(shared::Instant at) const {
    tally_.want(Metric::sign_ups, "", at);
    tally_.want(Metric::departures, "", at);
  }
  shared::Done registered(shared::Instant at) const {
    return tally_.add(Metric::sign_ups, "", at, 1);
  }
  shared::Done deleted(shared::Instant at) const {
    return tally_.add(Metric::departures, "", at, 1);
  }

 private:
  Tally tally_;
};

}  // namespace insight
