#include <adapters/nats/gathering.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/nats/header_text.hpp>
#include <adapters/nats/request_message.hpp>
#include <adapters/nats/seal.hpp>
#include <adapters/nats/subscription.hpp>

namespace nats {
namespace {

using Time = std::chrono::milliseconds;
using Id = std::uint64_t;

// One piece of each question, and what comes twice.
constexpr PendingLimits pieces_limits{.messages_max = 1024, .bytes_max = 128 * 1024 * 1024};

// Gathered: what there is of a question.
struct Gathered {
  std::string reply_to;
  std::size_t bytes = 0;  // that it is to have
  std::string body;
  std::size_t pieces = 0;
  Time wanted_at{0};
};

}  // namespace

// Desk: the questions that are not whole, which the timer may look at too.
class Gathering::Desk : public std::enable_shared_from_this<Desk> {
 public:
  Desk(std::string inbox, std::shared_ptr<const Outlet> outlet, shared::Clock& clock,
       shared::Timer& timer, Take take, GatheringLimits limits)
      : inbox_(std::move(inbox) + '.'), outlet_(std::move(outlet)), clock_(clock), timer_(timer),
        take_(std::move(take)), limits_(limits) {}

  std::string addresses() const { return inbox_ + '*'; }

  void begin(std::size_t bytes, std::string reply_to) {
    Id id = 0;
    {
      const std::scoped_lock lock(mutex_);
      if (bytes <= shared::question_bytes_max && bytes + bytes_ <= limits_.bytes_max) {
        id = ++last_;
        bytes_ += bytes;
        auto& made = open_[id] = Gathered{reply_to, bytes, {}, 0, clock_.monotonic()};
        made.body.reserve(bytes);
        watch();
      }
    }
    if (id == 0) outlet_->send(refused_message(reply_to));
    else want(id, reply_to, 1);
  }

  void take(natsMsg& message) {
    const std::string_view subject = natsMsg_GetSubject(&message);
    const auto number = subject.substr(inbox_.size());
    const auto id = parse_number<Id>(number.substr(0, number.find('-')));
    if (!id || subject != address_of(*id)) return;
    const auto piece = read_piece(message);
    std::optional<Gathered> ended;
    std::string reply_to;
    std::size_t next = 0;
    {
      const std::scoped_lock lock(mutex_);
      const auto found = open_.find(*id);
      if (found == open_.end()) return;
      Gathered& so_far = found->second;
      if (piece && piece->number != so_far.pieces + 1) return;
      if (piece && goes_on(so_far, *piece)) {
        so_far.wanted_at = clock_.monotonic();
        reply_to = so_far.reply_to;
        next = so_far.pieces + 1;
      } else {
        ended = remove(found);
      }
    }
    if (next != 0) return want(*id, reply_to, next);
    const bool whole = piece && ended->body.size() == ended->bytes && piece->of == ended->pieces;
    if (!whole) outlet_->send(refused_message(ended->reply_to));
    else take_({piece->message.headers, std::move(ended->body)}, std::move(ended->reply_to));
  }

  void refuse_all() {
    std::map<Id, Gathered> refused;
    {
      const std::scoped_lock lock(mutex_);
      refused.swap(open_);
      bytes_ = 0;
    }
    for (const auto& [id, one] : refused) outlet_->send(refused_message(one.reply_to));
  }

 private:
  using Open = std::map<Id, Gathered>;

  // One that nobody can guess who does not answer for the question.
  std::string address_of(Id id) const {
    return inbox_ + std::to_string(id) + '-' + std::to_string(seal_(id));
  }
  void want(Id id, const std::string& reply_to, std::size_t piece) const {
    outlet_->send(want_message(reply_to, address_of(id), piece));
  }

  // Whether more is to come; locked, as are those below.
  static bool goes_on(Gathered& so_far, const Piece& piece) {
    const bool fits = so_far.body.size() + piece.message.body.size() <= so_far.bytes;
    if (fits) so_far.body += piece.message.body;
    ++so_far.pieces;
    return fits && piece.of == 0 && so_far.pieces < pieces_of(so_far.bytes);
  }
  Gathered remove(Open::iterator where) {
    Gathered removed = std::move(where->second);
    bytes_ -= removed.bytes;
    open_.erase(where);
    return removed;
  }
  void watch() {
    if (std::exchange(watched_, true)) return;
    timer_.after(limits_.piece_max, [self = weak_from_this()] {
      if (const auto desk = self.lock()) desk->refuse_late();
    });
  }

  void refuse_late() {
    std::vector<Gathered> late;
    {
      const std::scoped_lock lock(mutex_);
      const auto before = clock_.monotonic() - limits_.piece_max;
      for (auto one = open_.begin(); one != open_.end();) {
        const auto at = one++;
        if (at->second.wanted_at <= before) late.push_back(remove(at));
      }
      watched_ = false;
      if (!open_.empty()) watch();
    }
    for (const auto& one : late) outlet_->send(refused_message(one.reply_to));
  }

  const std::string inbox_;
  const std::shared_ptr<const Outlet> outlet_;
  shared::Clock& clock_;
  shared::Timer& timer_;
  const Take take_;
  const GatheringLimits limits_;
  const Seal seal_;
  std::mutex mutex_;
  Id last_ = 0;
  Open open_;
  std::size_t bytes_ = 0;  // of all that are open, when whole
  bool watched_ = false;   // the timer will look
};

Gathering::Gathering(Link link, std::string inbox, std::shared_ptr<const Outlet> outlet,
                     shared::Clock& clock, shared::Timer& timer, Take take,
                     GatheringLimits limits)
    : link_(std::move(link)),
      desk_(std::make_shared<Desk>(std::move(inbox), std::move(outlet), clock, timer,
                                   std::move(take), limits)) {}

Gathering::~Gathering() {
  if (subscription_) subscription_->drain();
  desk_->refuse_all();
}

void Gathering::offered(std::size_t bytes, std::string reply_to) {
  if (!subscription_) {
    subscription_ = Subscription::open(
        link_, desk_->addresses(), "", [desk = desk_](MessagePtr message) { desk->take(*message); },
        pieces_limits);
  }
  // Where the link is lost, so is the question.
  if (subscription_) desk_->begin(bytes, std::move(reply_to));
}

}  // namespace nats
