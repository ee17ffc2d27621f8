#include <adapters/bus/open_questions.hpp>

#include <utility>
#include <vector>

namespace bus {

OpenQuestions::Id OpenQuestions::open(std::chrono::milliseconds within, Answered answered) {
  const auto now = clock_.monotonic();
  const auto deadline = now + within;
  Id id = 0;
  bool alarm = false;
  {
    const std::scoped_lock lock(mutex_);
    if (questions_.size() < questions_max_) {
      id = ++last_;
      questions_.emplace(id, Question{std::move(answered), deadlines_.emplace(deadline, id)});
      alarm = deadline < alarm_;
      if (alarm) alarm_ = deadline;
    }
  }
  if (id == 0) answered(std::unexpected(shared::Silence::nobody));
  if (alarm) set_alarm(deadline, now);
  return id;
}

bool OpenQuestions::is_open(Id id) const {
  const std::scoped_lock lock(mutex_);
  return questions_.contains(id);
}

void OpenQuestions::end(Id id, Ended ended) {
  Answered answered;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = questions_.find(id);
    if (found == questions_.end()) return;
    answered = std::move(found->second.answered);
    deadlines_.erase(found->second.deadline);
    questions_.erase(found);
  }
  answered(std::move(ended));
}

void OpenQuestions::end_all(shared::Silence why) {
  std::unordered_map<Id, Question> ending;
  {
    const std::scoped_lock lock(mutex_);
    ending.swap(questions_);
    deadlines_.clear();
  }
  for (auto& [id, question] : ending) question.answered(std::unexpected(why));
}

std::size_t OpenQuestions::size() const {
  const std::scoped_lock lock(mutex_);
  return questions_.size();
}

void OpenQuestions::set_alarm(Time at, Time now) {
  timer_.after(at - now, [self = weak_from_this(), at] {
    if (const auto open = self.lock()) open->ring(at);
  });
}

// One alarm at a time goes on for all that are open; one that an earlier one replaced is over.
void OpenQuestions::ring(Time alarm) {
  const auto now = clock_.monotonic();
  std::vector<Answered> late;
  Time next = Time::max();
  {
    const std::scoped_lock lock(mutex_);
    if (alarm != alarm_) return;
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
      const auto question = questions_.find(deadlines_.begin()->second);
      late.push_back(std::move(question->second.answered));
      questions_.erase(question);
      deadlines_.erase(deadlines_.begin());
    }
    if (!deadlines_.empty()) next = deadlines_.begin()->first;
    alarm_ = next;
  }
  if (next != Time::max()) set_alarm(next, now);
  for (auto& answered : late) answered(std::unexpected(shared::Silence::late));
}

}  // namespace bus
