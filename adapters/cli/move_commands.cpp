#include <adapters/cli/command.hpp>

#include <optional>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

MoveOptions options_of(const Session& session, const Arguments& arguments) {
  MoveOptions options;
  options.settings = session.settings();
  options.from = arguments.given("--from");
  options.to = arguments.text("--to").value_or("");
  options.modules = arguments.all("--module");
  options.cancel = arguments.has("--cancel");
  if (options.cancel != options.to.empty()) {
    throw Stop(ExitCode::usage, options.cancel ? "--cancel takes no --to"
                                               : "--to says where the stores are to lie");
  }
  return options;
}

std::string_view became(const Moved& moved, bool cancel) {
  if (cancel) return "given up: it may be written again";
  return moved.before ? "moved before" : "moved";
}

void show(Session& session, const std::vector<Moved>& all, bool cancel) {
  if (session.format() == Format::json) {
    bj::array rows;
    for (const auto& moved : all) {
      rows.push_back({{"module", moved.module},
                      {"rows", moved.rows},
                      {"position", moved.position},
                      {"state", became(moved, cancel)}});
    }
    session.terminal.out << bj::serialize(bj::object{{"data", std::move(rows)}}) << '\n';
    return;
  }
  Table table({{"MODULE"}, {"ROWS", true}, {"LOG ENDS AT"}, {"STATE"}});
  for (const auto& moved : all) {
    table.add({{moved.module},
               {std::to_string(moved.rows)},
               {moved.position},
               {std::string(became(moved, cancel))}});
  }
  show_table(session, table);
}

ExitCode move(Session& session, const Arguments& arguments) {
  const auto options = options_of(session, arguments);
  if (!options.cancel) {
    session.confirm("Move the stores in " + options.from + " to " + options.to +
                    "? Nobody can write the old ones afterwards.");
  }
  show(session, session.actions.move(options, session.terminal), options.cancel);
  if (options.cancel) {
    session.say("what was copied is of no use to anybody: empty that place");
  } else {
    session.say("every row was copied and compared; the old stores stay as they are, and refuse "
                "to be written");
  }
  return ExitCode::ok;
}

}  // namespace

std::vector<Command> move_commands() {
  return {
      {"move", "carry the modules' stores from SQLite to PostgreSQL, or back",
       "cleave move --from ./data --to 'host=/run/postgresql dbname=cleave user=cleave_{module}'\n"
       "cleave move --from 'host=db.example dbname=cleave sslmode=verify-full' --to ./new-data\n"
       "cleave move --from ./data --cancel",
       {required_option("--from", "PLACE", "a data folder, or what database.url takes"),
        option("--to", "PLACE", "the same; it must hold no store yet"),
        many("--module", "MODULE", "this one alone"),
        flag("--cancel", "give up a move that has not ended")},
       move},
  };
}

}  // namespace cli
