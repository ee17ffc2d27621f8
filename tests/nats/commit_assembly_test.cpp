#include <adapters/nats/commit_assembly.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include <sync/application/encoding.hpp>

namespace {

// An event of a commit with these offsets.
nats::CarriedEvent carried(sync::Offset offset, sync::Offset first, sync::Offset last,
                           sync::Epoch epoch = 1, std::size_t payload_bytes = 2) {
  nats::CarriedEvent one;
  one.event.offset = offset;
  one.event.payload = std::string(payload_bytes, '1');
  one.epoch = epoch;
  one.commit_first = first;
  one.commit_last = last;
  return one;
}

constexpr std::size_t bytes_max = 10;

// The offsets that came out as whole commits: "1-3 4-4".
std::string assembled(const std::vector<nats::CarriedEvent>& events) {
  nats::CommitAssembly assembly{"user/0", bytes_max};
  std::string out;
  for (const auto& event : events) {
    const auto bytes = assembly.add(event);
    if (!bytes) continue;
    const auto frame = sync::decode_frame(*bytes);
    if (!frame) return "damaged";
    const auto& commit = frame->commit;
    if (!out.empty()) out += ' ';
    out += std::to_string(commit.events.front().offset) + "-" + std::to_string(commit.last());
    if (commit.events.size() != commit.last() - commit.events.front().offset + 1) out += " holed";
  }
  return out;
}

TEST(CommitAssembly, PutsEventsTogetherToTheirCommits) {
  EXPECT_EQ(assembled({carried(1, 1, 3), carried(2, 1, 3), carried(3, 1, 3), carried(4, 4, 4)}),
            "1-3 4-4");
}

TEST(CommitAssembly, LeavesOutWhatDidNotComeWhole) {
  struct Case {
    const char* what;
    std::vector<nats::CarriedEvent> events;
  };
  const Case cases[] = {
      {"no beginning", {carried(2, 1, 3), carried(3, 1, 3), carried(4, 4, 4)}},
      {"a hole", {carried(1, 1, 3), carried(3, 1, 3), carried(4, 4, 4)}},
      {"another order", {carried(2, 1, 2), carried(1, 1, 2), carried(4, 4, 4)}},
      {"two epochs", {carried(1, 1, 2, 1), carried(2, 1, 2, 2), carried(4, 4, 4)}},
      {"another end", {carried(1, 1, 3), carried(2, 1, 2), carried(3, 1, 3), carried(4, 4, 4)}},
      {"twice the same", {carried(1, 1, 2), carried(2, 2, 3), carried(2, 1, 2), carried(4, 4, 4)}},
      {"too many bytes", {carried(1, 1, 2, 1, 6), carried(2, 1, 2, 1, 6), carried(4, 4, 4)}},
      {"too large an event", {carried(1, 1, 1, 1, 11), carried(4, 4, 4)}},
  };
  for (const auto& [what, events] : cases) EXPECT_EQ(assembled(events), "4-4") << what;
}

TEST(CommitAssembly, BeginsAnewWithTheNextBeginning) {
  EXPECT_EQ(assembled({carried(1, 1, 2), carried(1, 1, 2), carried(2, 1, 2)}), "1-2");
  EXPECT_EQ(assembled({carried(1, 1, 2, 1, 6), carried(1, 1, 2, 1, 4), carried(2, 1, 2, 1, 6)}),
            "1-2");
}

}  // namespace
