#include <tests/instances/instance.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <adapters/bus/in_process_event_bus.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <app/billing_host.hpp>
#include <app/board.hpp>
#include <app/logging.hpp>
#include <app/user_host.hpp>

namespace instances {
namespace {

constexpr std::chrono::milliseconds between_writes{5};
const std::string asked = "asked";  // in place of an answer's code, before there is one

// Billing's copy of the users, in a process that freezes at one of them.
class FreezingCopy final : public sync::ReplicaHandler {
 public:
  FreezingCopy(sync::ReplicaHandler& copy, sync::Offset at) : copy_(copy), at_(at) {}
  std::string_view aggregate_type() const override { return copy_.aggregate_type(); }
  int schema_version_max() const override { return copy_.schema_version_max(); }
  void want(const sync::Event& event) override { copy_.want(event); }
  std::int64_t version(const std::string& key) override { return copy_.version(key); }
  shared::Done apply(const sync::Event& event) override {
    if (event.offset == at_) {
      at_ = 0;
      ::raise(SIGSTOP);
    }
    return copy_.apply(event);
  }

 private:
  sync::ReplicaHandler& copy_;
  sync::Offset at_;
};

class SaySeen final : public sync::Reaction {
 public:
  explicit SaySeen(sync::UnitOfWork& unit) : unit_(unit) {}
  void want(const sync::Event&) override {}
  shared::Done react(const sync::Event& event, shared::Instant) override {
    unit_.append({"seen", event.key, event.version, false, "seen.counted", 1, "{}"});
    return {};
  }

 private:
  sync::UnitOfWork& unit_;
};

// All that lives in the child. Members stand in the order of start.
struct Life {
  Life(const Stores& at, const Plan& plan)
      : user(machine, at.user, {}),
        billing(machine, at.billing, {}, {}),
        copy(billing.users, plan.freezes_at),
        seen(billing.lane.unit()),
        answers(::open(plan.answers.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)) {
    billing.lane.follow("billing-follows-user",
                        {"user/0", std::make_unique<app::LocalLog>("user/0", at.user),
                         bus.subscribe("user/0", [this] { billing.lane.wake(); })},
                        {{copy, &seen}});
    user.lane.start();
    billing.lane.start();
  }
  ~Life() {
    billing.lane.stop();
    user.lane.stop();
  }

  sync::Outcome register_user(const user::RegisterUser::Command& input) {
    std::promise<sync::Outcome> answered;
    sync::Command command;
    command.origin = {ids.next(), input.at, "correlation", ""};
    command.want = [&] { user.module.register_user.want(input); };
    command.decide = [&]() -> shared::Result<std::string> {
      const auto done = user.module.register_user(input);
      if (!done) return shared::refuse(done.error());
      return "";
    };
    command.answer = [&](sync::Outcome outcome) { answered.set_value(std::move(outcome)); };
    user.lane.queue().submit(std::move(command));
    return answered.get_future().get();
  }

  void be_a_client() {
    while (!stopping) {
      user::RegisterUser::Command input;
      input.id = user::UserId{ids.next()};
      input.at = clock.now();
      input.email = input.id.text() + "@example.com";
      const auto note = input.id.text() + " 0 " + asked + '\n';
      if (::write(answers, note.data(), note.size()) < 0) return;
      const auto outcome = register_user(input);
      const auto line = input.id.text() + ' ' + std::to_string(outcome.position.offset) + ' ' +
                        (outcome.refusal ? std::string{outcome.refusal->code} : "") + '\n';
      if (::write(answers, line.data(), line.size()) < 0) return;
      std::this_thread::sleep_for(between_writes);
    }
  }

  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  os::SodiumDigest digest;
  os::Progress progress;
  app::Board board{progress, clock};
  bus::InProcessEventBus bus;
  app::Machine machine{clock, ids, digest, bus, board};
  app::UserHost user;
  app::BillingHost billing;
  FreezingCopy copy;
  SaySeen seen;
  int answers;
  std::atomic<bool> stopping = false;
};

int live(const Stores& at, const Plan& plan, int until_closed) {
  app::start_logging("error", app::LogFormat::text);
  Life life{at, plan};
  std::vector<std::thread> clients;
  for (int i = 0; i < plan.clients; ++i) clients.emplace_back([&life] { life.be_a_client(); });
  char nothing = 0;
  while (::read(until_closed, &nothing, 1) < 0 && errno == EINTR) {
  }
  life.stopping = true;
  for (auto& client : clients) client.join();
  return 0;
}

}  // namespace

Instance::Instance(const Stores& at, Plan plan) : plan_(std::move(plan)) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe can be made");
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("no process can be made");
  if (pid_ > 0) {
    ::close(ends[0]);
    stays_while_open_ = ends[1];
    return;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(126);
  // Other instances' pipes too: they would never be seen to close.
  const int kept = ::dup2(ends[0], STDIN_FILENO);
  ::close_range(3, ~0U, 0);
  int code = 1;
  try {
    code = live(at, plan_, kept);
  } catch (const std::exception& failure) {
    app::log_error("an instance failed", {{"error", failure.what()}});
  }
  ::_exit(code);
}

Instance::~Instance() {
  if (pid_ > 0) {
    signal(SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  if (stays_while_open_ >= 0) ::close(stays_while_open_);
}

void Instance::signal(int number) const { ::kill(pid_, number); }

bool Instance::freezes_within(std::chrono::milliseconds at_most) const {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (std::chrono::steady_clock::now() < deadline) {
    int status = 0;
    if (::waitpid(pid_, &status, WUNTRACED | WNOHANG) == pid_) return WIFSTOPPED(status);
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return false;
}

bool Instance::stop() {
  ::close(std::exchange(stays_while_open_, -1));
  int status = 0;
  ::waitpid(std::exchange(pid_, 0), &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::vector<Answer> Instance::answers() const {
  std::vector<Answer> all;
  std::ifstream file(plan_.answers);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    Answer answer;
    words >> answer.key >> answer.offset >> answer.code;
    if (answer.code != asked) all.push_back(std::move(answer));
  }
  return all;
}

std::vector<Answer> Instance::unanswered() const {
  std::map<std::string, Answer> open;
  std::ifstream file(plan_.answers);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    Answer answer;
    words >> answer.key >> answer.offset >> answer.code;
    if (answer.code == asked) {
      open[answer.key] = {answer.key, "sync.outcome_unknown"};
    } else {
      open.erase(answer.key);
    }
  }
  std::vector<Answer> all;
  for (auto& [key, answer] : open) all.push_back(std::move(answer));
  return all;
}

std::size_t Instance::registered() const {
  const auto all = answers();
  return static_cast<std::size_t>(std::ranges::count(all, std::string{}, &Answer::code));
}

}  // namespace instances
