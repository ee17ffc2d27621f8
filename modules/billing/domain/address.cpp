#include <billing/domain/address.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include <billing/domain/billing_errors.hpp>
#include <shared/domain/text.hpp>

namespace billing {
namespace {

// ISO 3166-1 alpha-2, every code that is officially assigned.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW";
static_assert(countries.size() == 249 * 3 - 1);

bool is_country(std::string_view code) {
  return code.size() == 2 && code.find(' ') == code.npos && countries.find(code) != countries.npos;
}

}  // namespace

shared::Result<Address> Address::parse(Address address) {
  constexpr std::size_t line_code_points_max = 200;
  struct Line {
    std::string_view field;
    const std::string& text;
    bool required;
  };
  const Line lines[] = {
      {"/address/line1", address.line1, true},
      {"/address/line2", address.line2, false},
      {"/address/postal_code", address.postal_code, false},
      {"/address/city", address.city, true},
      {"/address/region", address.region, false},
  };
  for (const auto& line : lines) {
    const bool missing = line.required && line.text.empty();
    if (missing || !shared::is_line(line.text, line_code_points_max)) {
      return shared::refuse(shared::at_field(errors::address_invalid(), line.field));
    }
  }
  if (!is_country(address.country)) {
    return shared::refuse(shared::at_field(errors::address_invalid(), "/address/country"));
  }
  return address;
}

}  // namespace billing
