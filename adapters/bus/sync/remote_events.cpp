#include <adapters/bus/sync/remote_events.hpp>

#include <future>
#include <memory>
#include <utility>
#include <variant>

#include <adapters/bus/sync/remote_log.hpp>
#include <ports/sync/store_errors.hpp>

namespace bus {

void ask_events(shared::Requests& requests, const std::string& module, const sync::Digest& digest,
                sync::AskEvents asked, std::chrono::milliseconds within, EventsTold told) {
  requests.ask(log_service_of(module), {{}, sync::encode_question(asked)}, within,
               [log = module + "/0", &digest, told = std::move(told)](auto answer) mutable {
                 if (!answer) return told(std::nullopt);
                 auto reply = sync::decode_reply(log, answer->body, digest);
                 auto* const events = reply ? std::get_if<sync::LogEvents>(&*reply) : nullptr;
                 if (events == nullptr) return told(std::nullopt);
                 told(std::move(*events));
               });
}

sync::LogEvents read_events(shared::Requests& requests, const std::string& module,
                            const sync::Digest& digest, sync::AskEvents asked,
                            std::chrono::milliseconds within) {
  const auto said = std::make_shared<std::promise<std::optional<sync::LogEvents>>>();
  auto answer = said->get_future();
  ask_events(requests, module, digest, asked, within,
             [said](auto events) { said->set_value(std::move(events)); });
  auto events = answer.get();
  if (!events) throw sync::StoreUnavailable(module + " cannot be asked for its log now");
  return std::move(*events);
}

}  // namespace bus
