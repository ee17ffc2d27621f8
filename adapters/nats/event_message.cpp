#include <adapters/nats/event_message.hpp>

#include <algorithm>
#include <string_view>

#include <adapters/nats/header_text.hpp>
#include <adapters/nats/names.hpp>

namespace nats {
namespace {

// Writer: puts headers onto a message; once one could not be put, the message is bad.
class Writer {
 public:
  explicit Writer(natsMsg* message) : message_(message) {}

  void put(const char* name, std::string_view text) {
    if (text.empty()) return;
    const auto value = encode_header(text);
    good_ = good_ && natsMsgHeader_Set(message_, name, value.c_str()) == NATS_OK;
  }
  template <std::integral Number>
  void put(const char* name, Number number) {
    put(name, std::string_view{std::to_string(number)});
  }
  bool good() const { return good_; }

 private:
  natsMsg* message_;
  bool good_ = true;
};

// Reader: takes headers off a message; once one is missing or bad, all is.
class Reader {
 public:
  explicit Reader(natsMsg* message) : message_(message) {}

  std::string text(const char* name) {
    const char* value = nullptr;
    if (natsMsgHeader_Get(message_, name, &value) != NATS_OK) return {};
    auto text = decode_header(value);
    good_ = good_ && text.has_value();
    return text.value_or("");
  }
  template <std::integral Number>
  Number number(const char* name) {
    return taken(parse_number<Number>(text(name)));
  }
  template <class Value>
  Value taken(std::optional<Value> value) {
    good_ = good_ && value.has_value();
    return value.value_or(Value{});
  }
  void expect(const char* name, std::string_view value) { good_ = good_ && text(name) == value; }
  bool good() const { return good_; }

 private:
  natsMsg* message_;
  bool good_ = true;
};

std::string roots_text(const sync::Roots& roots) {
  std::string text;
  for (const auto& [type, root] : roots) {
    if (!text.empty()) text += ',';
    text += type + "=" + to_hex(root);
  }
  return text;
}

std::optional<sync::Roots> parse_roots(std::string_view text) {
  sync::Roots roots;
  while (!text.empty()) {
    const auto one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const auto equals = one.find('=');
    if (equals == one.npos) return std::nullopt;
    const auto root = sync::parse_hash128(one.substr(equals + 1));
    if (!root) return std::nullopt;
    roots.insert_or_assign(std::string{one.substr(0, equals)}, *root);
  }
  return roots;
}

void put_event(Writer& out, const sync::Event& event) {
  out.put("ce-specversion", "1.0");
  out.put("ce-id", shared::to_text(event.id));
  out.put("ce-type", event.type);
  out.put("ce-subject", event.key);
  out.put("ce-time", shared::to_rfc3339(event.occurred_at));
  out.put("ce-datacontenttype", "application/json");
  out.put("ce-dataschemaversion", event.schema_version);
  out.put("ce-sequence", event.offset);
  out.put("ce-aggregatetype", event.aggregate_type);
  out.put("ce-aggregateversion", event.version);
  out.put("ce-aggregateremoved", event.removes ? "true" : "false");
  out.put("ce-correlationid", event.correlation_id);
  out.put("ce-causationid", event.causation_id);
  out.put("ce-causationdepth", event.causation_depth);
  out.put("ce-traceparent", event.traceparent);
}

sync::Event take_event(Reader& in) {
  sync::Event event;
  in.expect("ce-specversion", "1.0");
  event.id = in.taken(shared::parse_uuid(in.text("ce-id")));
  event.type = in.text("ce-type");
  event.key = in.text("ce-subject");
  event.occurred_at = in.taken(shared::parse_rfc3339(in.text("ce-time")));
  event.schema_version = in.number<int>("ce-dataschemaversion");
  event.offset = in.number<sync::Offset>("ce-sequence");
  event.aggregate_type = in.text("ce-aggregatetype");
  event.version = in.number<std::int64_t>("ce-aggregateversion");
  event.removes = in.text("ce-aggregateremoved") == "true";
  event.correlation_id = in.text("ce-correlationid");
  event.causation_id = in.text("ce-causationid");
  event.causation_depth = in.number<int>("ce-causationdepth");
  event.traceparent = in.text("ce-traceparent");
  return event;
}

void take_commit(Reader& in, CarriedEvent& carried) {
  const auto offsets = in.text("Cleave-Commit");
  const auto dash = std::min(offsets.find('-'), offsets.size());
  carried.commit_first = in.taken(parse_number<sync::Offset>(offsets.substr(0, dash)));
  const auto last = offsets.substr(std::min(dash + 1, offsets.size()));
  carried.commit_last = in.taken(parse_number<sync::Offset>(last));
  if (carried.event.offset != carried.commit_last) return;
  carried.chain = in.taken(sync::parse_hash256(in.text("Cleave-Chain")));
  carried.roots = in.taken(parse_roots(in.text("Cleave-Roots")));
}

}  // namespace

MessagePtr to_message(const std::string& log, const sync::Commit& commit, std::size_t at,
                      const std::string& reply) {
  const auto& event = commit.events[at];
  natsMsg* made = nullptr;
  if (natsMsg_Create(&made, subject(log, event.type).c_str(),
                     reply.empty() ? nullptr : reply.c_str(), event.payload.data(),
                     static_cast<int>(event.payload.size())) != NATS_OK) {
    return nullptr;
  }
  MessagePtr message{made};
  Writer out{made};
  out.put("ce-source", "/cleave/" + log);
  out.put("ce-epoch", commit.epoch);
  put_event(out, event);
  out.put("Cleave-Commit", std::to_string(commit.first()) + "-" + std::to_string(commit.last()));
  if (at + 1 == commit.events.size()) {
    out.put("Cleave-Chain", to_hex(commit.chain));
    out.put("Cleave-Roots", roots_text(commit.roots));
  }
  if (!out.good()) return nullptr;
  return message;
}

std::optional<CarriedEvent> from_message(const std::string& log, natsMsg* message) {
  CarriedEvent carried;
  Reader in{message};
  in.expect("ce-source", "/cleave/" + log);
  carried.epoch = in.number<sync::Epoch>("ce-epoch");
  carried.event = take_event(in);
  take_commit(in, carried);
  const auto offset = carried.event.offset;
  if (!in.good() || offset == 0 || offset < carried.commit_first || carried.commit_first == 0 ||
      offset > carried.commit_last) {
    return std::nullopt;
  }
  carried.event.payload.assign(natsMsg_GetData(message),
                               static_cast<std::size_t>(natsMsg_GetDataLength(message)));
  return carried;
}

}  // namespace nats
