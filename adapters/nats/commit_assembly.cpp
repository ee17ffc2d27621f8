#include <adapters/nats/commit_assembly.hpp>

#include <utility>

#include <sync/application/encoding.hpp>

namespace nats {

std::optional<std::string> CommitAssembly::add(CarriedEvent carried) {
  auto& event = carried.event;
  const bool begins = event.offset == carried.commit_first;
  if (begins) {
    forget();
    commit_.epoch = carried.epoch;
    last_ = carried.commit_last;
  }
  const bool goes_on = !commit_.events.empty() && event.offset == commit_.last() + 1 &&
                       carried.epoch == commit_.epoch && carried.commit_last == last_;
  bytes_ += event.payload.size();
  if (!(begins || goes_on) || bytes_ > bytes_max_) {
    forget();
    return std::nullopt;
  }
  commit_.events.push_back(std::move(event));
  if (commit_.last() != last_) return std::nullopt;
  commit_.chain = carried.chain;
  commit_.roots = std::move(carried.roots);
  auto frame = sync::encode_frame(log_, commit_, sync::encode(commit_.events));
  forget();
  return frame;
}

void CommitAssembly::forget() {
  commit_ = {};
  bytes_ = 0;
}

}  // namespace nats
