#pragma once

#include <app/insight_host.hpp>
#include <app/part.hpp>

namespace app {

// InsightPart: the insight module in this process.
class InsightPart final : public PartOf<InsightHost, InsightReads> {
 public:
  explicit InsightPart(const Surroundings& around);

  http::RouteTable routes(const Neighbours& neighbours) override;

 private:
  shared::Clock& clock_;
};

}  // namespace app
