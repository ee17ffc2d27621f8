#include <adapters/sql/billing/planted_refusal.hpp>

#include <adapters/sql/session.hpp>

namespace sql {

void plant_refusal(const Sqlite& billing, const billing::CustomerId& of) {
  mend_refusal(billing);
  Session writer{billing, Access::writer};
  // An id is letters and digits, so it may stand in the statement as it is.
  writer.run("CREATE TRIGGER planted_refusal BEFORE UPDATE ON user_replica WHEN NEW.user_id = '" +
             of.user_text() + "' BEGIN SELECT RAISE(ABORT, 'planted refusal'); END");
}

void mend_refusal(const Sqlite& billing) {
  Session writer{billing, Access::writer};
  writer.run("DROP TRIGGER IF EXISTS planted_refusal");
}

}  // namespace sql
