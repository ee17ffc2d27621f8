#include <adapters/nats/request_message.hpp>

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

#include <adapters/nats/header_text.hpp>

namespace nats {
namespace {

constexpr const char* piece_header = "Cleave-Piece";
constexpr const char* pieces_header = "Cleave-Pieces";
constexpr const char* lost_header = "Cleave-Lost";
constexpr const char* bytes_header = "Cleave-Bytes";
constexpr const char* want_header = "Cleave-Want";
constexpr const char* refused_header = "Cleave-Refused";

MessagePtr make(const std::string& subject, const char* reply_to, std::string_view data) {
  natsMsg* made = nullptr;
  const auto status = natsMsg_Create(&made, subject.c_str(), reply_to, data.data(),
                                     static_cast<int>(data.size()));
  return MessagePtr{status == NATS_OK ? made : nullptr};
}

bool put(const MessagePtr& message, const char* name, const std::string& value) {
  return natsMsgHeader_Set(message.get(), name, value.c_str()) == NATS_OK;
}

bool put_all(const MessagePtr& message, const shared::Message& from) {
  return std::ranges::all_of(from.headers, [&](const auto& header) {
    return put(message, header.first.c_str(), encode_header(header.second));
  });
}

std::size_t number_of(natsMsg& message, const char* name, std::size_t otherwise) {
  const char* value = nullptr;
  if (natsMsgHeader_Get(&message, name, &value) != NATS_OK) return otherwise;
  return parse_number<std::size_t>(value).value_or(otherwise);
}

// One header says it all.
MessagePtr make_saying(const std::string& subject, const char* reply_to, const char* name,
                       std::size_t value) {
  auto message = make(subject, reply_to, "");
  if (message && !put(message, name, std::to_string(value))) return nullptr;
  return message;
}

bool is_ours(std::string_view name) { return name.starts_with("Cleave-"); }

}  // namespace

MessagePtr question_message(const std::string& subject, const std::string& reply_to,
                            const shared::Message& question) {
  auto message = make(subject, reply_to.c_str(), question.body);
  if (message && !put_all(message, question)) return nullptr;
  return message;
}

MessagePtr offer_message(const std::string& subject, const std::string& reply_to,
                         const shared::Message& question) {
  return make_saying(subject, reply_to.c_str(), bytes_header, question.body.size());
}

MessagePtr want_message(const std::string& subject, const std::string& reply_to,
                        std::size_t piece) {
  return make_saying(subject, reply_to.c_str(), want_header, piece);
}

std::size_t pieces_of(std::size_t body_bytes) {
  return std::max<std::size_t>((body_bytes + piece_bytes_max - 1) / piece_bytes_max, 1);
}

MessagePtr piece_message(const std::string& subject, const shared::Message& of, std::size_t piece,
                         std::size_t pieces) {
  const auto data =
      std::string_view(of.body).substr((piece - 1) * piece_bytes_max, piece_bytes_max);
  auto message = make(subject, nullptr, data);
  if (!message) return nullptr;
  const bool last = piece == pieces;
  const bool numbered = pieces == 1 || put(message, piece_header, std::to_string(piece));
  const bool closed = pieces == 1 || !last || put(message, pieces_header, std::to_string(pieces));
  if (!numbered || !closed || (last && !put_all(message, of))) return nullptr;
  return message;
}

MessagePtr lost_message(const std::string& subject) {
  return make_saying(subject, nullptr, lost_header, 1);
}

MessagePtr refused_message(const std::string& subject) {
  return make_saying(subject, nullptr, refused_header, 1);
}

std::optional<shared::Message> read_question(natsMsg& message) {
  shared::Message question;
  question.body.assign(natsMsg_GetData(&message),
                       static_cast<std::size_t>(natsMsg_GetDataLength(&message)));
  const char** names = nullptr;
  int count = 0;
  if (natsMsgHeader_Keys(&message, &names, &count) != NATS_OK) return question;
  bool good = true;
  for (const char* name : std::span(names, static_cast<std::size_t>(count))) {
    const char* value = nullptr;
    if (is_ours(name) || natsMsgHeader_Get(&message, name, &value) != NATS_OK) continue;
    auto text = decode_header(value);
    good = good && text;
    if (text) question.headers.emplace_back(name, std::move(*text));
  }
  std::free(static_cast<void*>(names));
  if (!good) return std::nullopt;
  return question;
}

std::optional<Piece> read_piece(natsMsg& message) {
  Piece piece;
  piece.nobody = natsMsg_IsNoResponders(&message);
  if (piece.nobody) return piece;
  piece.lost = number_of(message, lost_header, 0) != 0;
  piece.refused = number_of(message, refused_header, 0) != 0;
  piece.want = number_of(message, want_header, 0);
  piece.number = number_of(message, piece_header, 0);
  piece.of = number_of(message, pieces_header, piece.number == 0 ? 1 : 0);
  piece.number = std::max<std::size_t>(piece.number, 1);
  auto read = read_question(message);
  if (!read) return std::nullopt;
  piece.message = std::move(*read);
  return piece;
}

std::optional<std::size_t> read_offer(natsMsg& message) {
  const char* value = nullptr;
  if (natsMsgHeader_Get(&message, bytes_header, &value) != NATS_OK) return std::nullopt;
  // What cannot be read is too large for anybody.
  return parse_number<std::size_t>(value).value_or(static_cast<std::size_t>(-1));
}

}  // namespace nats
