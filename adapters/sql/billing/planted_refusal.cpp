#include <adapters/sql/billing/planted_refusal.hpp>

#include <adapters/sql/session.hpp>

namespace sql {
namespace {

constexpr auto words = "planted refusal";

void mend(Session& writer) {
  if (writer.dialect() == Dialect::sqlite) {
    writer.run("DROP TRIGGER IF EXISTS planted_refusal");
  } else {
    writer.run("DROP FUNCTION IF EXISTS planted_refusal() CASCADE");
  }
}

}  // namespace

void plant_refusal(const Location& billing, const billing::CustomerId& of) {
  Session writer{billing, Access::writer};
  mend(writer);
  // An id is letters and digits, so it may stand in the statement as it is.
  const auto trigger = "CREATE TRIGGER planted_refusal BEFORE UPDATE ON user_replica ";
  const auto theirs = "NEW.user_id = '" + of.user_text() + "'";
  if (writer.dialect() == Dialect::sqlite) {
    writer.run(trigger + ("WHEN " + theirs) + " BEGIN SELECT RAISE(ABORT, '" + words + "'); END");
    return;
  }
  writer.run(std::string{"CREATE FUNCTION planted_refusal() RETURNS trigger LANGUAGE plpgsql AS "} +
             "$$ BEGIN RAISE '" + words + "' USING ERRCODE = '23000'; END $$");
  writer.run(trigger + ("FOR EACH ROW WHEN (" + theirs) + ") EXECUTE FUNCTION planted_refusal()");
}

void mend_refusal(const Location& billing) {
  Session writer{billing, Access::writer};
  mend(writer);
}

}  // namespace sql
