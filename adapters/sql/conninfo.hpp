#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sql {

// Conninfo: the parameters of a connection to PostgreSQL, as somebody said them.
//   Shape   libpq's keywords and their values; nothing of its defaults, its environment or files
//   Source  https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
class Conninfo {
 public:
  // Of a URL, "postgresql://...", or of "key=value ..." words; nothing where it is neither.
  static std::optional<Conninfo> parse(const std::string& text);

  // What was said of that keyword; empty where nothing was.
  std::string value(std::string_view keyword) const;
  void set(const std::string& keyword, std::string value);
  std::vector<std::string> keywords() const;

  // Whether every host is this very machine: a socket's folder, or an address of its loopback.
  bool stays_here() const;

  // In the "key=value" form, whatever form it was said in.
  std::string text() const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace sql
