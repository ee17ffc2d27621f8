#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <adapters/nats/event_message.hpp>
#include <adapters/nats/jetstream_event_stream.hpp>
#include <adapters/nats/names.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/board.hpp>
#include <app/module_store.hpp>
#include <sync/application/relay.hpp>
#include <tests/bench/pairs.hpp>

// relay_bench: the relay of user's log on PostgreSQL into JetStream, against libnats alone, which
// publishes the very same messages, made beforehand, to a stream of the same kind.
//   relay_bench CONNINFO URL ROUNDS
//     CONNINFO is of a database whose schema "user" has a log, as postgres_bench leaves it
// One line: medians, bests, the ratio's range.
namespace {

using bench::Pair;
using bench::Run;

constexpr const char* log = "user/0";
constexpr const char* reference_log = "reference/0";
constexpr std::int64_t published_at_once = 4096;
constexpr std::size_t made_at_once = 20'000;

void must(natsStatus status, const char* doing) {
  if (status != NATS_OK) {
    throw std::runtime_error(std::string{doing} + ": " + natsStatus_GetText(status));
  }
}

nats::Settings settings_of(const std::string& url) {
  nats::Settings settings;
  settings.url = url;
  settings.name = "bench";
  settings.gather = true;
  return settings;
}

class Broker {
 public:
  explicit Broker(const std::string& url)
      : connection_(settings_of(url), [](const nats::Notice&) {}) {
    for (int tried = 0; !connection_.link(); ++tried) {
      if (tried == 500) throw std::runtime_error("nobody answers at " + url);
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    jsOptions options;
    jsOptions_Init(&options);
    options.PublishAsync.MaxPending = published_at_once;
    must(natsConnection_JetStream(&context_, connection_.link().get(), &options), "JetStream");
  }
  ~Broker() { jsCtx_Destroy(context_); }
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  const nats::Connection& connection() const { return connection_; }
  jsCtx* context() { return context_; }
  void forget(const char* stream) { js_DeleteStream(context_, stream, nullptr, nullptr); }

 private:
  nats::Connection connection_;
  jsCtx* context_ = nullptr;
};

template <class Work>
Run measured(std::int64_t events, Work work) {
  Run run;
  run.events = events;
  const double cpu_before = bench::process_seconds();
  const double began = bench::now_seconds();
  work();
  run.seconds = bench::now_seconds() - began;
  run.cpu_seconds = bench::process_seconds() - cpu_before;
  return run;
}

// As the server does it, on a thread of its own; into a stream that is not there yet.
Run relay(Broker& broker, const sql::Location& at) {
  broker.forget(nats::stream_name(log).c_str());
  os::SystemClock clock;
  os::Progress progress;
  app::Board board{progress, clock};
  app::LogAccess access{at};
  nats::JetStreamEventStream stream{broker.connection(), log, {}};
  sync::Relay relay{log, access.reader, stream, clock, board, {}};
  const auto head = access.reader.head().offset;
  auto run = measured(0, [&] {
    while (relay.status().relayed < head) {
      const auto wait = relay.step();
      if (!relay.status().waiting.empty()) throw std::runtime_error(relay.status().waiting);
      std::this_thread::sleep_for(std::min(wait, std::chrono::milliseconds{1}));
    }
  });
  progress.stop();
  run.events = static_cast<std::int64_t>(relay.status().published);
  return run;
}

std::vector<nats::MessagePtr> messages_of(const std::vector<sync::Commit>& commits) {
  std::vector<nats::MessagePtr> messages;
  for (const auto& commit : commits) {
    for (std::size_t i = 0; i < commit.events.size(); ++i) {
      messages.push_back(nats::to_message(reference_log, commit, i, ""));
    }
  }
  return messages;
}

Run publish(Broker& broker, const sql::Location& at, std::int64_t events) {
  broker.forget("REFERENCE");
  const char* subjects[] = {"cleave.reference.>"};
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  config.Name = "REFERENCE";
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  must(js_AddStream(nullptr, broker.context(), &config, nullptr, nullptr), "a stream");

  app::LogAccess access{at};
  Run whole;
  auto after = access.reader.head().offset - static_cast<sync::Offset>(events);
  while (whole.events < events) {
    const auto commits = access.reader.read(after, {made_at_once, std::size_t{1} << 30});
    after = commits.back().last();
    auto messages = messages_of(commits);
    const auto run = measured(static_cast<std::int64_t>(messages.size()), [&] {
      for (auto& message : messages) {
        auto* one = message.release();  // the library's from here on
        must(js_PublishMsgAsync(broker.context(), &one, nullptr), "publishing");
      }
      must(js_PublishAsyncComplete(broker.context(), nullptr), "acknowledgements");
    });
    whole.events += run.events;
    whole.seconds += run.seconds;
    whole.cpu_seconds += run.cpu_seconds;
  }
  return whole;
}

void run(const std::string& conninfo, const std::string& url, int rounds) {
  const sql::Location at = sql::Postgresql{.conninfo = conninfo, .schema = "user"};
  Broker broker{url};
  std::vector<Pair> pairs;
  for (int round = 0; round < rounds; ++round) {
    Pair pair;
    pair.product = relay(broker, at);
    pair.reference = publish(broker, at, pair.product.events);
    pairs.push_back(pair);
  }
  bench::print("relay", pairs);
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fputs("usage: relay_bench CONNINFO URL ROUNDS\n", stderr);
    return EXIT_FAILURE;
  }
  try {
    run(words[1], words[2], std::atoi(words[3]));
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "relay_bench: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
