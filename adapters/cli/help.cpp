#include <adapters/cli/help.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

namespace cli {
namespace {

std::string left_side(const Parameter& parameter) {
  std::string text(parameter.name);
  if (!parameter.positional() && !parameter.value.empty()) {
    text += " " + std::string(parameter.value);
  }
  return text;
}

std::string right_side(const Parameter& parameter) {
  std::string text(parameter.help);
  if (!parameter.choices.empty()) {
    text += " (";
    for (const auto& word : parameter.choices) {
      text += (&word == &parameter.choices.front() ? "" : ", ") + word;
    }
    text += ")";
  }
  if (parameter.range) {
    text += " (" + std::to_string(parameter.range->min) + " to " +
            std::to_string(parameter.range->max) + ")";
  }
  if (parameter.repeats) text += "; may be repeated";
  return text;
}

constexpr std::size_t screen_columns = 80;

// In lines of at most 80 columns, each after the first behind that many spaces.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  std::istringstream words{text};
  for (std::string word; words >> word;) {
    if (column > indent && column + 1 + word.size() > screen_columns) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

using Lines = std::vector<std::pair<std::string, std::string>>;

void print(std::ostream& out, std::string_view title, const Lines& lines) {
  if (lines.empty()) return;
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.first.size());
  out << '\n' << title << '\n';
  for (const auto& [left, right] : lines) {
    out << "  " << left << std::string(width - left.size() + 2, ' ')
        << wrapped(right, width + 4) << '\n';
  }
}

Lines lines_of(const std::vector<Parameter>& parameters, bool positional) {
  Lines lines;
  for (const auto& parameter : parameters) {
    if (parameter.positional() != positional) continue;
    const bool must = parameter.required && !positional;
    lines.emplace_back(left_side(parameter), right_side(parameter) + (must ? "; required" : ""));
  }
  return lines;
}

std::string usage_of(const Command& command) {
  std::string usage = "cleave " + std::string(command.path);
  bool options = false;
  for (const auto& parameter : command.parameters) {
    options |= !parameter.positional() && !parameter.required;
    const std::string side = left_side(parameter);
    if (parameter.positional()) usage += parameter.required ? " " + side : " [" + side + "]";
    if (!parameter.positional() && parameter.required) usage += " " + side;
  }
  return options ? usage + " [options]" : usage;
}

void print_examples(std::ostream& out, std::string_view examples) {
  out << "\nExamples\n";
  std::istringstream lines{std::string(examples)};
  for (std::string line; std::getline(lines, line);) out << "  " << line << '\n';
}

constexpr std::string_view first_examples =
    "cleave serve --data ./data\n"
    "cleave user register ada@example.com --display-name \"Ada Lovelace\"\n"
    "cleave user import users.csv --dry-run\n"
    "cleave sync status";

}  // namespace

std::string help_of(const Command& command) {
  std::ostringstream out;
  out << "cleave " << command.path << ": " << command.summary << '\n';
  print_examples(out, command.examples);
  out << "\nUsage\n  " << usage_of(command) << '\n';
  print(out, "Arguments", lines_of(command.parameters, true));
  print(out, "Options", lines_of(command.parameters, false));
  print(out, "Everywhere", lines_of(global_parameters(), false));
  return out.str();
}

std::string help_of_group(std::string_view path) {
  std::ostringstream out;
  const std::string prefix = path.empty() ? "" : std::string(path) + " ";
  Lines lines;
  std::string_view examples = first_examples;
  for (const Command& command : all_commands()) {
    if (!command.path.starts_with(prefix)) continue;
    if (lines.empty() && !path.empty()) examples = command.examples;
    lines.emplace_back(command.path, command.summary);
  }
  if (path.empty()) {
    out << "cleave: users and billing that keep each other's data in step\n";
  } else {
    out << "cleave " << path << '\n';
  }
  print_examples(out, examples);
  print(out, "Commands", lines);
  if (path.empty()) {
    print(out, "Everywhere", lines_of(global_parameters(), false));
    Lines codes;
    for (const auto& [code, meaning] : exit_codes) {
      codes.emplace_back(std::to_string(static_cast<int>(code)), meaning);
    }
    print(out, "Exit codes", codes);
  }
  out << "\nMore about one of them: cleave COMMAND --help\n";
  return out.str();
}

}  // namespace cli
