#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/bus/in_process_event_bus.hpp>
#include <adapters/documents/billing/invoice_page.hpp>
#include <adapters/system/read_pool.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <app/billing_host.hpp>
#include <app/billing_processes.hpp>
#include <app/board.hpp>
#include <app/insight_host.hpp>
#include <app/progress_gate.hpp>
#include <app/subscriptions.hpp>
#include <app/user_host.hpp>
#include <app/webhook_host.hpp>
#include <app/webhook_processes.hpp>

namespace app {

struct CoreOptions {
  Databases databases;
  LaneOptions lane;              // of each module
  billing::BillingRules billing_rules;
  std::chrono::seconds billing_run_every{0};  // 0: no run but those that are asked for
  bool billing_test_clock = false;         // billing's time may be moved ahead
  documents::Issuer issuer;
  bool webhook_private_addresses = false;  // webhooks may go to any address, and by http:// too
  std::size_t read_threads = 2;  // of user and of billing; the small modules have one
};

// RunningModule: what all modules have in common.
struct RunningModule {
  std::string_view name;
  ModuleStore& store;
  ModuleLane& lane;
};

// Core: all modules in one process, each on its own database, in step through the bus. Members
// stand in the order of start, and are stopped in reverse.
class Core {
 public:
  // Opens the stores at this binary's schema and subscribes the followers; nothing runs yet.
  explicit Core(const CoreOptions& options);
  ~Core() { stop(); }

  // Checks each log against what its followers have seen, then starts the lanes. What modules do on
  // their own account begins with start_processes, or when somebody asks for it.
  void start();
  void start_processes() {
    billing_processes.start();
    webhook_processes.start();
  }
  // Drains the lanes: what was taken is answered, what a follower holds is committed. May be said
  // twice.
  void stop();

  // Every module, in the order of start.
  std::vector<RunningModule> modules();

  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  os::SodiumDigest digest;
  os::Progress progress;
  Board board{progress, clock};
  bus::InProcessEventBus bus;
  UserHost user;
  BillingHost billing;
  InsightHost insight;
  WebhookHost webhook;
  BillingProcesses billing_processes;
  WebhookProcesses webhook_processes;
  const documents::Issuer issuer;
  Epochs epochs;
  ProgressGate user_gate{"user", progress, epochs};
  ProgressGate billing_gate{"billing", progress, epochs};
  ProgressGate insight_gate{"insight", progress, epochs};
  ProgressGate webhook_gate{"webhook", progress, epochs};
  os::ReadPool<UserReads> user_reads;
  os::ReadPool<BillingReads> billing_reads;
  os::ReadPool<InsightReads> insight_reads;
  os::ReadPool<WebhookReads> webhook_reads;

 private:
  Machine machine() { return {clock, ids, digest, bus, board}; }
  std::vector<sync::Seen> witnesses_of(std::string_view source);

  Databases databases_;
};

}  // namespace app
