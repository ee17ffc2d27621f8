#include <adapters/bus/sync/remote_states.hpp>

#include <expected>
#include <future>
#include <memory>
#include <utility>
#include <variant>

#include <adapters/bus/sync/remote_log.hpp>
#include <sync/application/log_messages.hpp>

namespace bus {

sync::StatePage RemoteStates::read(const sync::StateQuestion& question) {
  using Answer = std::expected<shared::Message, shared::Silence>;
  const auto said = std::make_shared<std::promise<Answer>>();
  auto told = said->get_future();
  requests_.ask(log_service_of(module_), {{}, sync::encode_question(question)}, within_,
                [said](Answer answer) { said->set_value(std::move(answer)); });
  const auto answer = told.get();
  if (!answer) throw sync::StoreUnavailable(module_ + " cannot be asked for its state now");
  auto reply = sync::decode_reply(module_ + "/0", answer->body, digest_);
  if (reply) {
    if (auto* const page = std::get_if<sync::StatePage>(&*reply)) return std::move(*page);
    if (const auto* not_now = std::get_if<sync::LogUnavailable>(&*reply)) {
      throw sync::StoreUnavailable(module_ + ": " + not_now->why);
    }
  }
  throw sync::StoreUnavailable(module_ + " answered something else than its state");
}

}  // namespace bus
