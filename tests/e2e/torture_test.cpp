#include <cstdlib>
#include <exception>

#include <gtest/gtest.h>

#include <tests/e2e/torture.hpp>

// A short one, for every day; ./dev torture is for hours.
//   CLEAVE_TORTURE_SECONDS says for how long, instead of 25; CLEAVE_SEED from which seed;
//   CLEAVE_TORTURE=split tortures a gateway with two instances of user and of billing.
namespace {

std::string said(const char* variable, const char* otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : text;
}

TEST(Torture, LosesNothingDoublesNothingAndComesTogetherAfterEachHeal) {
  e2e::Torture::Plan plan;
  plan.seed = std::stoull(said("CLEAVE_SEED", "1"));
  plan.time = std::chrono::seconds{std::stoll(said("CLEAVE_TORTURE_SECONDS", "25"))};
  plan.split = said("CLEAVE_TORTURE", "") == "split";
  plan.long_freezes = plan.time >= std::chrono::minutes{5};
  try {
    e2e::Torture torture{plan};
    torture.run();
  } catch (const std::exception& violation) {
    FAIL() << "from seed " << plan.seed << ": " << violation.what();
  }
}

}  // namespace
