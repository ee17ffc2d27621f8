#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <shared/domain/result.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/reads.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/writes.hpp>

// What the routes of modules have in common: how their calls are read and handled.
namespace http {

Route with_body(Route made, Body body, std::string schema);
Parameter id_filter(std::string name, std::string description);
// limit and starting_after.
std::vector<Parameter> paged(std::vector<Parameter> filters);

// The id that a parameter of the query has; nothing where it is missing.
template <class Id>
shared::Result<std::optional<Id>> id_in_query(const Request& request, std::string_view name,
                                              std::string_view what) {
  const auto text = request.parameter(name);
  if (!text) return std::optional<Id>{};
  const auto id = Id::parse(*text);
  if (!id) return shared::refuse(errors::bad_parameter(name, "the id of " + std::string(what)));
  return id;
}

// One of a few words in the query; nothing where it is missing.
template <class Parse>
auto word_in_query(const Request& request, std::string_view name, Parse parse,
                   std::string_view words) -> shared::Result<decltype(parse(name))> {
  const auto text = request.parameter(name);
  if (!text) return decltype(parse(name)){};
  auto word = parse(*text);
  if (!word) return shared::refuse(errors::bad_parameter(name, "one of " + std::string(words)));
  return word;
}

// A page of a list in order of id, behind another.
template <class Id>
struct PageAsked {
  std::optional<Id> after;
  std::size_t limit = 0;
};
template <class Id>
shared::Result<PageAsked<Id>> page_asked(const Request& request, std::string_view what) {
  const auto page = page_of(request);
  if (!page) return shared::refuse(page.error());
  const auto after = id_in_query<Id>(request, "starting_after", what);
  if (!after) return shared::refuse(after.error());
  return PageAsked<Id>{*after, page->limit};
}

// A change of one thing: its id, and the version it is to be made on.
template <class Id>
struct Target {
  Id id;
  std::optional<std::int64_t> version;
};
template <class Id>
shared::Result<Target<Id>> target_of(const Call& call, shared::Error not_found) {
  const auto id = Id::parse(call.at("id"));
  if (!id) return shared::refuse(std::move(not_found));
  const auto version = expected_version(call.request);
  if (!version) return shared::refuse(version.error());
  return Target<Id>{*id, *version};
}

// The ports that a module's routes share have a `queue` and a `module` to write through, and
// `reads`.

// A handler that makes the use case's command of the call and submits it.
//   to_command   shared::Result<UseCase::Command>(const Ports&, const Call&)
template <class Ports, class Module, class UseCase, class ToCommand>
auto submitting(const std::shared_ptr<const Ports>& ports, UseCase Module::*use_case,
                ToCommand to_command) {
  return [ports, use_case, to_command](const Call& call, Reply reply) {
    shared::Result<typename UseCase::Command> command = to_command(*ports, call);
    if (!command) return reply(problem(command.error(), call.request_id));
    submit(ports->queue, ports->module.*use_case, std::move(*command), call, std::move(reply));
  };
}

// A handler that reads what is asked for, then looks for it.
//   to_query   shared::Result<Query>(const Ports&, const Call&)
//   look       Response(Views&, const Call&, const Query&), on a reading thread
template <class Ports, class ToQuery, class Look>
auto looking(const std::shared_ptr<const Ports>& ports, ToQuery to_query, Look look) {
  return [ports, to_query, look](Call call, Reply reply) {
    auto query = to_query(*ports, call);
    if (!query) return reply(problem(query.error(), call.request_id));
    read(ports->reads, std::move(call), std::move(reply),
         [query = std::move(*query), look](auto& views, const Call& asked) {
           return look(views, asked, query);
         });
  };
}

// A handler that shows one thing.
//   look   Response(Views&, const Call&), on a reading thread
template <class Ports, class Look>
auto showing(const std::shared_ptr<const Ports>& ports, Look look) {
  return [ports, look](Call call, Reply reply) {
    read(ports->reads, std::move(call), std::move(reply), look);
  };
}

}  // namespace http
