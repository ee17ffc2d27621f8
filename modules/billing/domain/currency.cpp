#include <billing/domain/currency.hpp>

#include <algorithm>
#include <array>

#include <billing/domain/billing_errors.hpp>

namespace billing {
namespace {

constexpr auto codes = std::to_array<std::string_view>({
    "aed", "afn", "all", "amd", "aoa", "ars", "aud", "awg", "azn", "bam", "bbd", "bdt", "bhd",
    "bif", "bmd", "bnd", "bob", "brl", "bsd", "btn", "bwp", "byn", "bzd", "cad", "cdf", "chf",
    "clp", "cny", "cop", "crc", "cup", "cve", "czk", "djf", "dkk", "dop", "dzd", "egp", "ern",
    "etb", "eur", "fjd", "fkp", "gbp", "gel", "ghs", "gip", "gmd", "gnf", "gtq", "gyd", "hkd",
    "hnl", "htg", "huf", "idr", "ils", "inr", "iqd", "irr", "isk", "jmd", "jod", "jpy", "kes",
    "kgs", "khr", "kmf", "kpw", "krw", "kwd", "kyd", "kzt", "lak", "lbp", "lkr", "lrd", "lsl",
    "lyd", "mad", "mdl", "mga", "mkd", "mmk", "mnt", "mop", "mru", "mur", "mvr", "mwk", "mxn",
    "myr", "mzn", "nad", "ngn", "nio", "nok", "npr", "nzd", "omr", "pab", "pen", "pgk", "php",
    "pkr", "pln", "pyg", "qar", "ron", "rsd", "rub", "rwf", "sar", "sbd", "scr", "sdg", "sek",
    "sgd", "shp", "sle", "sos", "srd", "ssp", "stn", "svc", "syp", "szl", "thb", "tjs", "tmt",
    "tnd", "top", "try", "ttd", "twd", "tzs", "uah", "ugx", "usd", "uyu", "uzs", "ved", "ves",
    "vnd", "vuv", "wst", "xaf", "xcd", "xcg", "xof", "xpf", "yer", "zar", "zmw", "zwg",
});
static_assert(std::ranges::is_sorted(codes));

constexpr auto without_digits =
    std::to_array<std::string_view>({"bif", "clp", "djf", "gnf", "isk", "jpy", "kmf", "krw", "pyg",
                                     "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"});
static_assert(std::ranges::is_sorted(without_digits));
constexpr auto of_three_digits =
    std::to_array<std::string_view>({"bhd", "iqd", "jod", "kwd", "lyd", "omr", "tnd"});
static_assert(std::ranges::is_sorted(of_three_digits));

}  // namespace

shared::Result<Currency> Currency::parse(std::string_view text) {
  std::string code{text};
  for (char& c : code) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (!std::ranges::binary_search(codes, std::string_view{code})) {
    return shared::refuse(errors::currency_unknown());
  }
  return Currency{std::move(code)};
}

int Currency::digits() const {
  const std::string_view code{code_};
  if (std::ranges::binary_search(without_digits, code)) return 0;
  return std::ranges::binary_search(of_three_digits, code) ? 3 : 2;
}

}  // namespace billing
