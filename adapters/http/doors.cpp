#include <adapters/http/doors.hpp>

#include <utility>

namespace http {

Doors::Doors(const std::vector<Door>& doors, Handler& otherwise) : otherwise_(otherwise) {
  for (const Door& door : doors) {
    for (const auto& path : door.paths) paths_.add(path, door.handler);
  }
}

void Doors::handle(Request request, Reply reply) {
  Handler* const owner = paths_.find(request.path);
  (owner != nullptr ? *owner : otherwise_).handle(std::move(request), std::move(reply));
}

}  // namespace http
