#include <sync/application/unit_of_work.hpp>

#include <shared/domain/planted_bug.hpp>
#include <sync/application/chain.hpp>
#include <sync/application/encoding.hpp>
#include <sync/application/sync_errors.hpp>

namespace sync {

void UnitOfWork::open() {
  for (auto* table : parts_.tables) table->clear();
  commit_ = {};
  step_begin_ = 0;
  flushed_ = false;
  parts_.store.begin();
}

void UnitOfWork::find_head() {
  head_ = parts_.store.head();
  next_offset_ = head_.offset + 1;
  if (!told_) told_ = head_;  // whoever started this knows
  tell();
}

void UnitOfWork::tell() {
  if (head_ == told_) return;
  told_ = head_;
  parts_.observer.log_moved(parts_.log, head_);
}

bool UnitOfWork::load_named() {
  bool any = false;
  for (auto* table : parts_.tables) any |= table->load();
  if (any) parts_.store.fetch();
  return any;
}

void UnitOfWork::step(Cause cause) {
  cause_ = std::move(cause);
  step_begin_ = commit_.events.size();
}

void UnitOfWork::append(Draft draft) {
  commit_.events.push_back(stamped(std::move(draft), next_offset_++));
}

Event UnitOfWork::stamped(Draft draft, Offset offset) {
  Event event;
  event.offset = offset;
  event.id = parts_.ids.next();
  event.aggregate_type = std::move(draft.aggregate_type);
  event.key = std::move(draft.key);
  event.version = draft.version;
  event.removes = draft.removes;
  event.type = std::move(draft.type);
  event.schema_version = draft.schema_version;
  event.occurred_at = cause_.at;
  event.payload = std::move(draft.payload);
  event.correlation_id = cause_.correlation_id;
  event.causation_id = cause_.causation_id;
  event.causation_depth = cause_.depth;
  event.traceparent = cause_.traceparent;
  return event;
}

shared::Result<std::size_t> UnitOfWork::keep() {
  for (std::size_t i = step_begin_; i < commit_.events.size(); ++i) {
    if (commit_.events[i].payload.size() <= payload_bytes_max) continue;
    drop();
    return shared::refuse(errors::event_too_large());
  }
  for (auto* table : parts_.tables) table->keep();
  return commit_.events.size() - step_begin_;
}

void UnitOfWork::drop() {
  if (SIM_BUG("refused_leaves_traces")) static_cast<void>(keep());
  for (auto* table : parts_.tables) table->drop();
  next_offset_ -= commit_.events.size() - step_begin_;
  commit_.events.resize(step_begin_);
}

void UnitOfWork::flush() {
  if (flushed_) return;
  for (auto* table : parts_.tables) table->flush();
  flushed_ = true;
}

void UnitOfWork::commit() {
  flush();
  if (commit_.events.empty()) {
    parts_.store.commit();
    return;
  }
  commit_.epoch = head_.epoch;
  commit_.roots = head_.roots;
  for (const auto& event : commit_.events) count_event(commit_.roots, parts_.digest, event);
  const auto encoded = encode(commit_.events);
  commit_.chain = chain_after(parts_.digest, head_.chain, commit_, encoded);
  parts_.events.append(commit_);
  parts_.store.commit();
  head_ = {commit_.epoch, commit_.last(), commit_.chain, commit_.roots};
  tell();
  parts_.bus.publish(parts_.log, encode_frame(parts_.log, commit_, encoded));
}

void UnitOfWork::rollback() noexcept {
  parts_.store.rollback();
  for (auto* table : parts_.tables) table->clear();
}

}  // namespace sync
