#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ports/sync/command.hpp>
#include <ports/sync/digest.hpp>
#include <shared/domain/result.hpp>
#include <sync/domain/position.hpp>

#include <adapters/http/message.hpp>

// What callers say in headers and query parameters, read strictly: nothing that is said is ignored.
namespace http {

struct Page {
  std::size_t limit = 50;
  std::string starting_after;  // empty: from the first
};

// limit is 1 to 1000.
shared::Result<Page> page_of(const Request& request);

// A whole number within those bounds; `otherwise` where the parameter is missing.
shared::Result<std::uint64_t> number_of(const Request& request, std::string_view name,
                                        std::uint64_t least, std::uint64_t most,
                                        std::uint64_t otherwise);

// The version that If-Match names; nothing where it is missing or "*". A tag that none of our
// answers ever had reads as version 0, which no aggregate is at.
shared::Result<std::optional<std::int64_t>> expected_version(const Request& request);

// The positions that Cleave-Wait-For names, at most 8; none where it is missing.
shared::Result<std::vector<sync::Position>> awaited_positions(const Request& request);

// Nothing where there is no Idempotency-Key. The key is the caller's own and the operation's own;
// the fingerprint is over all that decides what the request does.
shared::Result<std::optional<sync::Idempotency>> idempotency_of(const Request& request,
                                                                std::string_view key_id,
                                                                std::string_view operation_id,
                                                                const sync::Digest& digest);

}  // namespace http
