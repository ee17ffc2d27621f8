#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/beast/core/string_type.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <adapters/http/message.hpp>

namespace http {

// RequestParser: Beast's parser, filling a Request without a step between. Trailers are dropped:
// what follows a body must not pass for a header that was judged before it.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  // Raw, as it stood in the request line.
  std::string_view target() const { return target_; }
  bool version_1_0() const { return version_1_0_; }
  Request& request() { return request_; }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version,
                       Error& failure) override;
  void on_response_impl(int, Text, int, Error&) override {}
  void on_field_impl(boost::beast::http::field, Text name, Text value, Error& failure) override;
  void on_header_impl(Error& failure) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& failure) override;
  std::size_t on_body_impl(Text body, Error& failure) override;
  void on_chunk_header_impl(std::uint64_t size, Text extensions, Error& failure) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, Text body, Error& failure) override;
  void on_finish_impl(Error& failure) override;

  Request request_;
  std::string target_;
  bool version_1_0_ = false;
  bool head_read_ = false;
};

}  // namespace http
