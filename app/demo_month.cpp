#include <app/demo_month.hpp>

#include <algorithm>
#include <chrono>

#include <boost/json.hpp>

#include <adapters/cli/problem.hpp>
#include <shared/domain/instant.hpp>

namespace app::demo {
namespace {

namespace bj = boost::json;

constexpr auto clock_path = "/v1/billing/clock/advance";
constexpr auto runs_path = "/v1/billing/runs";

Run run(const bj::object& said) {
  return {.id = text_of(said, "id"),
          .as_of = text_of(said, "as_of"),
          .status = text_of(said, "status"),
          .phase = text_of(said, "phase"),
          .from = text_of(said, "from"),
          .reached = text_of(said, "reached"),
          .advanced = number_of(said, "subscriptions_advanced"),
          .issued = number_of(said, "invoices_issued"),
          .problems = number_of(said, "problem_count"),
          .failure = text_of(said, "failure")};
}

std::uint64_t days_between(const std::string& from, const std::string& to) {
  const auto passed = shared::parse_rfc3339(to).value() - shared::parse_rfc3339(from).value();
  const auto days = std::chrono::floor<std::chrono::days>(passed).count();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(days, 0));
}

}  // namespace

Run advance_clock(Client& client, const std::string& by) {
  return run(client.send("POST", clock_path, {{"by", by}}).body);
}

Run go_on(Client& client, const std::string& to) {
  try {
    return run(client.send("POST", clock_path, {{"to", to}}).body);
  } catch (const cli::Refused& refused) {
    if (refused.problem().code != "billing.clock_backwards") throw;
    return run(client.send("POST", runs_path, {}).body);
  }
}

Run look_at(Client& client, const Run& so_far) {
  try {
    return run(client.get(run_path(so_far.id)).body);
  } catch (const cli::Refused& refused) {
    if (refused.problem().code != "billing.run_not_found") throw;
    return go_on(client, so_far.as_of);
  }
}

std::string run_path(const std::string& id) { return std::string{runs_path} + '/' + id; }

std::uint64_t Month::days() const { return days_between(from, to); }

std::uint64_t Month::days_at(const std::string& reached) const {
  return std::min(days(), days_between(from, reached));
}

}  // namespace app::demo
