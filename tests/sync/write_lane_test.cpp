#include <sync/application/write_lane.hpp>

#include <gtest/gtest.h>

#include <sync/application/sync_errors.hpp>

#include <tests/sync/thing.hpp>

namespace {

using sync::Outcome;

const shared::Error taken{shared::ErrorKind::conflict, "thing.taken", "Somebody has it.", "/key"};

class Lane : public testing::Test {
 protected:
  // Changes a thing: refused where its key is "taken"; says nothing where its key is "same".
  sync::Command change(const std::string& key, std::optional<std::uint8_t> idempotency_key = {},
                       std::uint64_t fingerprint = 1) {
    sync::Command command;
    command.origin = {module_.ids.next(), module_.clock.now(), "correlation", "trace"};
    if (idempotency_key) {
      sync::Idempotency idempotency;
      idempotency.key.bytes[0] = *idempotency_key;
      idempotency.fingerprint.low = fingerprint;
      command.idempotency = idempotency;
    }
    command.want = [] {};
    command.decide = [this, key]() -> shared::Result<std::string> {
      ++decided_;
      const auto version = module_.things.version(key) + 1;
      module_.things.put(key, version);
      module_.unit.append({"thing", key, version, false, "thing.changed", 1, "{}"});
      if (key == "taken") return shared::refuse(taken);
      if (key == "bug") throw std::logic_error("a mistake");
      if (key == "huge") {
        module_.unit.append({"thing", key, version + 1, false, "thing.changed", 1,
                             std::string(sync::payload_bytes_max + 1, ' ')});
      }
      return "";
    };
    command.answer = [this](Outcome outcome) { outcomes_.push_back(std::move(outcome)); };
    return command;
  }

  sync::Command look(std::uint8_t idempotency_key) {
    auto command = change("unused", idempotency_key);
    command.decide = [this]() -> shared::Result<std::string> {
      ++decided_;
      return R"({"state":)" + std::to_string(decided_) + "}";
    };
    return command;
  }

  template <class... Commands>
  void run(Commands... commands) {
    std::vector<sync::Command> batch;
    (batch.push_back(std::move(commands)), ...);
    lane_.run(std::move(batch));
  }

  std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const auto& outcome : outcomes_) {
      out.emplace_back(outcome.refusal ? outcome.refusal->code : "");
    }
    return out;
  }
  std::vector<sync::Offset> offsets() const {
    std::vector<sync::Offset> out;
    for (const auto& outcome : outcomes_) out.push_back(outcome.position.offset);
    return out;
  }

  using Codes = std::vector<std::string>;
  using Offsets = std::vector<sync::Offset>;
  thing::Module module_{"thing/0"};
  sync::WriteLane lane_{module_.unit,        module_.log,   module_.store,
                        module_.idempotency, module_.clock, {}};
  std::vector<Outcome> outcomes_;
  int decided_ = 0;
};

}  // namespace

TEST_F(Lane, MakesABatchDurableInOneCommitAndAnswersEachWithItsOwnEvent) {
  run(change("a"), change("b"), change("a"));
  EXPECT_EQ(module_.store.commits_made(), 1U);
  EXPECT_EQ(offsets(), (Offsets{1, 2, 3}));
  EXPECT_EQ(outcomes_[2].event->key, "a");
  EXPECT_EQ(outcomes_[2].event->version, 2);
  EXPECT_EQ(outcomes_[2].event->correlation_id, "correlation");
  EXPECT_EQ(outcomes_[2].event->traceparent, "trace");
  EXPECT_EQ(module_.things.rows(), (std::map<std::string, std::int64_t>{{"a", 2}, {"b", 1}}));
  ASSERT_EQ(module_.bus.frames.size(), 1U);
  ASSERT_EQ(module_.witness.heads.size(), 1U);
  EXPECT_EQ(module_.witness.heads[0], module_.log.head());
}

TEST_F(Lane, LeavesNothingOfARefusedCommandAndNoGapInTheLog) {
  run(change("a"), change("taken"), change("bug"), change("huge"), change("b"));
  EXPECT_EQ(codes(), (Codes{"", "thing.taken", "sync.command_failed", "sync.event_too_large", ""}));
  EXPECT_EQ(outcomes_[4].position.offset, 2U);
  EXPECT_EQ(module_.log.head().offset, 2U);
  EXPECT_EQ(module_.things.rows(), (std::map<std::string, std::int64_t>{{"a", 1}, {"b", 1}}));
}

TEST_F(Lane, AnswersARepeatWithTheSameEventAtTheSamePosition) {
  run(change("a", 1));
  run(change("a", 1), change("a", 2), change("a", 2));
  EXPECT_EQ(decided_, 2) << "neither repeat ran again, not even the twin in one batch";
  EXPECT_EQ(offsets(), (Offsets{1, 1, 2, 2}));
  EXPECT_EQ(outcomes_[1].event->id, outcomes_[0].event->id);
  EXPECT_EQ(outcomes_[3].event->id, outcomes_[2].event->id);
  EXPECT_TRUE(outcomes_[1].repeated);
  EXPECT_FALSE(outcomes_[2].repeated);
}

TEST_F(Lane, AnswersARepeatOfARefusalAndOfNoChangeTheSame) {
  run(change("taken", 1), look(2));
  run(change("taken", 1), look(2));
  EXPECT_EQ(decided_, 2);
  EXPECT_EQ(outcomes_[2].refusal->code, taken.code);
  EXPECT_EQ(outcomes_[2].refusal->kind, taken.kind);
  EXPECT_EQ(outcomes_[2].refusal->detail, taken.detail);
  EXPECT_EQ(outcomes_[2].refusal->field, taken.field);
  EXPECT_EQ(outcomes_[3].reply, outcomes_[1].reply);
}

TEST_F(Lane, RefusesAnotherRequestUnderTheSameKeyAndDoesNothing) {
  run(change("a", 1, 1), change("a", 1, 2));
  EXPECT_EQ(codes(), (Codes{"", "idempotency.key_reused"}));
  EXPECT_EQ(module_.log.head().offset, 1U);
}

TEST_F(Lane, ForgetsRecordsOnlyAfterTheirTime) {
  run(change("a", 1));
  module_.clock.pass(std::chrono::hours{47});
  run(change("b"));
  EXPECT_EQ(module_.store.durable().idempotency.size(), 1U);
  module_.clock.pass(std::chrono::hours{2});
  run(change("b"));
  EXPECT_TRUE(module_.store.durable().idempotency.empty());
}

TEST_F(Lane, GivesEachCommandATransactionOfItsOwnWhereTheStoreRefusesTheirFlush) {
  module_.things.unstorable = {"bad"};
  run(change("a", 1), change("bad"), change("b"));
  EXPECT_EQ(codes(), (Codes{"", "sync.store_rejected", ""}));
  EXPECT_EQ(module_.log.head().offset, 2U);
  EXPECT_EQ(module_.things.rows(), (std::map<std::string, std::int64_t>{{"a", 1}, {"b", 1}}));
}

TEST_F(Lane, SaysThatNothingTookEffectWhereTheStoreIsAwayOrFull) {
  module_.store.on_begin = [] { throw sync::StoreUnavailable("away"); };
  run(change("a"));
  module_.store.on_begin = nullptr;
  module_.store.commit_faults = {{[] { throw sync::StoreFull("full"); }, false}};
  run(change("a"));
  EXPECT_EQ(codes(), (Codes{"sync.store_unavailable", "storage_full"}));
  EXPECT_EQ(module_.log.head().offset, 0U);
  run(change("a"));
  EXPECT_EQ(outcomes_.back().position.offset, 1U);
}

TEST_F(Lane, AnswersByTheLogsVerdictWhereTheReplyToACommitWasLost) {
  const auto lost = [] { throw sync::CommitUnknown("the connection was cut"); };
  module_.store.commit_faults = {{lost, true}};
  run(change("a"), change("taken"));
  EXPECT_EQ(codes(), (Codes{"", "thing.taken"})) << "it had been committed";
  EXPECT_EQ(outcomes_[0].event->offset, 1U);
  ASSERT_EQ(module_.witness.heads.size(), 1U) << "or its own token would lie beyond the head";
  EXPECT_EQ(module_.witness.heads[0].offset, 1U);
  module_.store.commit_faults = {{lost, false}};
  run(change("a"));
  EXPECT_EQ(codes().back(), "sync.store_unavailable") << "it had not";
  EXPECT_EQ(module_.log.head().offset, 1U);
}

TEST_F(Lane, WaitsForTheVerdictAndLetsNothingPastIt) {
  module_.store.commit_faults = {{[this] {
                                    module_.store.on_begin = [] {
                                      throw sync::StoreUnavailable("away");
                                    };
                                    throw sync::CommitUnknown("the server went away");
                                  },
                                  true}};
  run(change("a"));
  EXPECT_TRUE(outcomes_.empty());
  run(change("b"));
  EXPECT_EQ(codes(), (Codes{"sync.store_unavailable"}));
  module_.store.on_begin = nullptr;
  EXPECT_TRUE(lane_.settle());
  EXPECT_EQ(codes(), (Codes{"sync.store_unavailable", ""}));
}

TEST_F(Lane, SaysThatTheOutcomeIsUnknownOnceTheVerdictTakesTooLong) {
  module_.store.commit_faults = {{[this] {
                                    module_.store.on_begin = [] {
                                      throw sync::StoreUnavailable("away");
                                    };
                                    throw sync::CommitUnknown("the server went away");
                                  },
                                  true}};
  run(change("a", 1));
  module_.clock.pass(std::chrono::seconds{11});
  EXPECT_TRUE(lane_.settle());
  EXPECT_EQ(codes(), (Codes{"sync.outcome_unknown"}));
  module_.store.on_begin = nullptr;
  run(change("a", 1));
  EXPECT_EQ(outcomes_.back().position.offset, 1U) << "a repeat under the same key tells";
}

TEST_F(Lane, AnswersABatchThatWaitsForItsVerdictWhenItCloses) {
  module_.store.commit_faults = {{[this] {
                                    module_.store.on_begin = [] {
                                      throw sync::StoreUnavailable("away");
                                    };
                                    throw sync::CommitUnknown("the server went away");
                                  },
                                  true}};
  run(change("a"));
  lane_.close();
  EXPECT_EQ(codes(), (Codes{"sync.outcome_unknown"}));
  EXPECT_TRUE(lane_.settle());
}

TEST_F(Lane, GivesEachCommandATransactionOfItsOwnWhereTheStoreCannotLookOneUp) {
  auto bad = change("bad");
  bad.want = [] { throw sync::StoreRejected("text with a NUL byte"); };
  run(change("a"), std::move(bad), change("b"));
  EXPECT_EQ(codes(), (Codes{"", "sync.store_rejected", ""}));
}

TEST_F(Lane, AnswersAllAndEndsWhereSomethingElseThanTheStoreFails) {
  auto bad = change("bad");
  bad.want = [] { throw std::logic_error("a mistake"); };
  EXPECT_THROW(run(change("a"), std::move(bad)), std::logic_error);
  EXPECT_EQ(codes(), (Codes{"sync.outcome_unknown", "sync.outcome_unknown"}));
}

TEST_F(Lane, AnswersUnknownAndEndsWhereTheStoreBreaks) {
  module_.store.commit_faults = {{[] { throw sync::StoreBroken("an I/O error"); }, true}};
  EXPECT_THROW(run(change("a"), change("b")), sync::StoreBroken);
  EXPECT_EQ(codes(), (Codes{"sync.outcome_unknown", "sync.outcome_unknown"}));
}

TEST_F(Lane, SaysOnceWhatAilsTheStore) {
  const auto full = [] { throw sync::StoreFull("the disk is full"); };
  module_.store.commit_faults = {{full, false}, {full, false}};
  run(change("a"));
  run(change("a"));
  EXPECT_EQ(module_.witness.alarms,
            (std::vector<std::string>{"writes are refused: the disk is full"}));
  run(change("a"));
  module_.store.commit_faults = {{full, false}};
  run(change("a"));
  EXPECT_EQ(module_.witness.alarms.size(), 2U) << "it was well in between";
}

TEST_F(Lane, WhereOthersAreInTheWayTheWholeBatchRunsAgainOnFreshRows) {
  int left = 2;
  module_.store.on_begin = [&left] {
    if (left-- > 0) throw sync::StoreBusy("a deadlock");
  };
  run(change("a"), change("taken"), change("b"));
  EXPECT_EQ(codes(), (Codes{"", "thing.taken", ""}));
  EXPECT_EQ(module_.log.head().offset, 2U);
  EXPECT_EQ(module_.log.read(0, {}).size(), 1U) << "one commit";
}

TEST_F(Lane, WhereOthersStayInTheWayNothingHappensAndItSaysSo) {
  int tries = 0;
  module_.store.on_begin = [&tries] {
    ++tries;
    throw sync::StoreBusy("a lock timeout");
  };
  run(change("a"), change("b"));
  EXPECT_EQ(tries, 3);
  EXPECT_EQ(codes(), (Codes{"sync.store_unavailable", "sync.store_unavailable"}));
  module_.store.on_begin = {};
  run(change("a"));
  EXPECT_EQ(codes().back(), "");
}
