#include <tests/simulation/driver.hpp>

#include <algorithm>
#include <utility>

namespace sim {
namespace {

constexpr std::size_t work_bytes = 200;
constexpr std::chrono::milliseconds nothing_to_do{std::chrono::hours{1}};

}  // namespace

std::chrono::milliseconds Driver::step() {
  for (auto& ended : std::exchange(*ended_, {})) ended();
  auto wait = nothing_to_do;
  for (const auto& step : steps_) {
    if (!machine_.disk.alive()) break;
    wait = std::min(wait, step());
  }
  return ended_->empty() ? wait : std::chrono::milliseconds{0};
}

void Driver::submit(shared::Work work) {
  sync::Command command;
  command.origin.command_id = machine_.ids.next();
  command.origin.at = machine_.clock.now();
  command.origin.correlation_id = shared::to_text(command.origin.command_id);
  command.bytes = work_bytes;
  command.want = std::move(work.want);
  command.decide = [decide = std::move(work.decide)]() mutable -> shared::Result<std::string> {
    if (auto done = decide(); !done) return shared::refuse(done.error());
    return "{}";  // nobody reads it: a work has no caller
  };
  command.answer = [ended_list = ended_, wake = wake_,
                    ended = std::move(work.ended)](sync::Outcome outcome) mutable {
    ended_list->push_back([ended = std::move(ended),
                           refusal = std::move(outcome.refusal)]() mutable {
      ended(refusal ? shared::Done{shared::refuse(std::move(*refusal))} : shared::Done{});
    });
    wake();
  };
  submit_(std::move(command));
}

}  // namespace sim
