#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <ports/shared/requests.hpp>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/message.hpp>
#include <adapters/http/router.hpp>

namespace http {

struct RemotePorts {
  shared::Requests& reads;   // may repeat: GET and HEAD alone
  shared::Requests& writes;  // asks once
  shared::Clock& clock;
  shared::Ids& ids;
  RouterObserver* observer = nullptr;  // hears of each answer, under the module's name
};

struct RemoteWaits {  // beyond what a request itself asks to wait (?wait=)
  std::chrono::milliseconds read_max{20'000};   // over all tries
  std::chrono::milliseconds write_max{15'000};
};

// RemoteHandler: answers for a module that runs elsewhere, by asking it. A caller without a valid
// key is refused here, so that strangers cost no module anything.
//   Errors  401; 413 what is too large to be passed on; 503 where the module cannot be asked, says
//           nothing, or, of a write, sync.outcome_unknown
//   Note    outlives every question that it has asked
class RemoteHandler final : public Handler {
 public:
  // The module serves it under its own name, or one that says for what; `nobody` is said where
  // nobody serves it.
  RemoteHandler(std::string module, RemotePorts ports, RemoteWaits waits = {})
      : RemoteHandler(module, ports, waits, module, errors::module_away(module)) {}
  RemoteHandler(std::string module, RemotePorts ports, RemoteWaits waits, std::string service,
                shared::Error nobody)
      : module_(std::move(module)),
        service_(std::move(service)),
        nobody_(std::move(nobody)),
        ports_(ports),
        waits_(waits) {}

  void handle(Request request, Reply reply) override;

 private:
  Reply observed(const Request& request, Reply reply) const;
  std::chrono::milliseconds deadline_of(const Request& request, bool read) const;

  const std::string module_;
  const std::string service_;
  const shared::Error nobody_;
  const RemotePorts ports_;
  const RemoteWaits waits_;
};

// serve: as long as it lives, that module's questions are answered by the handler, which believes
// what they say of their callers: only gateways may have the right to ask. The handler must
// outlive it, and every request that it still has.
[[nodiscard]] std::unique_ptr<shared::Serving> serve(shared::Services& services,
                                                     const std::string& module, Handler& handler);

}  // namespace http
