#include <adapters/http/route.hpp>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace http {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

const std::string& Call::at(std::string_view name) const {
  const auto value = std::ranges::find(path, name, &Fields::value_type::first);
  if (value == path.end()) throw std::logic_error("the route has no such path parameter");
  return value->second;
}

void RouteTable::add(RouteTable more) {
  append(routes, std::move(more.routes));
  append(schemas, std::move(more.schemas));
  append(tags, std::move(more.tags));
}

}  // namespace http
