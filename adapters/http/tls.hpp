#pragma once

#include <boost/asio/ssl/context.hpp>

#include <adapters/http/server_settings.hpp>

namespace http {

using TlsContext = boost::asio::ssl::context;

// A server's TLS: version 1.2 or later, no renegotiation, no compression.
//   Errors  std::runtime_error that names the file and what is wrong with it: missing, unreadable,
//           no PEM, a key of another certificate
TlsContext make_tls(const TlsFiles& files);

}  // namespace http
