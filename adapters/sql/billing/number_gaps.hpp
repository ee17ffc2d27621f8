#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <adapters/sql/session.hpp>
#include <shared/domain/instant.hpp>

namespace sql {

// The number that each series gives next, by name.
std::map<std::string, std::int64_t> next_numbers(Session& session);

// From now on the series gives `next`, in the session's open transaction; the numbers that it skips
// are noted as a gap with its reason. Nothing where it has given that number already.
void skip_numbers(Session& writer, const std::string& series, std::int64_t next,
                  const std::string& reason, shared::Instant now);

}  // namespace sql
