#include <adapters/cli/run.hpp>

#include <cerrno>
#include <csignal>
#include <exception>

#include <boost/system/system_error.hpp>

#include <adapters/cli/command_line.hpp>
#include <adapters/cli/problem.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/table.hpp>

namespace cli {
namespace {

std::string heading(const Terminal& terminal) {
  return styled("error:", Style::bad, terminal.colors_err()) + " ";
}

void print_refusal(Terminal& terminal, const Refused& refused) {
  const Problem& problem = refused.problem();
  terminal.err << heading(terminal) << printable(problem.detail);
  if (!problem.code.empty()) terminal.err << " (" << printable(problem.code) << ")";
  terminal.err << '\n';
  for (const FieldProblem& field : problem.fields) {
    terminal.err << "  field    " << printable(field.pointer);
    if (!field.detail.empty() && field.detail != problem.detail) {
      terminal.err << ": " << printable(field.detail);
    }
    terminal.err << '\n';
  }
  if (!refused.next().empty()) terminal.err << "  next     " << printable(refused.next()) << '\n';
  if (!problem.request_id.empty()) {
    terminal.err << "  request  " << printable(problem.request_id) << '\n';
  }
}

void print_stop(Terminal& terminal, const Stop& stop) {
  terminal.err << heading(terminal) << printable(stop.what()) << '\n';
  if (!stop.next().empty()) terminal.err << "  next     " << printable(stop.next()) << '\n';
}

ExitCode run_invocation(const Invocation& invocation, const Actions& actions,
                        Terminal& terminal) {
  Session session(terminal, actions, invocation.arguments);
  try {
    const ExitCode code = invocation.command->run(session, invocation.arguments);
    terminal.out.flush();
    if (terminal.out) return code;
    if (errno == EPIPE) return ExitCode::file;  // `cleave ... | head` has seen enough
    throw Stop(ExitCode::file, "the output could not be written");
  } catch (const Refused& refused) {
    if (session.format() == Format::json && refused.body().starts_with('{')) {
      terminal.err << refused.body() << '\n';
    } else {
      print_refusal(terminal, refused);
    }
    return refused.code();
  }
}

}  // namespace

int run(const std::vector<std::string>& words, const Actions& actions, Terminal& terminal) {
  ExitCode code = ExitCode::internal;
  try {
    const Invocation invocation = parse_command_line(words);
    if (invocation.help) {
      terminal.out << *invocation.help << std::flush;
      return static_cast<int>(ExitCode::ok);
    }
    code = run_invocation(invocation, actions, terminal);
  } catch (const Stop& stop) {
    print_stop(terminal, stop);
    code = stop.code();
  } catch (const boost::system::system_error&) {
    // Thrown by the JSON accessors: something in the answer is missing or of another type.
    print_stop(terminal, Stop(ExitCode::unavailable,
                              "the answer has another form than this cleave knows",
                              "compare `cleave version` here and on the server"));
    code = ExitCode::unavailable;
  } catch (const std::exception& failure) {
    terminal.err << heading(terminal) << printable(failure.what()) << '\n';
  }
  return static_cast<int>(code);
}

int run(int argc, const char* const* argv, const Actions& actions) {
  // A reader that went away (`cleave ... | head`) is a failed write here, not a signal.
  std::signal(SIGPIPE, SIG_IGN);
  Terminal terminal = standard_terminal();
  return run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc), actions, terminal);
}

}  // namespace cli
