#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include <ports/shared/ids.hpp>

#include <adapters/http/head.hpp>
#include <adapters/http/loop.hpp>
#include <adapters/http/message.hpp>
#include <adapters/http/server_settings.hpp>
#include <adapters/http/tls.hpp>

namespace http {

// What all connections of a server share.
struct Service {
  ServerSettings settings;
  Handler& handler;
  shared::Ids& ids;  // for the request ids of what never reaches the handler
  std::function<void(const Refusal&, const std::string& peer)> on_refused;
  std::atomic<bool> draining = false;
  // How many answers are streamed now. Shared, because a peer may outlive its server.
  std::shared_ptr<std::atomic<std::size_t>> streams =
      std::make_shared<std::atomic<std::size_t>>(0);
};

using Closed = std::move_only_function<void()>;

// Begins to serve a connection on its loop, on the loop's thread. `closed` is called once, there.
void serve_plain(boost::asio::ip::tcp::socket socket, Loop& loop, Service& service, Closed closed);
void serve_tls(boost::asio::ip::tcp::socket socket, TlsContext& tls, Loop& loop, Service& service,
               Closed closed);

}  // namespace http
