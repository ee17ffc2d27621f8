#include <sync/application/log_messages.hpp>

#include <utility>

#include <sync/application/bytes.hpp>
#include <sync/application/encoding.hpp>

namespace sync {
namespace {

constexpr std::string_view question_magic = "CLQ1";
constexpr std::string_view reply_magic = "CLA1";
constexpr std::size_t seal_bytes = 16;

enum class Kind : std::uint8_t { after, events, commits, went_back, unavailable, seen, states };

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};

void put_kind(std::string& out, Kind kind) { put(out, static_cast<std::uint8_t>(kind)); }

void put_seen(std::string& out, const Seen& seen) {
  put(out, seen.epoch);
  put(out, seen.offset);
  put(out, seen.chain.bytes);
}

Seen take_seen(ByteReader& in) {
  Seen seen;
  seen.epoch = in.number<Epoch>();
  seen.offset = in.number<Offset>();
  in.bytes(seen.chain.bytes);
  return seen;
}

void put_head(std::string& out, const Head& head) {
  put_seen(out, Seen{head.epoch, head.offset, head.chain});
  put_roots(out, head.roots);
}

Head take_head(ByteReader& in) {
  auto seen = take_seen(in);
  return {seen.epoch, seen.offset, seen.chain, take_roots(in)};
}

// Nothing where one of them is not whole.
std::optional<std::vector<Commit>> take_commits(ByteReader& in, const std::string& log) {
  std::vector<Commit> commits;
  const auto count = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.good(); ++i) {
    auto frame = decode_frame(in.take(in.number<std::uint32_t>()));
    if (!frame || frame->log != log) return std::nullopt;
    commits.push_back(std::move(frame->commit));
  }
  return commits;
}

LogEvents take_events(ByteReader& in) {
  LogEvents out;
  const auto events = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < events && in.good(); ++i) out.events.push_back(decode_event(in));
  out.head = take_head(in);
  const auto epochs = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < epochs && in.good(); ++i) {
    const auto start = take_seen(in);
    out.epochs.push_back({start.epoch, start.offset, start.chain});
  }
  return out;
}

void put_question(std::string& out, const StateQuestion& ask) {
  put(out, ask.aggregate_type);
  put(out, ask.behind);
  put(out, static_cast<std::uint32_t>(ask.keys.size()));
  for (const auto& key : ask.keys) put(out, key);
  put(out, static_cast<std::uint32_t>(ask.limits.rows_max));
  put(out, static_cast<std::uint32_t>(ask.limits.bytes_max));
  put(out, ask.at);
}

StateQuestion take_question(ByteReader& in) {
  StateQuestion ask;
  ask.aggregate_type = in.text();
  ask.behind = in.text();
  const auto keys = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < keys && in.good(); ++i) ask.keys.push_back(in.text());
  ask.limits.rows_max = in.number<std::uint32_t>();
  ask.limits.bytes_max = in.number<std::uint32_t>();
  ask.at = in.number<Offset>();
  return ask;
}

void put_page(std::string& out, const StatePage& page) {
  put(out, static_cast<std::uint32_t>(page.rows.size()));
  for (const auto& row : page.rows) {
    put(out, row.key);
    put(out, static_cast<std::uint64_t>(row.version));
    put(out, row.state);
  }
  put(out, static_cast<std::uint8_t>(page.ends));
  put_head(out, page.head);
  put(out, static_cast<std::uint8_t>(page.at.has_value()));
  if (page.at) put_head(out, *page.at);
}

StatePage take_page(ByteReader& in) {
  StatePage page;
  const auto rows = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < rows && in.good(); ++i) {
    auto key = in.text();
    const auto version = static_cast<std::int64_t>(in.number<std::uint64_t>());
    page.rows.push_back({std::move(key), version, in.text()});
  }
  page.ends = in.number<std::uint8_t>() != 0;
  page.head = take_head(in);
  if (in.number<std::uint8_t>() != 0) page.at = take_head(in);
  return page;
}

std::string sealed(std::string bytes, const Digest& digest) {
  const auto hash = digest.hash128(bytes);
  put(bytes, hash.low);
  put(bytes, hash.high);
  return bytes;
}

// What lies between the magic and the seal; nothing where either does not fit.
std::optional<std::string_view> unsealed(std::string_view bytes, const Digest& digest) {
  if (bytes.size() < reply_magic.size() + seal_bytes) return std::nullopt;
  const auto body = bytes.substr(0, bytes.size() - seal_bytes);
  ByteReader seal{bytes.substr(body.size())};
  Hash128 hash;
  hash.low = seal.number<std::uint64_t>();
  hash.high = seal.number<std::uint64_t>();
  if (!body.starts_with(reply_magic) || digest.hash128(body) != hash) return std::nullopt;
  return body.substr(reply_magic.size());
}

}  // namespace

std::string encode_question(const LogQuestion& question) {
  std::string out{question_magic};
  std::visit(Match{[&](const AskAfter& ask) {
                     put_kind(out, Kind::after);
                     put_seen(out, ask.seen);
                     put(out, static_cast<std::uint32_t>(ask.limits.events_max));
                     put(out, static_cast<std::uint32_t>(ask.limits.bytes_max));
                   },
                   [&](const AskEvents& ask) {
                     put_kind(out, Kind::events);
                     put(out, ask.after);
                     put(out, ask.events_max);
                   },
                   [&](const StateQuestion& ask) {
                     put_kind(out, Kind::states);
                     put_question(out, ask);
                   }},
             question);
  return out;
}

std::optional<LogQuestion> decode_question(std::string_view bytes) {
  ByteReader in{bytes};
  if (in.take(question_magic.size()) != question_magic) return std::nullopt;
  const auto kind = static_cast<Kind>(in.number<std::uint8_t>());
  LogQuestion question;
  if (kind == Kind::after) {
    AskAfter ask;
    ask.seen = take_seen(in);
    ask.limits.events_max = in.number<std::uint32_t>();
    ask.limits.bytes_max = in.number<std::uint32_t>();
    question = ask;
  } else if (kind == Kind::events) {
    AskEvents ask;
    ask.after = in.number<Offset>();
    ask.events_max = in.number<std::uint32_t>();
    question = ask;
  } else if (kind == Kind::states) {
    question = take_question(in);
  } else {
    return std::nullopt;
  }
  if (!in.done()) return std::nullopt;
  return question;
}

std::string encode_reply(const std::string& log, const LogReply& reply, const Digest& digest) {
  std::string out{reply_magic};
  std::visit(Match{[&](const Commits& all) {
                     put_kind(out, Kind::commits);
                     put(out, static_cast<std::uint32_t>(all.commits.size()));
                     for (const auto& commit : all.commits) {
                       put(out, encode_frame(log, commit, encode(commit.events)));
                     }
                     put_head(out, all.head);
                   },
                   [&](const WentBack& back) {
                     put_kind(out, Kind::went_back);
                     put(out, back.report);
                     put_head(out, back.head);
                   },
                   [&](const LogEvents& all) {
                     put_kind(out, Kind::events);
                     put(out, static_cast<std::uint32_t>(all.events.size()));
                     for (const auto& event : all.events) encode(event, out);
                     put_head(out, all.head);
                     put(out, static_cast<std::uint32_t>(all.epochs.size()));
                     for (const auto& start : all.epochs) {
                       put_seen(out, Seen{start.epoch, start.first_offset, start.chain_before});
                     }
                   },
                   [&](const StatePage& page) {
                     put_kind(out, Kind::states);
                     put_page(out, page);
                   },
                   [&](const LogUnavailable& not_now) {
                     put_kind(out, Kind::unavailable);
                     put(out, not_now.why);
                   }},
             reply);
  return sealed(std::move(out), digest);
}

std::optional<LogReply> decode_reply(const std::string& log, std::string_view bytes,
                                     const Digest& digest) {
  const auto body = unsealed(bytes, digest);
  if (!body) return std::nullopt;
  ByteReader in{*body};
  LogReply reply;
  switch (static_cast<Kind>(in.number<std::uint8_t>())) {
    case Kind::commits: {
      auto commits = take_commits(in, log);
      if (!commits) return std::nullopt;
      reply = Commits{std::move(*commits), take_head(in)};
      break;
    }
    case Kind::went_back: {
      auto report = in.text();
      reply = WentBack{std::move(report), take_head(in)};
      break;
    }
    case Kind::events:
      reply = take_events(in);
      break;
    case Kind::states:
      reply = take_page(in);
      break;
    case Kind::unavailable:
      reply = LogUnavailable{in.text()};
      break;
    default:
      return std::nullopt;
  }
  if (!in.done()) return std::nullopt;
  return reply;
}

std::string encode_seen(const std::vector<Seen>& seen, const Digest& digest) {
  std::string out{reply_magic};
  put_kind(out, Kind::seen);
  put(out, static_cast<std::uint32_t>(seen.size()));
  for (const auto& one : seen) put_seen(out, one);
  return sealed(std::move(out), digest);
}

std::optional<std::vector<Seen>> decode_seen(std::string_view bytes, const Digest& digest) {
  const auto body = unsealed(bytes, digest);
  if (!body) return std::nullopt;
  ByteReader in{*body};
  if (static_cast<Kind>(in.number<std::uint8_t>()) != Kind::seen) return std::nullopt;
  std::vector<Seen> seen;
  const auto count = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.good(); ++i) seen.push_back(take_seen(in));
  if (!in.done()) return std::nullopt;
  return seen;
}

}  // namespace sync
