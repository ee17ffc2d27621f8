#include <adapters/nats/nats_requests.hpp>

#include <charconv>
#include <map>
#include <mutex>
#include <utility>

#include <adapters/bus/open_questions.hpp>
#include <adapters/nats/header_text.hpp>
#include <adapters/nats/names.hpp>
#include <adapters/nats/nats_serving.hpp>
#include <adapters/nats/offers.hpp>
#include <adapters/nats/request_message.hpp>
#include <adapters/nats/seal.hpp>
#include <adapters/nats/subscription.hpp>

namespace nats {
namespace {

using shared::Message;
using shared::Silence;
using Id = bus::OpenQuestions::Id;

// Room for the largest answer beside others.
constexpr PendingLimits inbox_limits{.messages_max = 64 * 1024,
                                     .bytes_max = static_cast<int>(2 * shared::answer_bytes_max)};

// Pieces: large answers of which not all has come. Only answers to open questions are gathered.
class Pieces {
 public:
  Pieces(const bus::OpenQuestions& open, std::size_t bytes_max)
      : open_(open), bytes_max_(bytes_max) {}

  // The whole answer with its last piece, lost where one is missing; nothing while more must come.
  std::optional<std::expected<Message, Silence>> take(Id id, Piece piece) {
    if (!gathered_.empty()) {
      std::erase_if(gathered_, [this](const auto& one) { return !open_.is_open(one.first); });
    }
    if (piece.number == 1 && piece.of == 1) return std::move(piece.message);
    if (!open_.is_open(id)) return std::nullopt;
    auto& so_far = gathered_[id];
    const auto bytes = piece.message.body.size();
    const bool fits = piece.number == so_far.pieces + 1 &&
                      so_far.body.size() + bytes <= shared::answer_bytes_max &&
                      gathered_bytes() + bytes <= bytes_max_;
    so_far.body += piece.message.body;
    ++so_far.pieces;
    if (fits && piece.of == 0) return std::nullopt;
    const bool whole = fits && piece.of == so_far.pieces;
    Message answer{std::move(piece.message.headers), std::move(so_far.body)};
    gathered_.erase(id);
    if (!whole) return std::unexpected(Silence::lost);
    return answer;
  }

 private:
  struct Gathered {
    std::size_t pieces = 0;
    std::string body;
  };

  std::size_t gathered_bytes() const {
    std::size_t sum = 0;
    for (const auto& [id, one] : gathered_) sum += one.body.size();
    return sum;
  }

  const bus::OpenQuestions& open_;
  const std::size_t bytes_max_;
  std::map<Id, Gathered> gathered_;
};

}  // namespace

// Inbox: where answers come to, over the link that stands.
class NatsRequests::Inbox {
 public:
  Inbox(Connection& connection, shared::Clock& clock, shared::Timer& timer, RequestLimits limits)
      : open(std::make_shared<bus::OpenQuestions>(clock, timer, limits.open_max)),
        offers(limits.offered_bytes_max),
        prefix_(connection.inbox(answers_part) + '.'),
        pieces_(*open, limits.gathered_bytes_max),
        watch_(connection.watch([this](const Link& link) { change(link); })) {}

  ~Inbox() {
    watch_.reset();
    subscription_.reset();
    open->end_all(Silence::lost);
  }

  // Null while there is none that answers can come over.
  Link link() const {
    const std::scoped_lock lock(mutex_);
    return link_;
  }
  // One that nobody can guess who was not asked: rights at the broker do not keep all garbage away.
  std::string address_of(Id id) const {
    return prefix_ + std::to_string(id) + '-' + std::to_string(seal_(id));
  }

  // A question that could not be sent, where it was.
  void send(Id id, const MessagePtr& message) {
    const auto link = this->link();
    if (!link || !message) return open->end(id, std::unexpected(Silence::nobody));
    const auto status = natsConnection_PublishMsg(link.get(), message.get());
    if (status == NATS_OK) return;
    // Too large for this broker, it was not sent; of all else nobody knows how far it came.
    const auto why = status == NATS_MAX_PAYLOAD ? Silence::nobody : Silence::lost;
    open->end(id, std::unexpected(why));
  }

  const std::shared_ptr<bus::OpenQuestions> open;
  Offers offers;

 private:
  // What was asked over a link cannot be answered over the next.
  void change(const Link& link) {
    set(nullptr);
    subscription_.reset();
    open->end_all(Silence::lost);
    if (!link) return;
    subscription_ = Subscription::open(
        link, prefix_ + '*', "", [this](MessagePtr message) { take(*message); }, inbox_limits);
    if (subscription_) set(link);
  }

  void set(Link link) {
    const std::scoped_lock lock(mutex_);
    link_ = std::move(link);
  }

  void take(natsMsg& message) {
    const std::string_view subject = natsMsg_GetSubject(&message);
    const auto number = subject.substr(prefix_.size());
    const auto id = parse_number<Id>(number.substr(0, number.find('-')));
    if (!id || subject != address_of(*id)) return;
    auto piece = read_piece(message);
    if (!piece || piece->lost) return open->end(*id, std::unexpected(Silence::lost));
    if (piece->nobody || piece->refused)
      return open->end(*id, std::unexpected(Silence::nobody));
    if (piece->want != 0) return send_piece(*id, piece->want, natsMsg_GetReply(&message));
    auto answer = pieces_.take(*id, std::move(*piece));
    if (answer) open->end(*id, std::move(*answer));
  }

  void send_piece(Id id, std::size_t number, const char* to) {
    const auto offer = offers.find(id);
    if (!offer || to == nullptr || !is_inbox(to)) return;
    if (const auto piece = offer->piece(number, to)) send(id, piece);
  }

  const std::string prefix_;
  const Seal seal_;
  mutable std::mutex mutex_;
  Link link_;
  Pieces pieces_;  // the subscription's thread alone
  std::unique_ptr<Subscription> subscription_;
  std::unique_ptr<Watch> watch_;
};

NatsRequests::NatsRequests(Connection& connection, shared::Clock& clock, shared::Timer& timer,
                           RequestLimits limits)
    : connection_(connection),
      clock_(clock),
      timer_(timer),
      inbox_(std::make_unique<Inbox>(connection, clock, timer, limits)) {}

NatsRequests::~NatsRequests() = default;

void NatsRequests::ask(const std::string& service, Message question,
                       std::chrono::milliseconds within, Answered answered) {
  if (!inbox_->link() || question.bytes() > shared::question_bytes_max)
    return answered(std::unexpected(Silence::nobody));
  if (question.bytes() > piece_bytes_max)
    return offer(service, std::move(question), within, std::move(answered));
  const auto id = inbox_->open->open(within, std::move(answered));
  if (id == 0) return;
  inbox_->send(id, question_message(ask_subject(service), inbox_->address_of(id), question));
}

void NatsRequests::offer(const std::string& service, Message question,
                         std::chrono::milliseconds within, Answered answered) {
  const auto offer = inbox_->offers.add(std::move(question));
  if (!offer) return answered(std::unexpected(Silence::nobody));
  const auto id = inbox_->open->open(
      within, [offer, answered = std::move(answered)](Offer::Ended ended) mutable {
        answered(offer->end(std::move(ended)));
      });
  if (id == 0) return;
  offer->id = id;
  inbox_->send(id, offer->message(ask_subject(service), inbox_->address_of(id)));
}

std::unique_ptr<shared::Serving> NatsRequests::serve(const std::string& service, Answer answer) {
  return std::make_unique<NatsServing>(connection_, service, clock_, timer_, std::move(answer));
}

}  // namespace nats
