#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <ports/shared/requests.hpp>

#include <adapters/nats/subscription.hpp>

// Questions and answers as messages of NATS: each header of theirs is one of its, encoded as
// CloudEvents does it.
//   Shape   an answer larger than piece_bytes_max comes in pieces, in order: each has Cleave-Piece
//           (from 1), and the last Cleave-Pieces, their number, and the headers. One that is too
//           large is Cleave-Lost alone
namespace nats {

inline constexpr std::size_t piece_bytes_max = 512 * 1024;

// Null where they cannot be made.
MessagePtr question_message(const std::string& subject, const std::string& reply_to,
                            const shared::Message& question);
// The piece of that number, of so many.
MessagePtr answer_message(const std::string& subject, const shared::Message& answer,
                          std::size_t piece, std::size_t pieces);
MessagePtr lost_message(const std::string& subject);

std::size_t pieces_of(const shared::Message& answer);

// Piece: what came of an answer in one message.
struct Piece {
  shared::Message message;
  std::size_t number = 1;
  std::size_t of = 0;  // 0: not the last
  bool nobody = false;
  bool lost = false;
};

// Nothing where a header cannot be read.
std::optional<shared::Message> read_question(natsMsg& message);
std::optional<Piece> read_piece(natsMsg& message);

}  // namespace nats
