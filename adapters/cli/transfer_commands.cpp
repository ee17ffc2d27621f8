#include <adapters/cli/command.hpp>
#include <adapters/cli/transfer.hpp>

namespace cli {

std::vector<Command> transfer_commands() {
  return {
      {"user import", "register or update users from a file of NDJSON or CSV",
       "cleave user import users.csv --dry-run\n"
       "cleave user import users.ndjson\n"
       "cleave user import users.csv --update\n"
       "zcat users.ndjson.gz | cleave user import - --format ndjson",
       {argument("FILE", "the file, or - for standard input; a file may be imported again"),
        choice("--format", "FORMAT", {"ndjson", "csv"}, "instead of what the file's name says"),
        flag("--update", "write a row over the profile of a user who is there with another one"),
        flag("--dry-run", "say what would happen, change nothing")},
       [](Session& session, const Arguments& arguments) {
         return session.actions.import_users(session, arguments);
       }},
      {"user export", "write every user as NDJSON",
       "cleave user export users.ndjson\ncleave user export - | gzip > users.ndjson.gz",
       {optional_argument("FILE", "the file, which appears only when it is whole; or - for "
                                  "standard output, as without it")},
       export_users},
  };
}

}  // namespace cli
