#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <shared/domain/error.hpp>

namespace sync::errors {

using shared::Error;
using shared::ErrorKind;

inline Error event_too_large() {
  return {ErrorKind::invalid, "sync.event_too_large",
          "What this would say is larger than 256 KiB; send less at once.", ""};
}
inline Error key_reused() {
  return {ErrorKind::invalid, "idempotency.key_reused",
          "This Idempotency-Key was used for another request; use a new key.", ""};
}
inline Error reply_cut() {
  return {ErrorKind::gone, "idempotency.reply_cut",
          "This request took effect before; the event that says how was cut from the log.", ""};
}
inline Error outcome_unknown() {
  return {ErrorKind::unavailable, "sync.outcome_unknown",
          "The outcome is not known yet; repeat the request with the same Idempotency-Key.", ""};
}
inline Error store_unavailable() {
  return {ErrorKind::unavailable, "sync.store_unavailable",
          "The store cannot be written now; nothing took effect. Try again.", ""};
}
inline Error store_full() {
  return {ErrorKind::unavailable, "storage_full",
          "The disk is full; nothing took effect. Reads go on; try again when there is room.", ""};
}
inline Error store_rejected() {
  return {ErrorKind::conflict, "sync.store_rejected",
          "The store refused this change because it contradicts what is there.", ""};
}
inline Error command_failed() {
  return {ErrorKind::internal, "sync.command_failed",
          "This command failed by a mistake of ours; nothing took effect.", ""};
}
inline Error parked_not_found() {
  return {ErrorKind::not_found, "sync.parked_not_found",
          "No such key is parked; `cleave sync parked list` shows those that are.", ""};
}
inline Error nothing_waits() {
  return {ErrorKind::conflict, "sync.nothing_waits",
          "This key was discarded before: nothing waits to be applied.", ""};
}
inline Error follower_stopped() {
  return {ErrorKind::conflict, "sync.follower_stopped",
          "This follower has stopped, so nothing is tried; see `cleave sync status` for why.", ""};
}
inline Error reason_missing() {
  return {ErrorKind::invalid, "sync.reason_missing",
          "Say why these events may be dropped: 1 to 500 bytes.", "/reason"};
}
inline Error unknown_log(std::string_view log) {
  return {ErrorKind::invalid, "sync.unknown_log",
          "There is no log named " + std::string{log} + " here.", ""};
}
inline Error beyond_head() {
  return {ErrorKind::invalid, "sync.beyond_head",
          "That position lies beyond the end of its log; no write was answered with it.", ""};
}
inline Error position_lost() {
  return {ErrorKind::gone, "sync.position_lost",
          "What was written at that position was lost when an older copy of the log was restored; "
          "write it again.",
          ""};
}
inline Error history_cut(std::uint64_t first) {
  return {ErrorKind::gone, "sync.history_cut",
          "The log was cut: it reaches back to offset " + std::to_string(first) + ".", ""};
}
inline Error too_far_back(std::uint64_t events) {
  return {ErrorKind::invalid, "sync.too_far_back",
          "More than " + std::to_string(events) +
              " events lie between; `cleave sync history` reads them page by page.",
          ""};
}
inline Error behind(std::string_view how_far) {
  return {ErrorKind::unavailable, "sync.behind",
          "This copy is not there yet: " + std::string{how_far} + ".", ""};
}
inline Error parked(std::string_view key) {
  return {ErrorKind::conflict, "sync.parked",
          "Changes of " + std::string{key} +
              " wait because one could not be applied; see `cleave sync parked list`.",
          ""};
}

inline Error keeps_no_copy(std::string_view follower) {
  return {ErrorKind::not_found, "sync.keeps_no_copy",
          "No follower named " + std::string{follower} +
              " keeps a copy; `cleave sync status` shows who follows whom.",
          ""};
}
inline Error check_running(std::string_view follower) {
  return {ErrorKind::conflict, "sync.check_running",
          "The copies of " + std::string{follower} + " are being checked now; ask for that check.",
          ""};
}
inline Error moved_meanwhile() {
  return {ErrorKind::conflict, "sync.moved_meanwhile",
          "The follower has moved since its rows were weighed; weigh them again.", ""};
}
inline Error still_differs() {
  return {ErrorKind::conflict, "sync.still_differs",
          "The copies are not what the source says: `cleave sync repair` mends the keys first.",
          ""};
}
inline Error unknown_aggregate(std::string_view aggregate_type) {
  return {ErrorKind::invalid, "sync.unknown_aggregate",
          "This module does not say the state of " + std::string{aggregate_type} + ".",
          "/aggregate_type"};
}
inline Error too_many_keys() {
  return {ErrorKind::invalid, "sync.too_many_keys", "Name 1 to 500 keys at once.", "/keys"};
}
inline Error never_checked(std::string_view follower) {
  return {ErrorKind::not_found, "sync.never_checked",
          "The copies of " + std::string{follower} +
              " were not checked since the process that follows began.",
          ""};
}

}  // namespace sync::errors
