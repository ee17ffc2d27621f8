#pragma once

#include <mutex>
#include <string>
#include <utility>

#include <ports/shared/requests.hpp>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/request_message.hpp>

namespace nats {

// Outlet: where replies leave, which may outlive those who serve and the link that asked.
class Outlet {
 public:
  void set(Link link) {
    const std::scoped_lock lock(mutex_);
    link_ = std::move(link);
  }

  // Where it cannot be sent, its asker hears so from the broker's absence or the deadline.
  void send(const std::string& to, const shared::Message& answer) const {
    if (answer.bytes() > shared::answer_bytes_max) {
      send(lost_message(to));
      return;
    }
    const auto pieces = pieces_of(answer.body.size());
    for (std::size_t piece = 1; piece <= pieces; ++piece) {
      if (!send(piece_message(to, answer, piece, pieces))) return;
    }
  }

  bool send(const MessagePtr& message) const {
    const auto link = this->link();
    return link && message && natsConnection_PublishMsg(link.get(), message.get()) == NATS_OK;
  }

 private:
  Link link() const {
    const std::scoped_lock lock(mutex_);
    return link_;
  }

  mutable std::mutex mutex_;
  Link link_;
};

}  // namespace nats
