#include <adapters/bus/in_process_requests.hpp>

#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <adapters/bus/gate.hpp>
#include <adapters/bus/open_questions.hpp>

namespace bus {
namespace {

// Server: one of those who serve.
class Server {
 public:
  explicit Server(shared::Services::Answer answer) : answer_(std::move(answer)) {}

  // False, and nothing is taken, where it has left.
  bool call(shared::Message& question, shared::Services::Reply& reply) {
    const Gate::Inside inside(gate_);
    if (inside) answer_(std::move(question), std::move(reply));
    return static_cast<bool>(inside);
  }
  void leave() { gate_.close(); }

 private:
  const shared::Services::Answer answer_;
  Gate gate_;
};

}  // namespace

// Exchange: who serves what, shared by the asking side and those who serve.
class InProcessRequests::Exchange {
 public:
  Exchange(shared::Clock& clock, shared::Timer& timer, RequestLimits limits)
      : open(std::make_shared<OpenQuestions>(clock, timer, limits.open_max)) {}

  void add(const std::string& service, std::shared_ptr<Server> server) {
    const std::scoped_lock lock(mutex_);
    services_[service].servers.push_back(std::move(server));
  }

  void remove(const std::string& service, const std::shared_ptr<Server>& server) {
    const std::scoped_lock lock(mutex_);
    const auto found = services_.find(service);
    std::erase(found->second.servers, server);
    if (found->second.servers.empty()) services_.erase(found);
  }

  // Null where nobody serves.
  std::shared_ptr<Server> next_of(const std::string& service) {
    const std::scoped_lock lock(mutex_);
    const auto found = services_.find(service);
    if (found == services_.end()) return nullptr;
    auto& [servers, turn] = found->second;
    return servers[turn++ % servers.size()];
  }

  const std::shared_ptr<OpenQuestions> open;

 private:
  struct Service {
    std::vector<std::shared_ptr<Server>> servers;
    std::size_t turn = 0;
  };

  std::mutex mutex_;
  std::map<std::string, Service, std::less<>> services_;
};

namespace {

class InProcessServing final : public shared::Serving {
 public:
  InProcessServing(std::shared_ptr<InProcessRequests::Exchange> exchange, std::string service,
                   shared::Services::Answer answer)
      : exchange_(std::move(exchange)), service_(std::move(service)),
        server_(std::make_shared<Server>(std::move(answer))) {
    exchange_->add(service_, server_);
  }
  ~InProcessServing() override {
    exchange_->remove(service_, server_);
    server_->leave();
  }

 private:
  const std::shared_ptr<InProcessRequests::Exchange> exchange_;
  const std::string service_;
  const std::shared_ptr<Server> server_;
};

}  // namespace

InProcessRequests::InProcessRequests(shared::Clock& clock, shared::Timer& timer,
                                     RequestLimits limits)
    : exchange_(std::make_shared<Exchange>(clock, timer, limits)) {}

InProcessRequests::~InProcessRequests() { exchange_->open->end_all(shared::Silence::lost); }

void InProcessRequests::ask(const std::string& service, shared::Message question,
                            std::chrono::milliseconds within, Answered answered) {
  const auto nobody = std::unexpected(shared::Silence::nobody);
  auto server = exchange_->next_of(service);
  if (!server || question.bytes() > shared::question_bytes_max) return answered(nobody);
  const auto id = exchange_->open->open(within, std::move(answered));
  if (id == 0) return;
  const std::weak_ptr<OpenQuestions> open = exchange_->open;
  shared::Services::Reply reply = [open, id](shared::Message answer) {
    const auto questions = open.lock();
    if (!questions) return;
    if (answer.bytes() > shared::answer_bytes_max)
      return questions->end(id, std::unexpected(shared::Silence::lost));
    questions->end(id, std::move(answer));
  };
  // One that has left meanwhile took nothing: the next may.
  while (server && !server->call(question, reply)) server = exchange_->next_of(service);
  if (!server) exchange_->open->end(id, nobody);
}

std::unique_ptr<shared::Serving> InProcessRequests::serve(const std::string& service,
                                                          Answer answer) {
  return std::make_unique<InProcessServing>(exchange_, service, std::move(answer));
}

}  // namespace bus
