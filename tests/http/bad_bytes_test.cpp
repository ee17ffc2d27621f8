#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include <adapters/http/server.hpp>
#include <tests/http/raw_client.hpp>
#include <tests/http/test_server.hpp>

// Whatever is wrong with the bytes of a request is answered as docs and standards say, once, and
// the connection ends there: nothing behind it is read as a request.
namespace http_test {
namespace {

struct BadBytes {
  std::string name;
  std::string bytes;
  int status;
};

std::ostream& operator<<(std::ostream& out, const BadBytes& bad) { return out << bad.name; }

std::string head(const std::string& lines, const std::string& line = "POST /items HTTP/1.1") {
  return line + "\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
         "Authorization: Bearer clv_admin\r\n" + lines + "\r\n";
}

std::string field(const std::string& line) { return head(line + "\r\n"); }

class Served : public testing::Test {
 protected:
  World world;
  http::Server server{small_limits(), world.router, world.ids};
};

class BadBytesTest : public Served, public testing::WithParamInterface<BadBytes> {};

TEST_P(BadBytesTest, AreAnsweredOnceAndEndTheConnection) {
  server.start();
  RawClient client(server.port());
  client.send(GetParam().bytes + get_bytes("/livez"));
  const std::string answer = client.rest();
  EXPECT_EQ(status_of(answer), GetParam().status) << answer;
  EXPECT_EQ(header_of(answer, "Connection"), "close");
  EXPECT_EQ(header_of(answer, "Content-Type"), "application/problem+json");
  EXPECT_NE(body_of(answer).find("\"code\":\"http."), std::string::npos) << answer;
  EXPECT_NE(body_of(answer).find("\"request_id\":\"req_"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("HTTP/1.1 2"), std::string::npos) << answer;
  EXPECT_TRUE(client.closes());
}

const std::string body = "{}";
const std::string with_length = "Content-Length: 2\r\n";
const std::string chunked = "Transfer-Encoding: chunked\r\n";

INSTANTIATE_TEST_SUITE_P(
    Lengths, BadBytesTest,
    testing::Values(
        BadBytes{"BothFramings", head(with_length + chunked) + "0\r\n\r\n", 400},
        BadBytes{"BothFramingsReversed", head(chunked + with_length) + "0\r\n\r\n", 400},
        BadBytes{"TwoLengths", head(with_length + "Content-Length: 3\r\n") + body, 400},
        BadBytes{"TheSameLengthTwice", head(with_length + with_length) + body, 400},
        BadBytes{"LengthList", head("Content-Length: 2, 2\r\n") + body, 400},
        BadBytes{"LengthWithPlus", head("Content-Length: +5\r\n") + body, 400},
        BadBytes{"LengthInHex", head("Content-Length: 0x5\r\n") + body, 400},
        BadBytes{"LengthNegative", head("Content-Length: -1\r\n") + body, 400},
        BadBytes{"LengthEmpty", head("Content-Length:\r\n") + body, 400},
        BadBytes{"LengthBeyondNumbers", head("Content-Length: 99999999999999999999\r\n"), 400},
        BadBytes{"LengthOverTheCap", head("Content-Length: 65537\r\n"), 413},
        BadBytes{"ChunksOverTheCap",
                 head(chunked) + "10001\r\n" + std::string(0x10001, 'x') + "\r\n0\r\n\r\n", 413}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Codings, BadBytesTest,
    testing::Values(
        BadBytes{"GzipThenChunked", field("Transfer-Encoding: gzip, chunked"), 400},
        BadBytes{"ChunkedTwice", field("Transfer-Encoding: chunked, chunked"), 400},
        BadBytes{"TwoCodings", head(chunked + chunked), 400},
        BadBytes{"NoCoding", field("Transfer-Encoding:"), 400},
        BadBytes{"XChunked", field("Transfer-Encoding: xchunked"), 501},
        BadBytes{"Identity", field("Transfer-Encoding: identity"), 501},
        BadBytes{"ChunkedInQuotes", field("Transfer-Encoding: \"chunked\""), 400},
        BadBytes{"ChunkedWithVerticalTab", field("Transfer-Encoding: \vchunked"), 400},
        BadBytes{"CodingInHttp10", head(chunked, "POST /items HTTP/1.0") + "0\r\n\r\n", 400},
        BadBytes{"ChunkSizeEmpty", head(chunked) + "\r\n{}\r\n0\r\n\r\n", 400},
        BadBytes{"ChunkSizeNoHex", head(chunked) + "2z\r\n{}\r\n0\r\n\r\n", 400},
        BadBytes{"ChunkSizePrefixed", head(chunked) + "0x2\r\n{}\r\n0\r\n\r\n", 400},
        BadBytes{"ChunkSizeSigned", head(chunked) + "+2\r\n{}\r\n0\r\n\r\n", 400},
        BadBytes{"ChunkSizeBeyondNumbers",
                 head(chunked) + "fffffffffffffffff\r\n{}\r\n0\r\n\r\n", 400},
        BadBytes{"ChunkExtensionBad", head(chunked) + "2;=\x01\r\n{}\r\n0\r\n\r\n", 400},
        BadBytes{"ChunkSizeBareLf", head(chunked) + "2\n{}\r\n0\r\n\r\n", 400},
        BadBytes{"ChunkEndMissing", head(chunked) + "2\r\n{}0\r\n\r\n", 400},
        BadBytes{"ChunkEndBareLf", head(chunked) + "2\r\n{}\n0\r\n\r\n", 400},
        BadBytes{"ChunkExtensionEndless",
                 head(chunked) + "2;" + std::string(40000, 'a') + "\r\n{}\r\n0\r\n\r\n", 400}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Lines, BadBytesTest,
    testing::Values(
        BadBytes{"BareLf", "GET /livez HTTP/1.1\nHost: localhost\n\n", 400},
        BadBytes{"BareLfInFields", "GET /livez HTTP/1.1\r\nHost: localhost\nX: 1\r\n\r\n", 400},
        BadBytes{"BareCr", field("X: a\rb"), 400},
        BadBytes{"FoldedField", field("X: a\r\n b"), 400},
        BadBytes{"FoldedFirstField", "GET /livez HTTP/1.1\r\n Host: localhost\r\n\r\n", 400},
        BadBytes{"SpaceBeforeColon", field("X : a"), 400},
        BadBytes{"TabBeforeColon", field("Content-Length\t: 2"), 400},
        BadBytes{"NoColon", field("X"), 400},
        BadBytes{"NoName", field(": a"), 400},
        BadBytes{"NulInValue", field(std::string("X: a\0b", 6)), 400},
        BadBytes{"NulInName", field(std::string("X\0Y: a", 6)), 400},
        BadBytes{"ControlInValue", field("X: a\x01"), 400},
        BadBytes{"DeleteInValue", field("X: a\x7F"), 400},
        BadBytes{"NameInUtf8", field("Ä: a"), 400},
        BadBytes{"NoHost", "GET /livez HTTP/1.1\r\nX: a\r\n\r\n", 400},
        BadBytes{"TwoHosts", field("Host: other"), 400},
        BadBytes{"HostEmpty", "GET /livez HTTP/1.1\r\nHost:\r\n\r\n", 400},
        BadBytes{"HostWithUser", "GET /livez HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
        BadBytes{"HostWithPath", "GET /livez HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        BadBytes{"HostList", "GET /livez HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        BadBytes{"HostPortNoNumber", "GET /livez HTTP/1.1\r\nHost: a:80x\r\n\r\n", 400}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    RequestLines, BadBytesTest,
    testing::Values(
        BadBytes{"Http09", "GET /livez\r\n", 400},
        BadBytes{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        BadBytes{"Http12", head("", "GET /livez HTTP/1.2"), 505},
        BadBytes{"Http3", head("", "GET /livez HTTP/3.0"), 505},
        BadBytes{"VersionInLowerCase", head("", "GET /livez http/1.1"), 400},
        BadBytes{"VersionTooLong", head("", "GET /livez HTTP/1.11"), 400},
        BadBytes{"NoTarget", head("", "GET HTTP/1.1"), 400},
        BadBytes{"TwoSpaces", head("", "GET  /livez HTTP/1.1"), 400},
        BadBytes{"SpaceInTarget", head("", "GET /live z HTTP/1.1"), 400},
        BadBytes{"SpaceAtEnd", head("", "GET /livez HTTP/1.1 "), 400},
        BadBytes{"Utf8InTarget", head("", "GET /lïvez HTTP/1.1"), 400},
        BadBytes{"MethodNoToken", head("", "G(T /livez HTTP/1.1"), 400},
        BadBytes{"EscapeBroken", head("", "GET /live%zz HTTP/1.1"), 400},
        BadBytes{"EscapeCut", head("", "GET /livez?a=%2 HTTP/1.1"), 400},
        BadBytes{"EscapedNul", head("", "GET /livez%00 HTTP/1.1"), 400},
        BadBytes{"EscapedBadUtf8", head("", "GET /livez?a=%ff HTTP/1.1"), 400},
        BadBytes{"Fragment", head("", "GET /livez#a HTTP/1.1"), 400},
        BadBytes{"TargetWithoutSlash", head("", "GET livez HTTP/1.1"), 400},
        BadBytes{"Garbage", "\x16\x03\x01\x02\r\n\r\n", 400},
        BadBytes{"TargetTooLong", head("", "GET /" + std::string(9000, 'a') + " HTTP/1.1"), 414},
        BadBytes{"TargetEndless", "GET /" + std::string(40000, 'a'), 414},
        BadBytes{"HeadTooLarge", field("X: " + std::string(17000, 'a')), 431},
        BadBytes{"HeadEndless", head("X: " + std::string(40000, 'a')), 431},
        BadBytes{"ExpectationUnknown", field("Expect: 200-ok"), 417}),
    [](const auto& one) { return one.param.name; });

TEST_F(Served, TooManyFieldsAreRefused) {
  server.start();
  RawClient client(server.port());
  std::string lines;
  for (int i = 0; i < 120; ++i) lines += "X-" + std::to_string(i) + ": a\r\n";
  client.send(head(lines));
  EXPECT_EQ(status_of(client.rest()), 431);
}

}  // namespace
}  // namespace http_test
