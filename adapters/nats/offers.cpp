#include <adapters/nats/offers.hpp>

#include <expected>
#include <utility>

#include <adapters/nats/request_message.hpp>

namespace nats {

Offer::Offer(shared::Message question)
    : question_(std::move(question)), bytes_(question_.bytes()) {}

MessagePtr Offer::message(const std::string& subject, const std::string& reply_to) const {
  return offer_message(subject, reply_to, question_);
}

MessagePtr Offer::piece(std::size_t number, const std::string& to) {
  const auto pieces = pieces_of(question_.body.size());
  if (state_ != State::open || number == 0 || number > pieces) return nullptr;
  auto message = piece_message(to, question_, number, pieces);
  if (number < pieces) return message;
  if (!leave_open(State::given)) return nullptr;
  question_ = {};
  return message;
}

Offer::Ended Offer::end(Ended ended) {
  const bool was_open = leave_open(State::ended);
  if (ended || !was_open) return ended;
  return std::unexpected(shared::Silence::nobody);
}

bool Offer::leave_open(State next) {
  auto open = State::open;
  return state_.compare_exchange_strong(open, next);
}

std::shared_ptr<Offer> Offers::add(shared::Message question) {
  auto added = std::make_shared<Offer>(std::move(question));
  const std::scoped_lock lock(mutex_);
  std::erase_if(offers_, [](const auto& offer) { return offer.expired(); });
  std::size_t bytes = added->bytes();
  for (const auto& one : offers_) {
    if (const auto offer = one.lock()) bytes += offer->bytes();
  }
  if (bytes > bytes_max_) return nullptr;
  offers_.push_back(added);
  return added;
}

std::shared_ptr<Offer> Offers::find(bus::OpenQuestions::Id id) {
  const std::scoped_lock lock(mutex_);
  for (const auto& one : offers_) {
    if (auto offer = one.lock(); offer && offer->id == id) return offer;
  }
  return nullptr;
}

}  // namespace nats
