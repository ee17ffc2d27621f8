#include <adapters/http/handlers.hpp>

namespace http {
namespace {

constexpr const char* text_schema = R"({"type":"string"})";

}  // namespace

Route with_body(Route made, Body body, std::string schema) {
  made.body = body;
  made.body_schema = std::move(schema);
  return made;
}

Parameter id_filter(std::string name, std::string description) {
  return {std::move(name), std::move(description), text_schema};
}

std::vector<Parameter> paged(std::vector<Parameter> filters) {
  filters.push_back({"limit", "At most so many.",
                     R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"});
  filters.push_back(
      {"starting_after", "Behind this one: the last id of the page before.", text_schema});
  return filters;
}

}  // namespace http
