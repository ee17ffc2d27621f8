#include <adapters/nats/nats_serving.hpp>

#include <mutex>
#include <string_view>
#include <utility>

#include <adapters/nats/names.hpp>
#include <adapters/nats/request_message.hpp>
#include <adapters/nats/subscription.hpp>

namespace nats {
namespace {

// Whoever asks may name any subject to be answered on: what stands there must not be made to say
// its answer as an event, or as a question.
bool is_inbox(const char* reply_to) {
  return reply_to != nullptr && std::string_view{reply_to}.starts_with("_INBOX_");
}

}  // namespace

// Outlet: where replies leave, which may outlive those who serve and the link that asked.
class NatsServing::Outlet {
 public:
  void set(Link link) {
    const std::scoped_lock lock(mutex_);
    link_ = std::move(link);
  }

  // Where it cannot be sent, its asker hears so from the broker's absence or the deadline.
  void send(const std::string& to, const shared::Message& answer) const {
    const auto link = this->link();
    if (!link) return;
    if (answer.bytes() > shared::answer_bytes_max) {
      publish(link, lost_message(to));
      return;
    }
    const auto pieces = pieces_of(answer);
    for (std::size_t piece = 1; piece <= pieces; ++piece) {
      if (!publish(link, answer_message(to, answer, piece, pieces))) return;
    }
  }

 private:
  Link link() const {
    const std::scoped_lock lock(mutex_);
    return link_;
  }
  static bool publish(const Link& link, const MessagePtr& message) {
    return message && natsConnection_PublishMsg(link.get(), message.get()) == NATS_OK;
  }

  mutable std::mutex mutex_;
  Link link_;
};

NatsServing::NatsServing(Connection& connection, const std::string& service,
                         shared::Services::Answer answer)
    : subject_(ask_subject(service)),
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
  if (!link) return;
  subscription_ = Subscription::open(
      link, subject_, answering_group, [answer = answer_, outlet = outlet_](MessagePtr message) {
        const char* reply_to = natsMsg_GetReply(message.get());
        auto question = read_question(*message);
        if (!is_inbox(reply_to) || !question) return;
        (*answer)(std::move(*question),
                  [outlet, to = std::string(reply_to)](const shared::Message& said) {
                    outlet->send(to, said);
                  });
      });
}

}  // namespace nats
