#include <tests/e2e/poison.hpp>

#include <future>
#include <stdexcept>

#include <app/core.hpp>
#include <ports/user/user_events.hpp>
#include <tests/e2e/topology.hpp>

namespace e2e {
namespace {

// What happens to each row of billing's copies of users before it is stored, where PostgreSQL has
// them.
void before_each_copy(sql::Session& billing, const std::string& body) {
  billing.run("CREATE FUNCTION before_copy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body +
              " RETURN NEW; END $$");
  billing.run("CREATE TRIGGER before_copy BEFORE INSERT OR UPDATE ON user_replica "
              "FOR EACH ROW EXECUTE FUNCTION before_copy()");
}

}  // namespace

std::string say_event_of_a_newer_version(const std::filesystem::path& data) {
  app::CoreOptions options;
  options.databases = databases_at(data);
  app::Core core{options};
  core.start();
  const auto key = shared::prefixed("usr_", core.ids.next());

  std::promise<sync::Outcome> answered;
  sync::Command command;
  command.origin = {core.ids.next(), core.clock.now(), "poison", ""};
  command.want = [] {};
  command.decide = [&]() -> shared::Result<std::string> {
    sync::Draft draft;
    draft.aggregate_type = user::events::user_aggregate;
    draft.key = key;
    draft.version = 1;
    draft.type = "user.registered";
    draft.schema_version = user::events::user_schema_version + 1;
    draft.payload = R"({"after":{"id":")" + key + R"("},"before":null})";
    core.find("user")->lane().unit().append(std::move(draft));
    return "";
  };
  command.answer = [&](sync::Outcome outcome) { answered.set_value(std::move(outcome)); };
  core.find("user")->lane().queue().submit(std::move(command));
  if (answered.get_future().get().refusal) throw std::runtime_error("the event was not taken");
  core.stop();
  return key;
}

void refuse_copies_of(const std::filesystem::path& data, const std::string& email) {
  sql::Session billing{as_superuser(data, "billing"), sql::Access::writer};
  if (on_postgres()) {
    before_each_copy(billing, "IF NEW.email = '" + email +
                                  "' THEN RAISE 'refused by a test' USING ERRCODE = '23000'; "
                                  "END IF;");
    return;
  }
  for (const std::string verb : {"INSERT", "UPDATE"}) {
    billing.run("CREATE TRIGGER refuse_" + verb + " BEFORE " + verb +
                " ON user_replica WHEN NEW.email = '" + email +
                "' BEGIN SELECT RAISE(ABORT, 'refused by a test'); END");
  }
}

void accept_all_copies(const std::filesystem::path& data) {
  sql::Session billing{as_superuser(data, "billing"), sql::Access::writer};
  if (on_postgres()) return billing.run("DROP FUNCTION before_copy() CASCADE");
  for (const std::string verb : {"INSERT", "UPDATE"}) billing.run("DROP TRIGGER refuse_" + verb);
}

void slow_copies_down(const std::filesystem::path& data) {
  sql::Session billing{as_superuser(data, "billing"), sql::Access::writer};
  if (on_postgres()) return before_each_copy(billing, "PERFORM pg_sleep(0.01);");
  // As many rows whatever the schema holds: a quarter of a million, some 10 ms.
  const std::string twelve = "(SELECT 1 FROM sqlite_schema LIMIT 12)";
  billing.run("CREATE TRIGGER slow AFTER INSERT ON user_replica BEGIN SELECT count(*) FROM " +
              twelve + ", " + twelve + ", " + twelve + ", " + twelve + ", " + twelve + "; END");
}

void capture_twice(const std::filesystem::path& data, const std::string& method) {
  sql::Session gateway{sql::Sqlite{data / "gateway.db"}, sql::Access::writer};
  const std::string rest =
      "reference, call, invoice, method, currency, amount_minor, outcome, code, captures, "
      "repeats, recorded_at";
  gateway.run("CREATE TRIGGER twice AFTER INSERT ON gateway_record WHEN NEW.captures = 1 AND "
              "NEW.method LIKE '" +
              method + "%' BEGIN INSERT INTO gateway_record (" + rest + ") SELECT " + rest +
              " FROM gateway_record WHERE record_no = NEW.record_no; END");
}

}  // namespace e2e
