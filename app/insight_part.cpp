#include <app/insight_part.hpp>

#include <adapters/http/insight/insight_routes.hpp>
#include <app/reads_of.hpp>

namespace app {

InsightPart::InsightPart(const Surroundings& around)
    : PartOf("insight", around,
             [&] {
               return InsightHost{around.machine, around.databases.of("insight"), around.lane};
             },
             [at = around.databases.of("insight")] { return InsightReads{at}; }, 1),
      clock_(around.machine.clock) {}

http::RouteTable InsightPart::routes(const Neighbours& neighbours) {
  return http::insight_routes(
      {reads_of<http::InsightReading>(
           reads, gate, [](InsightReads& from) { return http::InsightReading{from.counts}; }),
       [this, billing_now = neighbours.billing_now](insight::Timeline timeline) {
         return timeline == insight::Timeline::wall ? clock_.now() : billing_now();
       }});
}

}  // namespace app
