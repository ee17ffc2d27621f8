#include <adapters/sql/billing/sql_ledger.hpp>

#include <adapters/sql/billing/row_writer.hpp>

namespace sql {
namespace {

const Table ledger_entry{"ledger_entry",
                         {{"entry_no", 'n'},
                          {"entry_id", 't'},
                          {"kind", 't'},
                          {"source", 't'},
                          {"effective_on", 't'},
                          {"recorded_at", 'n'},
                          {"reverses", 't'}}};

const Table ledger_posting{"ledger_posting",
                           {{"entry_no", 'n'},
                            {"line", 'n'},
                            {"account", 't'},
                            {"user_id", 't'},
                            {"amount_minor", 'n'},
                            {"currency", 't'},
                            {"effective_on", 't'}},
                           2};

}  // namespace

SqlLedger::SqlLedger(Session& writer)
    : last_no_(writer, "SELECT COALESCE(MAX(entry_no), 0) FROM ledger_entry", "", "n"),
      insert_entry_(writer, ledger_entry, Verb::insert),
      insert_posting_(writer, ledger_posting, Verb::insert) {}

void SqlLedger::drop() {
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(kept_), entries_.end());
}

void SqlLedger::flush() {
  if (kept_ == 0) return;
  last_no_.one();
  const auto last = last_no_.number(0);
  write_entries(last);
  write_postings(last);
}

void SqlLedger::write_entries(std::int64_t after_no) {
  insert_entry_.clear();
  for (std::size_t i = 0; i < kept_; ++i) {
    const auto& entry = entries_[i];
    insert_entry_.cell(++after_no).cell(entry.id).cell(entry.kind).cell(entry.source);
    insert_entry_.cell(billing::to_text(entry.effective_on));
    insert_entry_.cell(shared::to_unix_ms(entry.recorded_at));
    write_text(insert_entry_, entry.reverses);
    insert_entry_.end_row();
  }
  insert_entry_.finish();
}

void SqlLedger::write_postings(std::int64_t after_no) {
  insert_posting_.clear();
  for (std::size_t i = 0; i < kept_; ++i) {
    ++after_no;
    const auto effective_on = billing::to_text(entries_[i].effective_on);
    std::int64_t line = 0;
    for (const auto& posting : entries_[i].postings) {
      insert_posting_.cell(after_no).cell(++line).cell(billing::to_text(posting.account));
      if (posting.customer) {
        insert_posting_.cell(posting.customer->user_text());
      } else {
        insert_posting_.null();
      }
      write_money(insert_posting_, posting.amount);
      insert_posting_.cell(effective_on);
      insert_posting_.end_row();
    }
  }
  insert_posting_.finish();
}

void SqlLedger::clear() noexcept {
  entries_.clear();
  kept_ = 0;
}

}  // namespace sql
