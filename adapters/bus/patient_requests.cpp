#include <adapters/bus/patient_requests.hpp>

#include <algorithm>
#include <expected>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <utility>

#include <adapters/bus/gate.hpp>
#include <adapters/bus/open_questions.hpp>

namespace bus {
namespace {

using shared::Message;
using shared::Silence;
using Time = std::chrono::milliseconds;

}  // namespace

// Asking: the questions under way and the circuits, shared with what will be called back.
class PatientRequests::Asking : public std::enable_shared_from_this<Asking> {
 public:
  // Question: one on its way, over all its tries.
  struct Question {
    OpenQuestions::Id id = 0;
    std::string service;
    Message message;
    Time deadline{0};
    Time nobody_until{0};
    int tries_left = 1;
    Time pause{0};  // before the next try
  };

  Asking(shared::Requests& requests, shared::Clock& clock, shared::Timer& timer,
         std::uint64_t seed, Patience patience)
      : open(std::make_shared<OpenQuestions>(clock, timer, patience.open_max)),
        patience_(patience), requests_(requests), clock_(clock), timer_(timer), chance_(seed) {}

  void ask(Question question, Time within, OpenQuestions::Answered answered) {
    question.deadline = clock_.monotonic() + within;
    question.nobody_until = clock_.monotonic() + patience_.nobody_max;
    question.pause = patience_.pause_first;
    question.id = open->open(within, std::move(answered));
    if (question.id != 0) attempt(std::make_shared<Question>(std::move(question)));
  }

  Circuit circuit(const std::string& service) {
    const std::scoped_lock lock(mutex_);
    const auto found = breakers_.find(service);
    if (found == breakers_.end() || !found->second.open_until) return Circuit::closed;
    return found->second.probing ? Circuit::probing : Circuit::open;
  }

  void stop() {
    gate_.close();
    open->end_all(Silence::lost);
  }

  const std::shared_ptr<OpenQuestions> open;

 private:
  using QuestionPtr = std::shared_ptr<Question>;
  using Ended = std::expected<Message, Silence>;

  struct Breaker {
    int failures = 0;  // in a row
    std::optional<Time> open_until;
    bool probing = false;
  };
  enum class Admitted { no, yes, as_probe };

  void attempt(const QuestionPtr& question) {
    const Gate::Inside inside(gate_);
    if (!inside) return open->end(question->id, std::unexpected(Silence::nobody));
    const auto admitted = admit(question->service);
    if (admitted == Admitted::no) return open->end(question->id, std::unexpected(Silence::nobody));
    const bool last = --question->tries_left == 0;
    const auto left = question->deadline - clock_.monotonic();
    const bool only = last && patience_.nobody_max == Time{0};
    Message message = only ? std::move(question->message) : question->message;
    const std::string& service = question->service;
    requests_.ask(service, std::move(message), std::max(last ? left : left / 2, Time{1}),
                  [self = weak_from_this(), question, admitted](Ended ended) {
                    if (const auto asking = self.lock())
                      asking->ended(question, std::move(ended), admitted == Admitted::as_probe);
                  });
  }

  void ended(const QuestionPtr& question, Ended ended, bool was_probe) {
    const Gate::Inside inside(gate_);
    if (!inside) return;
    learn(question->service, ended, was_probe);
    const bool nobody = !ended && ended.error() == Silence::nobody;
    if (nobody && clock_.monotonic() < question->nobody_until) ++question->tries_left;
    if (ended || question->tries_left == 0) return open->end(question->id, std::move(ended));
    const auto pause = draw_pause(*question);
    if (clock_.monotonic() + pause >= question->deadline)
      return open->end(question->id, std::move(ended));
    timer_.after(pause, [self = weak_from_this(), question] {
      const auto asking = self.lock();
      if (asking && asking->open->is_open(question->id)) asking->attempt(question);
    });
  }

  Time draw_pause(Question& question) {
    const auto half = std::min(question.pause, patience_.pause_max) / 2;
    question.pause *= 2;
    const std::scoped_lock lock(mutex_);
    return half + Time{std::uniform_int_distribution<Time::rep>(0, half.count())(chance_)};
  }

  Admitted admit(const std::string& service) {
    const std::scoped_lock lock(mutex_);
    const auto found = breakers_.find(service);
    if (found == breakers_.end() || !found->second.open_until) return Admitted::yes;
    Breaker& breaker = found->second;
    if (breaker.probing || clock_.monotonic() < *breaker.open_until) return Admitted::no;
    breaker.probing = true;
    return Admitted::as_probe;
  }

  // An answer closes the circuit; silence in a row, or of the probe, opens it. That nobody serves
  // came at once and says nothing of how they would.
  void learn(const std::string& service, const Ended& ended, bool was_probe) {
    const std::scoped_lock lock(mutex_);
    if (ended) {
      breakers_.erase(service);
      return;
    }
    const bool silent = ended.error() != Silence::nobody;
    if (!silent && !was_probe) return;
    Breaker& breaker = breakers_[service];
    if (was_probe) breaker.probing = false;
    if (!silent) return;
    ++breaker.failures;
    if (was_probe || (!breaker.open_until && breaker.failures >= patience_.failures_max))
      breaker.open_until = clock_.monotonic() + patience_.open_for;
  }

  const Patience patience_;
  shared::Requests& requests_;
  shared::Clock& clock_;
  shared::Timer& timer_;
  Gate gate_;
  std::mutex mutex_;
  std::map<std::string, Breaker, std::less<>> breakers_;  // of services that were silent
  std::mt19937_64 chance_;
};

// Face: asks in one of the two ways.
class PatientRequests::Face final : public shared::Requests {
 public:
  Face(std::shared_ptr<Asking> asking, int tries_max)
      : asking_(std::move(asking)), tries_max_(tries_max) {}

  void ask(const std::string& service, Message question, Time within, Answered answered) override {
    Asking::Question one;
    one.service = service;
    one.message = std::move(question);
    one.tries_left = tries_max_;
    asking_->ask(std::move(one), within, std::move(answered));
  }

 private:
  const std::shared_ptr<Asking> asking_;
  const int tries_max_;
};

PatientRequests::PatientRequests(shared::Requests& requests, shared::Clock& clock,
                                 shared::Timer& timer, std::uint64_t seed, Patience patience)
    : asking_(std::make_shared<Asking>(requests, clock, timer, seed, patience)),
      repeating_(std::make_unique<Face>(asking_, patience.tries_max)),
      once_(std::make_unique<Face>(asking_, 1)) {}

PatientRequests::~PatientRequests() { end(); }

void PatientRequests::end() { asking_->stop(); }

shared::Requests& PatientRequests::repeating() { return *repeating_; }

shared::Requests& PatientRequests::once() { return *once_; }

PatientRequests::Circuit PatientRequests::circuit(const std::string& service) const {
  return asking_->circuit(service);
}

}  // namespace bus
