#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <adapters/http/by_lead.hpp>
#include <adapters/http/gateway.hpp>
#include <adapters/http/joint_keys.hpp>
#include <adapters/http/remote_handler.hpp>
#include <adapters/http/router.hpp>
#include <adapters/http/sync/joint_events.hpp>
#include <adapters/http/sync/joint_parked.hpp>
#include <adapters/http/sync/joint_replicas.hpp>
#include <adapters/http/sync/joint_status.hpp>
#include <app/core.hpp>
#include <app/elsewhere.hpp>
#include <app/joint_routes.hpp>
#include <app/leads.hpp>
#include <app/metrics.hpp>

namespace app {

// Faces: all that the outside can ask of this process, as one handler: the server and the CLI's
// local mode answer through the same gateway, which leads to a router for each module here and,
// where this process is a gateway to others, to those that run elsewhere. What only the instance of
// a module that leads can answer is asked of that one.
class Faces final : private http::RouterObserver {
 public:
  // `leads` where there are other processes, `elsewhere` is a gateway's; both end before this.
  // `more` are routes of the process itself.
  Faces(Core& core, Metrics& metrics, std::function<std::string()> why_not_ready,
        http::GatewayLimits limits = {}, Leads* leads = nullptr, Elsewhere* elsewhere = nullptr,
        http::RouteTable more = {});

  http::Handler& handler() { return *gateway_; }
  http::MemoryKeyRing& keys() { return own_keys_; }
  // As long as these live, gateways elsewhere are answered for the modules here, and other
  // instances of theirs for what the one that leads knows alone.
  [[nodiscard]] std::vector<std::unique_ptr<shared::Serving>> serve(shared::Services& services);

 private:
  void answered(const http::Answered& answered) override;
  void failed(std::string_view request_id, std::string_view what) override;

  std::vector<http::Door> open_modules(const http::RouteTable& probes);
  void open_elsewhere(Elsewhere& elsewhere, std::vector<http::Door>& doors,
                      const http::RouteTable& probes);
  std::vector<http::Door> with_own(std::vector<http::Door> doors) const;
  std::vector<http::Door> open_leads(Leads& leads);
  void ask_for(const std::string& module, Elsewhere& elsewhere);
  http::Handler& by_lead(Part& part, bus::PatientRequests& asked, http::RemoteWaits waits,
                         http::ByLead::Otherwise otherwise);
  Neighbours neighbours();
  http::Router& router_of(http::RouteTable table);
  void measure(const http::RouteTable& table);

  Core& core_;
  Metrics& metrics_;
  http::MemoryKeyRing own_keys_;
  std::unique_ptr<http::JointKeys> joint_keys_;  // where user is elsewhere
  http::KeyRing* keys_ = &own_keys_;
  http::KeyDirectory* directory_ = nullptr;
  const std::shared_ptr<http::OpenStreams> streams_;
  std::map<std::string, RouteMetrics, std::less<>> measured_;  // by operation, or module elsewhere
  std::vector<std::unique_ptr<http::Router>> routers_;
  http::Router* own_ = nullptr;          // of the routes that are no one module's
  std::unique_ptr<http::Doors> inside_;  // all that is here, as this instance knows it
  std::vector<std::unique_ptr<http::Handler>> by_lead_;
  std::list<http::JointStatus> joint_status_;  // of the modules here, and of all
  std::list<http::JointParked> joint_parked_;
  std::list<http::JointReplicas> joint_replicas_;
  std::unique_ptr<http::Doors> front_;  // the same, as the instance that leads knows it
  Askable askable_;
  std::unique_ptr<http::JointEvents> joint_events_;
  std::unique_ptr<http::FanOut> joint_openapi_;
  std::unique_ptr<http::Gateway> gateway_;
};

}  // namespace app
