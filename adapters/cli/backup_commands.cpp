#include <adapters/cli/command.hpp>

#include <cstdlib>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

void show(Session& session, const BackupMade& made) {
  if (session.format() == Format::json) {
    bj::array stores;
    for (const auto& store : made.stores) {
      stores.push_back({{"store", store.name},
                        {"bytes", store.bytes},
                        {"rows", store.rows},
                        {"position", store.position}});
    }
    session.terminal.out << bj::serialize(bj::object{{"folder", made.folder},
                                                     {"made_at", made.made_at},
                                                     {"stores", std::move(stores)}})
                         << '\n';
    return;
  }
  Table table({{"STORE"}, {"BYTES", true}, {"ROWS", true}, {"LOG ENDS AT"}});
  for (const auto& store : made.stores) {
    table.add({{store.name},
               {std::to_string(store.bytes)},
               {std::to_string(store.rows)},
               {store.position.empty() ? "-" : store.position}});
  }
  show_table(session, table);
}

void refuse_server(const Arguments& arguments) {
  if (!arguments.text("--server")) return;
  throw Stop(ExitCode::usage, "a backup is written on the server's own machine",
             "run this there, with --data or --config");
}

ExitCode backup(Session& session, const Arguments& arguments) {
  refuse_server(arguments);
  const BackupOptions options{session.settings(), arguments.text("--key-file"),
                              arguments.given("--to")};
  const auto made = session.actions.backup(options, session.terminal);
  show(session, made);
  session.say("all modules as they were at " + made.made_at + ", in " + made.folder +
              "; check it with: cleave restore --from " + made.folder + " --verify");
  return ExitCode::ok;
}

ExitCode verify(Session& session, const Arguments& arguments) {
  for (const auto* other : {"--to", "--keep-old", "--keep-keys", "--numbers-after"}) {
    if (!arguments.has(other)) continue;
    throw Stop(ExitCode::usage, std::string{"--verify changes nothing, and takes no "} + other);
  }
  const auto made = session.actions.check_backup(arguments.given("--from"), session.terminal);
  show(session, made);
  session.say("whole: files, pages, chains, roots, rows and positions are as they were at " +
              made.made_at);
  return ExitCode::ok;
}

void show(Session& session, const Restored& restored) {
  const auto joined = [](const std::vector<std::string>& all) {
    std::string text;
    for (const auto& one : all) text += (text.empty() ? "" : ", ") + one;
    return text;
  };
  if (session.format() == Format::json) {
    bj::array positions(restored.positions.begin(), restored.positions.end());
    bj::array passed(restored.numbers_passed_over.begin(), restored.numbers_passed_over.end());
    session.terminal.out << bj::serialize(bj::object{
                                {"folder", restored.folder},
                                {"made_at", restored.made_at},
                                {"kept", restored.kept},
                                {"positions", std::move(positions)},
                                {"keys_revoked", restored.keys_revoked},
                                {"payments_due", restored.payments_due},
                                {"numbers_passed_over", std::move(passed)}})
                         << '\n';
    return;
  }
  Table table({{"WHAT"}, {"IS NOW"}});
  table.add({{"data folder"}, {restored.folder}});
  table.add({{"as of"}, {restored.made_at}});
  table.add({{"before"}, {restored.kept.empty() ? "-" : restored.kept}});
  table.add({{"logs go on at"}, {joined(restored.positions)}});
  table.add({{"keys revoked"}, {std::to_string(restored.keys_revoked)}});
  table.add({{"payments to look up"}, {std::to_string(restored.payments_due)}});
  table.add({{"numbers passed over"},
             {restored.numbers_passed_over.empty() ? "-" : joined(restored.numbers_passed_over)}});
  show_table(session, table);
  session.say("the new key is in its cli.key; compare the gateway's book with the payments before "
              "new ones are made (cleave gateway records)");
}

ExitCode restore(Session& session, const Arguments& arguments) {
  refuse_server(arguments);
  if (arguments.has("--verify")) return verify(session, arguments);
  const RestoreOptions options{session.settings(), arguments.given("--from"),
                               arguments.text("--to").value_or(""), arguments.has("--keep-old"),
                               arguments.has("--keep-keys"), arguments.all("--numbers-after")};
  session.confirm("Restore " + options.from + "? " +
                  (options.keep_keys ? "API keys that were revoked since will open it again."
                                     : "All API keys but a new one will be revoked."));
  show(session, session.actions.restore(options, session.terminal));
  return ExitCode::ok;
}

}  // namespace

std::vector<Command> backup_commands() {
  return {
      {"backup", "write all modules' databases, at one moment, into a folder; a server goes on",
       "cleave backup --data ./data --to ./backup-monday\n"
       "cleave backup --config /etc/cleave.toml --to /mnt/backups/monday --json",
       {required_option("--to", "FOLDER", "what to make; it must not be there yet")},
       backup},
      {"restore", "make a data folder of a backup, checked event by event before it is touched",
       "cleave restore --from ./backup-monday --verify\n"
       "cleave restore --from ./backup-monday --to ./data-restored\n"
       "cleave restore --from ./backup-monday --data ./data --keep-old "
       "--numbers-after INV-2026-000123",
       {required_option("--from", "FOLDER", "a backup"),
        flag("--verify", "check all of it and change nothing"),
        option("--to", "DIR", "the data folder to make, instead of the one that is configured"),
        flag("--keep-old", "a data folder that is there is kept, under another name"),
        flag("--keep-keys", "API keys stay valid, also those that were revoked since"),
        many("--numbers-after", "NUMBER", "this invoice number is known to be given")},
       restore},
  };
}

}  // namespace cli
