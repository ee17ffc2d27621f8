#include <adapters/cli/command.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

ExitCode serve(Session& session, const Arguments& arguments) {
  ServeOptions options;
  options.settings = session.settings();
  options.modules = arguments.text("--modules");
  options.listen = arguments.text("--listen");
  options.tls_cert = arguments.text("--tls-cert");
  options.tls_key = arguments.text("--tls-key");
  options.insecure = arguments.has("--insecure");
  options.test_clock = arguments.has("--test-clock");
  return ExitCode{session.actions.serve(options, session.terminal)};
}

ExitCode demo(Session& session, const Arguments& arguments) {
  DemoOptions options;
  options.settings = session.settings();
  if (const auto users = arguments.number("--users")) {
    options.users = static_cast<std::uint64_t>(*users);
  }
  options.at = arguments.text("--at");
  if (options.at && options.settings.data) {
    throw Stop(ExitCode::usage, "--at and --data exclude each other; say one of them");
  }
  return ExitCode{session.actions.demo(options, session.terminal)};
}

void say_place(Session& session) {
  session.say("using " + session.actions.place(session.settings()));
}

void show_json(Session& session, bj::array rows) {
  session.terminal.out << bj::serialize(bj::object{{"data", std::move(rows)}}) << '\n';
}

// The statements that made, or would make, the modules' databases, roles and schemas.
void show_provisioning(Session& session, const std::vector<Migrated::Statement>& statements) {
  std::string_view module;
  for (const auto& statement : statements) {
    if (module != statement.module) session.say("-- " + statement.module);
    module = statement.module;
    session.say(statement.sql + ';');
  }
}

ExitCode migrate(Session& session, const Arguments& arguments) {
  MigrateOptions options;
  options.settings = session.settings();
  options.dry_run = arguments.has("--dry-run");
  options.admin_url = arguments.text("--admin-url");
  options.password_file = arguments.text("--password-file");
  const bool dry_run = options.dry_run;
  say_place(session);
  const auto [provisioning, migrations] = session.actions.migrate(options);
  show_provisioning(session, provisioning);
  const auto fresh = std::ranges::count_if(migrations, &Migration::applied_now);
  const std::string_view now = dry_run ? "pending" : "applied now";
  if (session.format() == Format::json) {
    bj::array rows;
    for (const Migration& migration : migrations) {
      rows.push_back({{"module", migration.module},
                      {"version", migration.version},
                      {"name", migration.name},
                      {dry_run ? "pending" : "applied_now", migration.applied_now}});
    }
    show_json(session, std::move(rows));
  } else {
    Table table({{"MODULE"}, {"VERSION", true}, {"NAME"}, {"STATE"}});
    for (const Migration& migration : migrations) {
      table.add({{migration.module},
                 {std::to_string(migration.version)},
                 {migration.name},
                 {std::string(migration.applied_now ? now : "in place")}});
    }
    show_table(session, table);
  }
  session.say(fresh == 0 ? "every schema is up to date"
                         : std::to_string(fresh) + (dry_run ? " would be applied" : " applied"));
  return ExitCode::ok;
}

struct CheckWord {
  std::string_view word;
  Style style;
};

CheckWord word_of(Check::State state) {
  switch (state) {
    case Check::State::good: return {"ok", Style::good};
    case Check::State::warning: return {"warning", Style::warning};
    case Check::State::failed: break;
  }
  return {"failed", Style::bad};
}

ExitCode doctor(Session& session, const Arguments& arguments) {
  say_place(session);
  const auto checks =
      session.actions.doctor(session.settings(), arguments.has("--deep"), session.terminal);
  bj::array rows;
  Table table({{"CHECK"}, {"STATE"}, {"FOUND"}});
  bool failed = false;
  for (const Check& check : checks) {
    const CheckWord state = word_of(check.state);
    failed |= check.state == Check::State::failed;
    rows.push_back({{"check", check.name},
                    {"state", state.word},
                    {"detail", check.detail},
                    {"next", check.next}});
    table.add({{check.name}, {std::string(state.word), state.style}, {check.detail}});
  }
  if (session.format() == Format::json) {
    show_json(session, std::move(rows));
  } else {
    show_table(session, table);
    for (const Check& check : checks) {
      if (check.state != Check::State::good && !check.next.empty()) {
        session.say(check.name + ": " + check.next);
      }
    }
  }
  return failed ? ExitCode::refused : ExitCode::ok;
}

ExitCode ready(Session& session, const Arguments&) {
  session.say(session.actions.ready(session.settings()));
  return ExitCode::ok;
}

void show_settings(Session& session, const std::vector<Setting>& settings) {
  if (session.format() == Format::json) {
    bj::array rows;
    for (const Setting& setting : settings) {
      rows.push_back(
          {{"key", setting.key}, {"value", setting.value}, {"origin", setting.origin}});
    }
    show_json(session, std::move(rows));
    return;
  }
  Table table({{"KEY"}, {"VALUE", false, true}, {"ORIGIN"}});
  for (const Setting& setting : settings) {
    table.add({{setting.key}, {setting.value}, {setting.origin}});
  }
  show_table(session, table);
}

ExitCode config(Session& session, const Arguments&) {
  say_place(session);
  show_settings(session, session.actions.config(session.settings()));
  return ExitCode::ok;
}

ExitCode version(Session& session, const Arguments&) {
  Terminal& terminal = session.terminal;
  if (session.format() == Format::json) {
    bj::object all{{"version", session.actions.version}};
    for (const Setting& part : session.actions.build) all[part.key] = part.value;
    terminal.out << bj::serialize(all) << '\n';
    return ExitCode::ok;
  }
  terminal.out << "cleave " << session.actions.version << '\n';
  for (const Setting& part : session.actions.build) {
    terminal.out << part.key << ' ' << part.value << '\n';
  }
  return ExitCode::ok;
}

}  // namespace

std::vector<Command> server_commands() {
  return {
      {"serve", "run the server until SIGTERM or Ctrl-C",
       "cleave serve --data ./data\n"
       "cleave serve --config /etc/cleave.toml\n"
       "cleave serve --config /etc/cleave.toml --modules gateway\n"
       "cleave serve --listen 0.0.0.0:8420 --tls-cert cert.pem --tls-key key.pem",
       {option("--listen", "HOST:PORT", "where to listen, instead of 127.0.0.1:8420"),
        option("--modules", "LIST",
               "run these alone: user,billing,...; gateway lets callers in to those elsewhere, "
               "over the broker at nats.url"),
        option("--tls-cert", "FILE", "certificate chain, PEM; with --tls-key"),
        option("--tls-key", "FILE", "its private key, PEM"),
        flag("--insecure", "listen beyond this machine without TLS"),
        flag("--test-clock", "let billing's time be moved ahead, for tests")},
       serve},
      {"migrate", "bring the stores' schemas up to date; serve does so too",
       "cleave migrate --data ./data --dry-run\n"
       "cleave migrate --data ./data\n"
       "cleave migrate --config cleave.toml --admin-url 'host=/run/postgresql user=postgres'",
       {flag("--dry-run", "show what is pending, change nothing"),
        option("--admin-url", "URL",
               "make databases, roles and schemas on PostgreSQL too, connecting so"),
        option("--password-file", "FILE",
               "with it: the services' password; {module} is each module's name, - is stdin")},
       migrate},
      {"doctor", "look for what is wrong with this installation, and say what to do",
       "cleave doctor --data ./data\ncleave doctor --data ./data --deep\n"
       "cleave doctor --config /etc/cleave.toml --json",
       {flag("--deep", "follow whole logs, not only their ends, and read whole tables")}, doctor},
      {"ready", "say whether the server on this folder may be sent traffic; for health checks",
       "cleave ready --data ./data", {}, ready},
      {"config", "print the effective configuration and where each value comes from",
       "cleave config\ncleave config --config /etc/cleave.toml --json", {}, config},
      {"demo", "see it work: import, a poison event, a killed server, and both stores agreeing",
       "cleave demo\ncleave demo --users 1000 --data ./demo",
       {number("--users", {100, 1'000'000}, "import so many, instead of 10000"),
        option("--at", "DIR", "on the new installation that deploy/split runs in that folder, "
                              "instead of a server of its own")},
       demo},
      {"version", "print what this binary is", "cleave version", {}, version},
  };
}

}  // namespace cli
