#include <adapters/cli/command_line.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include <CLI/CLI.hpp>

#include <adapters/cli/help.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/suggestion.hpp>
#include <adapters/cli/terminal.hpp>

namespace cli {
namespace {

// One parameter as the parser knows it.
struct Bound {
  const Parameter* parameter = nullptr;
  CLI::Option* option = nullptr;
};

struct Group {
  CLI::App* app = nullptr;
  const Command* command = nullptr;  // nothing: a group of further ones
  std::vector<Bound> bound;
};

using Groups = std::map<std::string, Group, std::less<>>;

[[noreturn]] void refuse(std::string_view path, const std::string& what) {
  const std::string name = path.empty() ? "cleave" : "cleave " + std::string(path);
  throw Stop(ExitCode::usage, what + "; see: " + name + " --help");
}

std::string in_quotes(std::string_view word) {
  return "\"" + shortened(printable(word), 60) + "\"";
}

void bind(Group& group, const std::vector<Parameter>& parameters) {
  for (const Parameter& parameter : parameters) {
    const std::string name(parameter.name == "--help" ? "-h,--help" : parameter.name);
    CLI::Option* option = nullptr;
    if (parameter.flag()) {
      option = group.app->add_flag(name)->disable_flag_override();
    } else {
      // One value each time it is said; the raw words are read, so that nothing is converted.
      option = group.app->add_option(name)->type_size(1)->expected(1)->allow_extra_args(false);
      option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    group.bound.push_back({&parameter, option});
  }
}

Group& group_at(Groups& groups, std::string_view path) {
  const auto found = groups.find(path);
  if (found != groups.end()) return found->second;
  const auto space = path.rfind(' ');
  const std::string_view parent = space == std::string_view::npos ? "" : path.substr(0, space);
  const std::string_view name = space == std::string_view::npos ? path : path.substr(space + 1);
  CLI::App* app = group_at(groups, parent).app->add_subcommand(std::string(name));
  app->set_help_flag();
  app->fallthrough();
  app->require_subcommand(0, 1);
  Group& group = groups[std::string(path)];
  group.app = app;
  return group;
}

std::string chosen_path(const CLI::App& root) {
  std::string path;
  for (const CLI::App* at = &root; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    path += (path.empty() ? "" : " ") + at->get_name();
  }
  return path;
}

std::vector<std::string> option_names(const Group& group) {
  std::vector<std::string> names;
  for (const auto& parameter : global_parameters()) names.emplace_back(parameter.name);
  if (group.command == nullptr) return names;
  for (const auto& parameter : group.command->parameters) {
    if (!parameter.positional()) names.emplace_back(parameter.name);
  }
  return names;
}

// The words that may follow a path, and for a lone verb the commands that end with it.
std::string meant_command(std::string_view path, std::string_view word) {
  const std::string prefix = path.empty() ? "" : std::string(path) + " ";
  std::vector<std::string> words;
  for (const Command& command : all_commands()) {
    if (!command.path.starts_with(prefix)) continue;
    const std::string_view rest = command.path.substr(prefix.size());
    words.emplace_back(rest.substr(0, rest.find(' ')));
    if (rest.ends_with(" " + std::string(word))) return std::string(rest);
  }
  return nearest(word, words);
}

[[noreturn]] void refuse_extra(const Group& group, std::string_view path, std::string_view word) {
  if (word.starts_with('-') && word != "-") {
    const std::string name(word.substr(0, word.find('=')));
    const std::string meant = nearest(name, option_names(group));
    refuse(path, "unknown option " + in_quotes(name) +
                     (meant.empty() ? "" : " (did you mean " + meant + "?)"));
  }
  if (group.command != nullptr) refuse(path, "unexpected argument " + in_quotes(word));
  const std::string meant = meant_command(path, word);
  const std::string prefix = path.empty() ? "" : std::string(path) + " ";
  refuse(path, "unknown command " + in_quotes(prefix + std::string(word)) +
                   (meant.empty() ? "" : " (did you mean \"cleave " + prefix + meant + "\"?)"));
}

void check_value(const Group& group, std::string_view path, const Parameter& parameter,
                 const std::string& value) {
  const auto names = option_names(group);
  const std::string name(parameter.name);
  if (std::ranges::find(names, value) != names.end()) refuse(path, name + " needs a value");
  if (parameter.range) {
    std::int64_t read = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), read);
    const bool whole = error == std::errc{} && end == value.data() + value.size();
    if (!whole || read < parameter.range->min || read > parameter.range->max) {
      refuse(path, name + " takes a whole number from " + std::to_string(parameter.range->min) +
                       " to " + std::to_string(parameter.range->max) + ", not " + in_quotes(value));
    }
  }
  const auto& choices = parameter.choices;
  if (!choices.empty() && std::ranges::find(choices, value) == choices.end()) {
    const std::string meant = nearest(value, choices);
    refuse(path, name + " cannot be " + in_quotes(value) +
                     (meant.empty() ? "" : " (did you mean " + meant + "?)"));
  }
}

void collect(const Group& group, std::string_view path, const Group& from, Arguments& into) {
  for (const Bound& bound : from.bound) {
    const Parameter& parameter = *bound.parameter;
    const auto& values = bound.option->results();
    if (parameter.flag()) {
      if (!values.empty()) into.add(parameter.name, "");
      continue;
    }
    if (values.size() > 1 && !parameter.repeats) {
      refuse(path, std::string(parameter.name) + " is said twice");
    }
    for (const std::string& value : values) {
      check_value(group, path, parameter, value);
      into.add(parameter.name, value);
    }
  }
}

void require_what_must_be_said(const Command& command, const Arguments& arguments) {
  for (const Parameter& parameter : command.parameters) {
    if (!parameter.required || arguments.has(parameter.name)) continue;
    refuse(command.path, std::string(parameter.name) + " is missing");
  }
}

void parse(CLI::App& root, const Groups& groups, std::vector<std::string> words) {
  std::ranges::reverse(words);  // as CLI11 wants a vector
  try {
    root.parse(std::move(words));
  } catch (const CLI::ExtrasError&) {
    const std::string path = chosen_path(root);
    const auto extras = root.remaining(true);
    refuse_extra(groups.find(path)->second, path, extras.empty() ? "" : extras.front());
  } catch (const CLI::ArgumentMismatch& mismatch) {
    const std::string what = mismatch.what();
    std::string name = what.substr(0, what.find_first_of(": "));
    if (!name.starts_with('-')) name = "--" + name;
    const bool has_one = what.find("flag override") != std::string::npos;
    refuse(chosen_path(root), name + (has_one ? " takes no value" : " needs a value"));
  } catch (const CLI::ParseError& error) {
    std::string what = error.what();
    std::ranges::replace(what, '\n', ' ');
    refuse(chosen_path(root), what);
  }
}

// `cleave help user list` is `cleave user list --help`, `cleave --version` is `cleave version`.
std::vector<std::string> as_meant(std::vector<std::string> words) {
  if (words.empty()) return {"--help"};
  if (words.front() == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  } else if (words.front() == "--version") {
    words.front() = "version";
  }
  return words;
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& words) {
  CLI::App root("", "cleave");
  root.set_help_flag();
  root.require_subcommand(0, 1);
  Groups groups;
  groups[""].app = &root;
  bind(groups[""], global_parameters());
  for (const Command& command : all_commands()) {
    Group& group = group_at(groups, command.path);
    group.command = &command;
    bind(group, command.parameters);
  }
  parse(root, groups, as_meant(words));

  const std::string path = chosen_path(root);
  const Group& group = groups.find(path)->second;
  Invocation invocation;
  collect(group, path, groups.find("")->second, invocation.arguments);
  if (invocation.arguments.has("--help")) {
    invocation.help = group.command == nullptr ? help_of_group(path) : help_of(*group.command);
    return invocation;
  }
  if (group.command == nullptr) {
    std::string verbs;
    for (const CLI::App* sub : group.app->get_subcommands({})) {
      verbs += (verbs.empty() ? "" : ", ") + sub->get_name();
    }
    refuse(path, "\"cleave" + (path.empty() ? "" : " " + path) + "\" needs one of: " + verbs);
  }
  invocation.command = group.command;
  collect(group, path, group, invocation.arguments);
  require_what_must_be_said(*group.command, invocation.arguments);
  return invocation;
}

}  // namespace cli
