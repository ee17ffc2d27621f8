#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <ports/shared/requests.hpp>

#include <adapters/nats/subscription.hpp>

// Questions and answers as messages of NATS: each header of theirs is one of its, encoded as
// CloudEvents does it.
//   Shape   what is larger than piece_bytes_max comes in pieces, in order: each has Cleave-Piece
//           (from 1), and the last Cleave-Pieces, their number, and the headers. An answer that is
//           too large is Cleave-Lost alone. A question in pieces is offered first: Cleave-Bytes,
//           its body's size, alone. Who takes it answers Cleave-Want, a piece's number, each when
//           it has the piece before, and where to send it to; or Cleave-Refused, also later
namespace nats {

inline constexpr std::size_t piece_bytes_max = 512 * 1024;

// Null where they cannot be made.
MessagePtr question_message(const std::string& subject, const std::string& reply_to,
                            const shared::Message& question);
MessagePtr offer_message(const std::string& subject, const std::string& reply_to,
                         const shared::Message& question);
MessagePtr want_message(const std::string& subject, const std::string& reply_to,
                        std::size_t piece);
// The piece of that number, of so many.
MessagePtr piece_message(const std::string& subject, const shared::Message& of, std::size_t piece,
                         std::size_t pieces);
MessagePtr lost_message(const std::string& subject);
MessagePtr refused_message(const std::string& subject);

std::size_t pieces_of(std::size_t body_bytes);

// Piece: what came in one message of what was asked for.
struct Piece {
  shared::Message message;
  std::size_t number = 1;
  std::size_t of = 0;  // 0: not the last
  bool nobody = false;
  bool lost = false;
  bool refused = false;
  std::size_t want = 0;  // the number of the piece that is wanted
};

// Nothing where a header cannot be read.
std::optional<shared::Message> read_question(natsMsg& message);
std::optional<Piece> read_piece(natsMsg& message);
// Nothing where it is a whole question.
std::optional<std::size_t> read_offer(natsMsg& message);

}  // namespace nats
