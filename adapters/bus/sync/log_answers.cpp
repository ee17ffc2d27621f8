#include <adapters/bus/sync/log_answers.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <utility>

#include <adapters/bus/sync/remote_log.hpp>
#include <sync/application/log_messages.hpp>
#include <sync/application/log_service.hpp>

namespace bus {

// Shared with the tasks that read: one may still run when nobody serves any more.
struct LogAnswers::Desk : std::enable_shared_from_this<Desk> {
  Desk(std::string of, Read how, const sync::Digest& by, AnswerLimits bounds)
      : log(std::move(of)), read(std::move(how)), digest(by), limits(bounds) {}

  void take(const shared::Message& question, shared::Services::Reply reply) {
    const auto asked = sync::decode_question(question.body);
    if (!asked) return say(reply, {"the question cannot be understood: another version asks"});
    if (++at_once > limits.at_once_max) {
      --at_once;
      return say(reply, {"too many ask at once"});
    }
    auto held = std::make_shared<shared::Services::Reply>(std::move(reply));
    const bool taken = read([self = shared_from_this(), asked = *asked, held](Views views) {
      self->answer(views, asked, *held);
      --self->at_once;
    });
    if (taken) return;
    --at_once;
    say(*held, {"too many reads wait"});
  }

  void answer(const Views& views, const sync::LogQuestion& asked, shared::Services::Reply& reply) {
    sync::LogReply said;
    try {
      said = look_up(views, asked);
    } catch (const std::exception& failure) {
      said = sync::LogUnavailable{failure.what()};
    }
    reply({{}, sync::encode_reply(log, said, digest)});
  }

  sync::LogReply look_up(const Views& views, const sync::LogQuestion& asked) const {
    auto& reader = views.log;
    if (const auto* states = std::get_if<sync::StateQuestion>(&asked)) {
      if (views.states == nullptr) return sync::LogUnavailable{log + " says no states"};
      auto question = *states;
      question.limits.rows_max = std::min(question.limits.rows_max, limits.states.rows_max);
      question.limits.bytes_max = std::min(question.limits.bytes_max, limits.states.bytes_max);
      return views.states->read(question);
    }
    if (const auto* events = std::get_if<sync::AskEvents>(&asked)) {
      const auto most = std::min<std::size_t>(events->events_max, limits.answer.events_max);
      sync::LogEvents found;
      if (most > 0) found.events = within_bytes(reader.events(events->after, most));
      found.head = reader.head();
      found.epochs = reader.epochs();
      return found;
    }
    const auto& after = std::get<sync::AskAfter>(asked);
    sync::LogService service{log, reader};
    auto answer = service.after(after.seen,
                                {std::min(after.limits.events_max, limits.answer.events_max),
                                 std::min(after.limits.bytes_max, limits.answer.bytes_max)});
    if (auto* back = std::get_if<sync::WentBack>(&answer)) return std::move(*back);
    return std::get<sync::Commits>(std::move(answer));
  }

  // One at least.
  std::vector<sync::Event> within_bytes(std::vector<sync::Event> events) const {
    std::size_t bytes = 0;
    std::size_t count = 0;
    while (count < events.size() && (count == 0 || bytes < limits.answer.bytes_max)) {
      bytes += events[count++].payload.size();
    }
    events.resize(count);
    return events;
  }

  void say(shared::Services::Reply& reply, sync::LogUnavailable why) const {
    reply({{}, sync::encode_reply(log, why, digest)});
  }

  const std::string log;
  const Read read;
  const sync::Digest& digest;
  const AnswerLimits limits;
  std::atomic<std::size_t> at_once = 0;
};

LogAnswers::LogAnswers(shared::Services& services, const std::string& module, Read read,
                       const sync::Digest& digest, AnswerLimits limits)
    : desk_(std::make_shared<Desk>(module + "/0", std::move(read), digest, limits)),
      serving_(services.serve(log_service_of(module),
                              [desk = desk_](shared::Message question,
                                             shared::Services::Reply reply) {
                                desk->take(question, std::move(reply));
                              })) {}

}  // namespace bus
