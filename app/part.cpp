#include <app/part.hpp>

namespace app {

std::unique_ptr<sync::ReplicaReader> Part::open_copies(const std::string& follower,
                                                       std::string_view source) {
  std::vector<sql::CopyTable> tables;
  for (auto& copy : copies(source)) tables.push_back(std::move(copy.table));
  return std::make_unique<sql::SqlReplicaReader>(store().at, follower, std::move(tables));
}

}  // namespace app
