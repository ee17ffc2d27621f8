#pragma once

#include <memory>
#include <utility>

#include <ports/shared/works.hpp>

#include <shared/domain/result.hpp>

namespace billing {

// One use case as a work of this module's own account; its end is the caller's to add.
// `decided(command, result)` hears in the lane what the use case answered: again where it is
// decided again, and the last time counts.
template <class UseCase, class Decided>
shared::Work work_of(const UseCase& use_case, typename UseCase::Command input, Decided decided) {
  const auto command = std::make_shared<const typename UseCase::Command>(std::move(input));
  shared::Work work;
  work.want = [&use_case, command] { use_case.want(*command); };
  work.decide = [&use_case, command, decided = std::move(decided)]() mutable -> shared::Done {
    const auto result = use_case(*command);
    decided(*command, result);
    if (!result) return shared::refuse(result.error());
    return {};
  };
  return work;
}

template <class UseCase>
shared::Work work_of(const UseCase& use_case, typename UseCase::Command input) {
  return work_of(use_case, std::move(input), [](const auto&, const auto&) {});
}

}  // namespace billing
