#include <billing/domain/ledger.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <map>
#include <utility>

namespace billing {
namespace {

// Sums in any order, of as many postings as an entry has.
__extension__ typedef __int128 Wide;

constexpr auto words = std::to_array<std::pair<Account, std::string_view>>({
    {Account::receivable, "receivable"},
    {Account::cash_clearing, "cash_clearing"},
    {Account::deferred_revenue, "deferred_revenue"},
    {Account::revenue, "revenue"},
    {Account::customer_credit, "customer_credit"},
    {Account::bad_debt, "bad_debt"},
});

// Neither nothing, nor what belongs to nobody.
bool says_something(const Posting& posting) {
  const bool of_a_customer =
      posting.account == Account::receivable || posting.account == Account::customer_credit;
  return posting.amount.amount_minor != 0 && (posting.customer || !of_a_customer);
}

}  // namespace

std::string_view to_text(Account account) {
  return std::ranges::find(words, account, &decltype(words)::value_type::first)->second;
}

std::optional<Account> parse_account(std::string_view text) {
  const auto* const word = std::ranges::find(words, text, &decltype(words)::value_type::second);
  if (word == words.end()) return std::nullopt;
  return word->first;
}

bool LedgerEntry::balanced() const {
  if (postings.empty() || postings.size() > postings_max ||
      !std::ranges::all_of(postings, says_something)) {
    return false;
  }
  struct Sums {
    Wide debits = 0;
    Wide all = 0;
  };
  std::map<std::string_view, Sums> sums;
  for (const auto& posting : postings) {
    auto& sum = sums[posting.amount.currency.code()];
    sum.all += posting.amount.amount_minor;
    if (posting.amount.amount_minor > 0) sum.debits += posting.amount.amount_minor;
  }
  return std::ranges::all_of(sums, [](const auto& of_currency) {
    const auto& sum = of_currency.second;
    return sum.all == 0 && sum.debits <= std::numeric_limits<std::int64_t>::max();
  });
}

LedgerEntry LedgerEntry::reversal(const LedgerEntry& entry, std::string id, std::string kind,
                                  std::string source, LocalDate effective_on,
                                  shared::Instant recorded_at) {
  LedgerEntry opposite{.id = std::move(id),
                       .kind = std::move(kind),
                       .source = std::move(source),
                       .effective_on = effective_on,
                       .recorded_at = recorded_at,
                       .reverses = entry.id,
                       .postings = entry.postings};
  for (auto& posting : opposite.postings) {
    // The least number of all has no opposite; in a balanced entry it cannot stand.
    assert(posting.amount.amount_minor != std::numeric_limits<std::int64_t>::min());
    posting.amount.amount_minor = -posting.amount.amount_minor;
  }
  return opposite;
}

}  // namespace billing
