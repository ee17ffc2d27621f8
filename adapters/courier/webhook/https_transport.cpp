#include <adapters/courier/webhook/https_transport.hpp>

#include <stdexcept>
#include <thread>
#include <utility>

#include <adapters/courier/webhook/exchange.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace courier {
namespace {

namespace asio = boost::asio;
using asio::ssl::context;

context tls_context(const std::string& trusted_certificates) {
  context tls{context::tls_client};
  tls.set_options(context::default_workarounds | context::no_sslv2 | context::no_sslv3 |
                  context::no_tlsv1 | context::no_tlsv1_1);
  tls.set_verify_mode(asio::ssl::verify_peer);
  boost::system::error_code failure;
  if (trusted_certificates.empty()) {
    tls.set_default_verify_paths(failure);
  } else {
    tls.load_verify_file(trusted_certificates, failure);
  }
  if (failure) throw std::runtime_error("no certificates to trust: " + failure.message());
  return tls;
}

}  // namespace

// The loop and its threads; members stand in the order of start.
struct HttpsTransport::Loop {
  Loop(TransportSettings said, Post to)
      : settings(std::move(said)),
        post(std::move(to)),
        tls(tls_context(settings.trusted_certificates)),
        thread([this] { context.run(); }) {}

  TransportSettings settings;
  Post post;
  asio::ssl::context tls;
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> open{context.get_executor()};
  Resolver resolver{context, settings.resolve};
  std::thread thread;
};

HttpsTransport::HttpsTransport(TransportSettings settings, Post post)
    : loop_(std::make_unique<Loop>(std::move(settings), std::move(post))) {}

HttpsTransport::~HttpsTransport() { stop(); }

void HttpsTransport::send(webhook::Message message, Done done) {
  const Exchange::Around around{loop_->settings, loop_->context, loop_->resolver, loop_->tls,
                                loop_->post};
  auto exchange = std::make_shared<Exchange>(around, std::move(message), std::move(done));
  asio::post(loop_->context, [exchange] { exchange->start(); });
}

void HttpsTransport::stop() {
  loop_->context.stop();
  loop_->resolver.stop();
  if (loop_->thread.joinable()) loop_->thread.join();
}

}  // namespace courier
