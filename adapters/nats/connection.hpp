#pragma once

#include <functional>
#include <memory>
#include <string>

#include <nats/nats.h>

#include <adapters/nats/settings.hpp>

namespace nats {

// Link: one connection that stood when it was handed out. What is done over one that was lost fails
// at once with a status. It never reconnects: there is a new link then. Nothing is buffered.
using Link = std::shared_ptr<natsConnection>;

// Notice: what a person may want to know of the connection, in words.
struct Notice {
  enum class Kind {
    connected,
    away,     // the broker cannot be reached, or the connection was lost
    refused,  // the broker refuses our credentials, or a subject beyond our rights
    slow,     // messages were dropped here since they were not taken in time
  };
  Kind kind;
  std::string text;
};

// Watch: as long as it lives, changes of the link are told.
class Watch {
 public:
  virtual ~Watch() = default;  // waits for a call under way; no call comes after it
};

// Connection: keeps a link to the broker for as long as it lives, and never gives up.
//   Errors  the constructor alone throws std::runtime_error: settings or files that cannot be used.
//           A broker that is away is none: it is told, and tried again with back-off and jitter
//   Bounds  one thread of its own; files are read again for each try, so that they may be rotated
class Connection {
 public:
  // `told` is called from any thread, and must be short.
  Connection(Settings settings, std::function<void(const Notice&)> told);
  ~Connection();  // no Watch may be left
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  const Settings& settings() const;
  // The link that stands now; null while there is none.
  Link link() const;
  // A subject of this connection's own to be spoken to on: "_INBOX_<name>.<part>.<unique>".
  std::string inbox(const std::string& part) const;

  // `changed` is called with the link that stands, now and whenever a new one does, and with null
  // when it is lost: on the connection's thread, one call at a time. It must be short, and must
  // not end its own watch.
  [[nodiscard]] std::unique_ptr<Watch> watch(std::function<void(const Link&)> changed);

  class Keeper;

 private:
  std::unique_ptr<Keeper> keeper_;
};

}  // namespace nats
