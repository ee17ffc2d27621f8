#include <app/restore_mending.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/logging.hpp>
#include <app/module_store.hpp>
#include <sync/domain/position.hpp>
// What a build leaves out (CLEAVE_MODULES) has no headers here.
#if __has_include(<adapters/sql/billing/number_gaps.hpp>)
#include <adapters/sql/billing/number_gaps.hpp>
#include <billing/domain/number_series.hpp>
#endif

namespace app {
namespace {

namespace bj = boost::json;

bj::object ask(cli::Backend& stores, const char* method, const std::string& path,
               http::Fields query = {}, const bj::object& body = {}) {
  http::Request request;
  request.method = method;
  request.path = path;
  request.query = std::move(query);
  request.headers = {{"accept", "application/json, application/problem+json"}};
  if (!body.empty()) {
    request.headers.emplace_back("content-type", "application/json");
    request.body = bj::serialize(body);
  }
  const auto response = stores.request(std::move(request));
  if (response.status < 300) return bj::parse(response.body).as_object();
  throw cli::Stop(cli::ExitCode::unavailable, path + " of the restored stores: " + response.body);
}

// What `take` makes of each row of a list, page by page.
template <class Take>
void each_row(cli::Backend& stores, const std::string& path, const http::Fields& filter,
              Take take) {
  std::string behind;
  for (bool more = true; more;) {
    auto query = filter;
    query.emplace_back("limit", "100");
    if (!behind.empty()) query.emplace_back("starting_after", behind);
    const auto page = ask(stores, "GET", path, std::move(query));
    for (const auto& row : page.at("data").as_array()) {
      behind = std::string{row.at("id").as_string()};
      take(row.as_object());
    }
    more = page.at("has_more").as_bool();
  }
}

}  // namespace

Witnessed ask_stores(const Databases& before) {
  Witnessed all;
  for (const auto& [module, at] : before.modules) {
    const auto* file = std::get_if<sql::Sqlite>(&at);
    if (file != nullptr && !std::filesystem::exists(file->path)) continue;
    try {
      LogAccess access{at};
      all.epochs[module] = access.reader.head().epoch;
#if __has_include(<adapters/sql/billing/number_gaps.hpp>)
      if (module == "billing") all.next_numbers = sql::next_numbers(access.session);
#endif
    } catch (const sync::StoreFailure& failure) {
      log_warn("the store that was there before cannot be read, and is no witness",
               {{"module", module}, {"error", failure.what()}});
    }
  }
  return all;
}

void add_number([[maybe_unused]] Witnessed& witnessed, const std::string& number) {
#if __has_include(<adapters/sql/billing/number_gaps.hpp>)
  if (const auto parts = billing::parse_invoice_number(number)) {
    auto& next = witnessed.next_numbers[parts->series];
    next = std::max(next, parts->number + 1);
    return;
  }
#endif
  throw cli::Stop(cli::ExitCode::usage, number + " is no invoice number, such as INV-2026-000123");
}

std::vector<std::string> raise_epochs(const Databases& databases, const Witnessed& witnessed) {
  os::SystemClock clock;
  std::vector<std::string> positions;
  for (const auto& [module, at] : databases.modules) {
    ModuleStore store{module, at, clock.now()};
    store.store.begin();
    const auto head = store.store.head();
    const auto known = witnessed.epochs.find(module);
    const auto last = known == witnessed.epochs.end() ? head.epoch
                                                      : std::max(head.epoch, known->second);
    store.events.raise_epoch({last + 1, head.offset + 1, head.chain});
    store.store.commit();
    positions.push_back(sync::to_text({store.log, last + 1, head.offset}));
  }
  return positions;
}

std::vector<std::string> pass_over_numbers([[maybe_unused]] const Databases& databases,
                                           [[maybe_unused]] const Witnessed& witnessed,
                                           [[maybe_unused]] const std::string& made_at) {
  std::vector<std::string> passed;
#if __has_include(<adapters/sql/billing/number_gaps.hpp>)
  if (!databases.has("billing")) return passed;
  os::SystemClock clock;
  sql::Session writer{databases.of("billing"), sql::Access::writer};
  auto given = sql::next_numbers(writer);
  writer.begin();
  for (const auto& [series, next] : witnessed.next_numbers) {
    const auto first = std::max<std::int64_t>(given[series], 1);
    if (next <= first) continue;
    sql::skip_numbers(writer, series, next,
                      "restored from a backup of " + made_at + ": these may have been given since",
                      clock.now());
    passed.push_back(billing::invoice_number(series, first) + " to " +
                     billing::invoice_number(series, next - 1));
  }
  writer.commit();
#endif
  return passed;
}

NewKey replace_keys(cli::Backend& stores, bool keep_old) {
  NewKey made;
  std::vector<std::string> old;
  each_row(stores, "/v1/keys", {}, [&](const bj::object& key) {
    if (key.at("revoked_at").is_null() && !keep_old) old.emplace_back(key.at("id").as_string());
  });
  for (const auto& id : old) ask(stores, "DELETE", "/v1/keys/" + id);
  made.revoked = old.size();
  const auto fresh = ask(stores, "POST", "/v1/keys", {},
                         {{"name", "this machine's CLI"}, {"scopes", bj::array{"admin"}}});
  made.token = std::string{fresh.at("token").as_string()};
  return made;
}

std::size_t hurry_payments(cli::Backend& stores) {
  std::vector<std::string> unknown;
  each_row(stores, "/v1/payments", {{"status", "unknown"}}, [&](const bj::object& payment) {
    unknown.emplace_back(payment.at("id").as_string());
  });
  for (const auto& id : unknown) ask(stores, "POST", "/v1/payments/" + id + "/look_up");
  return unknown.size();
}

}  // namespace app
