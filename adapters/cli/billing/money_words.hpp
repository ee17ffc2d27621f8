#pragma once

#include <cstdint>
#include <string>

namespace cli {

// Amounts as people write them, for Actions: they have their currency's own digits.

// "12.50 EUR" for 1250 of "eur"; of a currency that is not known here, its minor units.
std::string money_text(std::int64_t amount_minor, const std::string& currency);

// 1250 for "12.50" of "eur". Throws Stop (usage).
std::int64_t money_minor(const std::string& decimal, const std::string& currency);

}  // namespace cli
