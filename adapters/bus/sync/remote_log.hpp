#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <ports/shared/requests.hpp>
#include <ports/sync/digest.hpp>
#include <ports/sync/source_log.hpp>

namespace bus {

// The service that answers for a module's log, and the one that says where its followers stand.
std::string log_service_of(const std::string& module);        // "user.log"
std::string followers_service_of(const std::string& module);  // "billing.followers"

struct RemoteLogLimits {
  std::chrono::milliseconds answer_max{5'000};
};

// RemoteLog: the log of a module that runs elsewhere, asked over Requests. It never waits: the
// answer comes by itself, wakes the follower, and lies ready for the same question. While one
// answer is applied, the next is on its way.
//   Bounds  one question at a time, and one answer in hand
//   Errors  StoreUnavailable where nobody serves the log, no answer came in time, or what came is
//           damaged. A log that went back says so in an answer that is whole
class RemoteLog final : public sync::SourceLog {
 public:
  // `wake` is called from any thread, short; never after the destruction.
  RemoteLog(shared::Requests& requests, std::string module, const sync::Digest& digest,
            std::function<void()> wake, RemoteLogLimits limits = {});
  ~RemoteLog() override;

  sync::LogAnswer after(const sync::Seen& seen, sync::ReadLimits limits) override;
  // As last heard of; StoreUnavailable where nothing was heard yet.
  sync::Head head() override;

 private:
  struct Mailbox;

  void ask(const sync::Seen& seen, sync::ReadLimits limits);
  sync::LogAnswer open(std::expected<shared::Message, shared::Silence> answer);

  shared::Requests& requests_;
  const std::string module_;
  const std::string log_;
  const sync::Digest& digest_;
  const RemoteLogLimits limits_;
  const std::shared_ptr<Mailbox> mailbox_;
  sync::Seen asked_;  // what the answer in the mailbox, or on its way, is about
  std::optional<sync::Head> head_;
};

}  // namespace bus
