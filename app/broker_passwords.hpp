#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace app {

// BrokerPasswords: a folder with a file for each user of the broker, its password in the first
// line: 20 to 72 bytes, and nothing for other users of this machine.
//   Errors  ConfigError that names the file and what is wrong with it
class BrokerPasswords {
 public:
  // Makes the folder where it is missing.
  explicit BrokerPasswords(std::filesystem::path folder);

  // Draws one where there is no such file.
  std::string of(const std::string& user);
  // The files that were made.
  const std::vector<std::string>& made() const { return made_; }

 private:
  std::string draw(const std::filesystem::path& file);

  const std::filesystem::path folder_;
  std::vector<std::string> made_;
};

}  // namespace app
