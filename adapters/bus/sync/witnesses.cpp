#include <adapters/bus/sync/witnesses.hpp>

#include <future>
#include <utility>

#include <adapters/bus/sync/remote_log.hpp>
#include <sync/application/log_messages.hpp>

namespace bus {

using Answer = std::expected<shared::Message, shared::Silence>;

Testimony ask_witnesses(shared::Requests& requests, const std::vector<std::string>& modules,
                        const std::string& log, const sync::Digest& digest,
                        std::chrono::milliseconds within) {
  std::vector<std::future<Answer>> answers;
  for (const auto& module : modules) {
    std::promise<Answer> came;
    answers.push_back(came.get_future());
    requests.ask(followers_service_of(module), {{}, log}, within,
                 [came = std::move(came)](Answer answer) mutable {
                   came.set_value(std::move(answer));
                 });
  }
  Testimony all;
  for (std::size_t i = 0; i < modules.size(); ++i) {
    const auto answer = answers[i].get();
    const auto seen = answer ? sync::decode_seen(answer->body, digest) : std::nullopt;
    if (seen) {
      all.seen.insert(all.seen.end(), seen->begin(), seen->end());
    } else {
      all.silent.push_back(modules[i]);
    }
  }
  return all;
}

std::unique_ptr<shared::Serving> serve_witnesses(shared::Services& services,
                                                 const std::string& module, LookUpSeen look_up,
                                                 const sync::Digest& digest) {
  return services.serve(
      followers_service_of(module),
      [look_up = std::move(look_up), &digest](shared::Message question,
                                              shared::Services::Reply reply) {
        // Where it cannot be looked up, the reply is dropped, and who asks hears nothing.
        [[maybe_unused]] const bool taken =
            look_up(std::move(question.body),
                    [&digest, reply = std::move(reply)](std::vector<sync::Seen> seen) mutable {
                      reply({{}, sync::encode_seen(seen, digest)});
                    });
      });
}

}  // namespace bus
