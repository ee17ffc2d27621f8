#include <tests/bench/registration.hpp>

namespace bench {
namespace {

std::string base32hex(std::uint64_t number, std::size_t digits) {
  std::string text(digits, '0');
  for (auto place = text.rbegin(); place != text.rend(); ++place, number >>= 5U) {
    *place = "0123456789abcdefghijklmnopqrstuv"[number & 31U];
  }
  return text;
}

std::int64_t first_bytes(std::string_view key_hex) {
  return static_cast<std::int64_t>(std::stoull(std::string{key_hex.substr(0, 16)}, nullptr, 16));
}

// As ids made of UUIDv7 are: in the order of time.
std::string user_id(std::int64_t n) {
  return "usr_" + base32hex(0x19a5b2c3d, 10) + base32hex(static_cast<std::uint64_t>(n) * 97, 16);
}

std::string payload(std::string_view id, const NewUser& user) {
  std::string text;
  text.reserve(600);
  const auto add = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(value).push_back('"');
  };
  add(R"({"after":{"id":")", id);
  add(R"(,"email":")", user.email);
  add(R"(,"display_name":")", user.display_name);
  add(R"(,"locale":")", user.locale);
  add(R"(,"time_zone":")", user.time_zone);
  text.append(R"(,"metadata":)").append(metadata_json);
  text += R"(,"status":"active","version":1,"created_at":"2026-11-20T11:00:00.000Z",)";
  return text += R"("updated_at":"2026-11-20T11:00:00.000Z"},"before":null})";
}

// The text of a member, where it is known to be a plain string.
std::string_view member(std::string_view json, std::string_view opening) {
  const auto begin = json.find(opening) + opening.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

}  // namespace

Registration registration(std::int64_t n) {
  const auto seed = static_cast<std::uint64_t>(n);
  Registration made;
  made.user = new_user(n);
  made.key_prefix = first_bytes(made.user.idempotency_key);
  made.fingerprint = hex(seed, 32);
  made.id = user_id(n);
  made.event_id = hex(seed, 36);
  made.request_id = base32hex(seed, 26);
  made.traceparent = "00-" + hex(seed, 32) + "-" + hex(seed, 16) + "-01";
  made.payload = payload(made.id, made.user);
  made.at = 1'763'637'000'000 + n;
  return made;
}

Replicated replicated(std::string_view payload) {
  return {.email = member(payload, R"("email":")"),
          .display_name = member(payload, R"("display_name":")"),
          .time_zone = member(payload, R"("time_zone":")"),
          .status = member(payload, R"("status":")")};
}

}  // namespace bench
