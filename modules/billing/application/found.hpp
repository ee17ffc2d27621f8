#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include <ports/shared/rows.hpp>

#include <billing/domain/billing_errors.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// The row of that key, at the version that the caller saw where they named one.
//   Errors  `missing`, billing.version_mismatch
template <class Key, class Row>
shared::Result<Row> found(shared::Rows<Key, Row>& rows, const Key& id,
                          std::optional<std::int64_t> expected_version, shared::Error missing) {
  auto row = rows.find(id);
  if (!row) return shared::refuse(std::move(missing));
  if (expected_version && *expected_version != row->fields().version) {
    return shared::refuse(errors::version_mismatch());
  }
  return std::move(*row);
}

}  // namespace billing
