#pragma once

#include <shared/domain/error.hpp>

// What a server refuses that is asked for a backup.
namespace app::errors {

using shared::Error;
using shared::ErrorKind;

inline Error backup_bad_name() {
  return {ErrorKind::invalid, "backup.bad_name",
          "A backup's name is 1 to 64 small letters, digits and dashes, and begins with no dash.",
          "/name"};
}
inline Error backup_under_way() {
  return {ErrorKind::conflict, "backup.under_way",
          "Another backup is being written; ask again when it is done.", ""};
}
inline Error backup_exists() {
  return {ErrorKind::conflict, "backup.exists", "There is a backup of that name; say another.",
          "/name"};
}
inline Error backup_not_found() {
  return {ErrorKind::not_found, "backup.not_found",
          "This server was not asked for a backup of that name since it started.", ""};
}

}  // namespace app::errors
