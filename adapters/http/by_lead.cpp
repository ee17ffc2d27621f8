#include <adapters/http/by_lead.hpp>

#include <adapters/http/fan_out.hpp>

namespace http {

void ByLead::handle(Request request, Reply reply) {
  if (leads_()) return here_.handle(std::move(request), std::move(reply));
  if (otherwise_ == Otherwise::nothing) {
    return there_->handle(std::move(request), std::move(reply));
  }
  Request again = request;
  there_->handle(std::move(request), [this, again = std::move(again), reply = std::move(reply)](
                                         Response response) mutable {
    if (!is_away(response)) return reply(std::move(response));
    here_.handle(std::move(again), std::move(reply));
  });
}

}  // namespace http
