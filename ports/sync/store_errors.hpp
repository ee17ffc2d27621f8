#pragma once

#include <stdexcept>
#include <string>

// What a store throws. The text is fit for a log line: it holds no bound values, no SQL.
namespace sync {

// Any breakage of a store. Nothing of the open transaction took effect, unless said below.
struct StoreFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Down, locked, timed out: the same call may succeed later.
struct StoreUnavailable : StoreFailure {
  using StoreFailure::StoreFailure;
};

// Others were faster or in the way (serialization failure, deadlock, lock timeout): the whole batch
// may succeed at once, on fresh rows.
struct StoreBusy : StoreUnavailable {
  using StoreUnavailable::StoreUnavailable;
};

// No room on the disk: writes are refused until there is, reads go on.
struct StoreFull : StoreUnavailable {
  using StoreUnavailable::StoreUnavailable;
};

// The store refuses these very rows (a constraint): repeating does not help, other rows may pass.
struct StoreRejected : StoreFailure {
  using StoreFailure::StoreFailure;
};

// The reply to a commit was lost: it took effect wholly or not at all, and only asking tells.
struct CommitUnknown : StoreFailure {
  using StoreFailure::StoreFailure;
};

// Damaged, or an I/O error after which nothing in memory can be believed: the process must end and
// recover by starting again. A commit that throws this may or may not have taken effect.
struct StoreBroken : StoreFailure {
  using StoreFailure::StoreFailure;
};

}  // namespace sync
