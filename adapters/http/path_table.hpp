#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <adapters/http/message.hpp>

namespace http {

// PathTable: which handler a path belongs to. A pattern stands for its path and all below it, and
// the longest that fits decides: "/v1/users" is one module's, "/v1/users/{id}/overview" another's.
class PathTable {
 public:
  void add(std::string_view pattern, Handler& handler);
  // Null where none fits.
  Handler* find(std::string_view path) const;

 private:
  struct Entry {
    std::vector<std::string> segments;
    Handler* handler;
  };

  std::vector<Entry> entries_;  // the longest first
};

}  // namespace http
