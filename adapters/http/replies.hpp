#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ports/sync/command.hpp>

#include <adapters/http/message.hpp>

// How routes answer.
namespace http {

Response json_response(int status, std::string body);

// 200, and a body that goes on: kept by no cache on its way, and held back by none.
Response stream_response(std::string content_type, std::shared_ptr<BodyReader> body);

// One aggregate's state, with its version as ETag: the member `version` of the JSON.
Response state_response(int status, std::string state);

// {"data":[...],"has_more":bool}, of elements that are JSON already.
std::string list_body(const std::vector<std::string>& elements, bool has_more);

// From the state as JSON (null: the aggregate is gone) to the body of the answer.
using Render = std::function<std::string(std::string_view state, const sync::Outcome& outcome)>;

// The answer to a write: Cleave-Position, ETag, Location where something was created below
// `created_in`, and a body that is a pure function of the event the command said (its state after),
// or of the unchanged state; so that a repeat answers the same bytes. A refusal carries no request
// id in its body, for the same reason.
Response write_reply(const sync::Outcome& outcome, int status, const Render& render = {},
                     std::string_view created_in = {});

}  // namespace http
