#include <adapters/http/request_parser.hpp>

#include <utility>

#include <adapters/http/text.hpp>

namespace http {

void RequestParser::on_request_impl(boost::beast::http::verb, Text method, Text target,
                                    int version, Error& failure) {
  failure = {};
  version_1_0_ = version == 10;
  request_.method.assign(method.data(), method.size());
  target_.assign(target.data(), target.size());
  request_.headers.reserve(8);
}

void RequestParser::on_field_impl(boost::beast::http::field, Text name, Text value,
                                  Error& failure) {
  failure = {};
  if (head_read_) return;
  request_.headers.emplace_back(lower(std::string_view(name.data(), name.size())),
                                std::string(value.data(), value.size()));
}

void RequestParser::on_header_impl(Error& failure) {
  failure = {};
  head_read_ = true;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length,
                                      Error& failure) {
  failure = {};
  if (length) request_.body.reserve(static_cast<std::size_t>(*length));
}

std::size_t RequestParser::on_body_impl(Text body, Error& failure) {
  failure = {};
  request_.body.append(body.data(), body.size());
  return body.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, Text, Error& failure) { failure = {}; }

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text body, Error& failure) {
  return on_body_impl(body, failure);
}

void RequestParser::on_finish_impl(Error& failure) { failure = {}; }

}  // namespace http
