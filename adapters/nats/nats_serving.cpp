#include <adapters/nats/nats_serving.hpp>

#include <utility>

#include <adapters/nats/gathering.hpp>
#include <adapters/nats/names.hpp>
#include <adapters/nats/outlet.hpp>
#include <adapters/nats/request_message.hpp>
#include <adapters/nats/subscription.hpp>

namespace nats {

NatsServing::NatsServing(Connection& connection, const std::string& service,
                         shared::Clock& clock, shared::Timer& timer,
                         shared::Services::Answer answer)
    : subject_(ask_subject(service)),
      inbox_(connection.inbox(questions_part)),
      clock_(clock),
      timer_(timer),
      answer_(std::make_shared<const shared::Services::Answer>(std::move(answer))),
      outlet_(std::make_shared<Outlet>()),
      watch_(connection.watch([this](const Link& link) { change(link); })) {}

NatsServing::~NatsServing() {
  watch_.reset();
  if (subscription_) subscription_->drain();
}

void NatsServing::change(const Link& link) {
  outlet_->set(link);
  subscription_.reset();
  gathering_.reset();
  if (!link) return;
  const auto take = [answer = answer_, outlet = outlet_](shared::Message question,
                                                         std::string reply_to) {
    (*answer)(std::move(question),
              [outlet, to = std::move(reply_to)](const shared::Message& said) {
                outlet->send(to, said);
              });
  };
  gathering_ = std::make_unique<Gathering>(link, inbox_, outlet_, clock_, timer_, take);
  subscription_ = Subscription::open(
      link, subject_, answering_group, [take, &gathering = *gathering_](MessagePtr message) {
        // Whoever asks may name any subject to be answered on: what stands there must not be made
        // to say its answer as an event, or as a question.
        const char* reply_to = natsMsg_GetReply(message.get());
        if (reply_to == nullptr || !is_inbox(reply_to)) return;
        if (const auto bytes = read_offer(*message)) return gathering.offered(*bytes, reply_to);
        if (auto question = read_question(*message)) take(std::move(*question), reply_to);
      });
}

}  // namespace nats
