#pragma once

#include <string>

#include <tests/support/temp_folder.hpp>

namespace test {

// Certificates: an authority of the test's own, and what it signs; made by openssl, in PEM, gone
// with the test.
class Certificates {
 public:
  Certificates();

  struct Files {
    std::string certificate;
    std::string key;
  };
  // For a server of that name: good for two days, or over since yesterday.
  Files signed_for(const std::string& name, bool expired = false) const;
  Files self_signed_for(const std::string& name) const;
  // What a client trusts.
  std::string authority() const { return path("authority.crt"); }

 private:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  TempFolder folder_;
};

}  // namespace test
