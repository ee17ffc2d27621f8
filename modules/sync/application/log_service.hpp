#pragma once

#include <optional>
#include <span>
#include <string>

#include <ports/sync/event_log.hpp>
#include <ports/sync/source_log.hpp>

namespace sync {

// LogService: answers for a module's own log to those who follow it.
class LogService final : public SourceLog {
 public:
  LogService(std::string log, LogReader& reader) : log_(std::move(log)), reader_(reader) {}

  LogAnswer after(const Seen& seen, ReadLimits limits) override;
  Head head() override { return reader_.head(); }

 private:
  std::string log_;
  LogReader& reader_;
};

// Before a module accepts writes it asks those who follow it what they have seen. Where one has
// seen more than the log holds, or something else, the log went back: what comes now belongs to a
// new epoch. Nothing where every witness agrees with the log, or saw what an epoch of the log
// already says was lost.
std::optional<EpochStart> next_epoch(LogReader& reader, std::span<const Seen> witnesses);

}  // namespace sync
