#include <adapters/http/tls.hpp>

#include <stdexcept>
#include <string>

#include <openssl/ssl.h>

namespace http {
namespace {

void require(const boost::system::error_code& failure, const std::string& what) {
  if (failure) throw std::runtime_error("TLS: " + what + ": " + failure.message());
}

}  // namespace

TlsContext make_tls(const TlsFiles& files) {
  TlsContext context(TlsContext::tls_server);
  context.set_options(TlsContext::default_workarounds | TlsContext::no_sslv2 |
                      TlsContext::no_sslv3 | TlsContext::no_tlsv1 | TlsContext::no_tlsv1_1 |
                      TlsContext::no_compression);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION);
  boost::system::error_code failure;
  context.use_certificate_chain_file(files.certificate, failure);
  require(failure, "the certificate file " + files.certificate + " cannot be used");
  // Also checked against the certificate here.
  context.use_private_key_file(files.key, TlsContext::pem, failure);
  require(failure, "the key file " + files.key + " cannot be used");
  return context;
}

}  // namespace http
