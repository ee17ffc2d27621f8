#pragma once

#include <string_view>

#include <gtest/gtest.h>

#include <tests/billing/use_cases.hpp>

// Ada's user is deactivated, or is back, as billing hears of it.
namespace billing_test {

inline const billing::FollowUserStatus& follow_status(Module& m) {
  const auto& follow = m.module.follow_user_status;
  for (int round = 0; round < Module::rounds; ++round) follow.want(Module::ada);
  return follow;
}

inline void deactivate(Module& m, std::string_view when) {
  ASSERT_TRUE(follow_status(m).deactivated(Module::ada, at(when)));
}

inline void reactivate(Module& m, std::string_view when) {
  ASSERT_TRUE(follow_status(m).reactivated(Module::ada, at(when)));
}

}  // namespace billing_test
