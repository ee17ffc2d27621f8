#include <tests/support/certificates.hpp>

#include <cstdlib>
#include <stdexcept>

namespace test {
namespace {

constexpr auto new_key = " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

void openssl(const std::string& words) {
  if (std::system(("openssl " + words + " 2>/dev/null").c_str()) != 0) {
    throw std::runtime_error("openssl failed");
  }
}

std::string subject(const std::string& name) {
  return " -subj /CN=" + name + " -addext subjectAltName=DNS:" + name;
}

}  // namespace

Certificates::Certificates() {
  openssl(std::string{"req -x509"} + new_key + " -days 2 -subj /CN=authority -keyout " +
          path("authority.key") + " -out " + authority());
}

Certificates::Files Certificates::signed_for(const std::string& name, bool expired) const {
  const auto stem = path(name + (expired ? "-expired" : ""));
  const Files files{stem + ".crt", stem + ".key"};
  openssl(std::string{"req"} + new_key + subject(name) + " -keyout " + files.key + " -out " + stem +
          ".csr");
  openssl("x509 -req -in " + stem + ".csr -CA " + authority() + " -CAkey " + path("authority.key") +
          " -CAcreateserial -copy_extensions copy -days " + (expired ? "-1" : "2") + " -out " +
          files.certificate);
  return files;
}

Certificates::Files Certificates::self_signed_for(const std::string& name) const {
  const Files files{path(name + "-self.crt"), path(name + "-self.key")};
  openssl(std::string{"req -x509"} + new_key + " -days 2" + subject(name) + " -keyout " +
          files.key + " -out " + files.certificate);
  return files;
}

}  // namespace test
