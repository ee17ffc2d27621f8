#include <adapters/bus/sync/remote_log.hpp>

#include <mutex>
#include <utility>

#include <sync/application/log_messages.hpp>

namespace bus {

using Answer = std::expected<shared::Message, shared::Silence>;

std::string log_service_of(const std::string& module) { return module + ".log"; }
std::string followers_service_of(const std::string& module) { return module + ".followers"; }

// Shared with the answer that is on its way, which may come when the log is gone.
struct RemoteLog::Mailbox {
  void put(Answer answer) {
    const std::scoped_lock lock(mutex);
    asking = false;
    came = std::move(answer);
    if (wake) wake();
  }
  std::optional<Answer> take() {
    const std::scoped_lock lock(mutex);
    return std::exchange(came, std::nullopt);
  }
  bool is_asking() {
    const std::scoped_lock lock(mutex);
    return asking;
  }

  std::mutex mutex;
  std::function<void()> wake;  // empty once the log is gone
  bool asking = false;
  std::optional<Answer> came;
};

RemoteLog::RemoteLog(shared::Requests& requests, std::string module, const sync::Digest& digest,
                     std::function<void()> wake, RemoteLogLimits limits)
    : requests_(requests),
      module_(std::move(module)),
      log_(module_ + "/0"),
      digest_(digest),
      limits_(limits),
      mailbox_(std::make_shared<Mailbox>()) {
  mailbox_->wake = std::move(wake);
}

RemoteLog::~RemoteLog() {
  const std::scoped_lock lock(mailbox_->mutex);
  mailbox_->wake = nullptr;
}

sync::LogAnswer RemoteLog::after(const sync::Seen& seen, sync::ReadLimits limits) {
  if (mailbox_->is_asking()) return sync::AnswerPending{};
  auto came = mailbox_->take();
  if (!came || asked_ != seen) {
    ask(seen, limits);
    came = mailbox_->take();  // where it came at once
    if (!came) return sync::AnswerPending{};
  }
  auto answer = open(std::move(*came));
  const auto* const all = std::get_if<sync::Commits>(&answer);
  if (all == nullptr || all->commits.empty()) return answer;
  const auto& last = all->commits.back();
  if (last.last() < all->head.offset) ask({last.epoch, last.last(), last.chain}, limits);
  return answer;
}

sync::Head RemoteLog::head() {
  if (!head_) throw sync::StoreUnavailable("nothing was heard of " + log_ + " yet");
  return *head_;
}

void RemoteLog::ask(const sync::Seen& seen, sync::ReadLimits limits) {
  asked_ = seen;
  {
    const std::scoped_lock lock(mailbox_->mutex);
    mailbox_->asking = true;
    mailbox_->came.reset();
  }
  requests_.ask(log_service_of(module_),
                {{}, sync::encode_question(sync::AskAfter{seen, limits})}, limits_.answer_max,
                [mailbox = mailbox_](Answer answer) { mailbox->put(std::move(answer)); });
}

sync::LogAnswer RemoteLog::open(Answer answer) {
  using sync::StoreUnavailable;
  if (!answer) {
    switch (answer.error()) {
      case shared::Silence::nobody:
        throw StoreUnavailable("no process that runs " + module_ + " can be reached");
      case shared::Silence::late:
        throw StoreUnavailable(module_ + " did not say in time what follows in " + log_);
      case shared::Silence::lost:
        throw StoreUnavailable("what " + module_ + " said of " + log_ + " was lost on its way");
    }
  }
  auto reply = sync::decode_reply(log_, answer->body, digest_);
  if (!reply) throw StoreUnavailable("what came of " + log_ + " was damaged on its way");
  if (auto* all = std::get_if<sync::Commits>(&*reply)) {
    head_ = all->head;
    return std::move(*all);
  }
  if (auto* back = std::get_if<sync::WentBack>(&*reply)) return std::move(*back);
  if (const auto* not_now = std::get_if<sync::LogUnavailable>(&*reply)) {
    throw StoreUnavailable(module_ + ": " + not_now->why);
  }
  throw StoreUnavailable(module_ + " answered something else than was asked");
}

}  // namespace bus
