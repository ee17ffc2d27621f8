#include <tests/architecture/tidy.hpp>

#include <algorithm>
#include <functional>
#include <regex>
#include <string_view>

namespace architecture {
namespace {

constexpr std::size_t columns_max = 100;
constexpr int function_lines_max = 60;
constexpr std::size_t file_lines_max = 300;
constexpr std::size_t test_file_lines_max = 400;
constexpr int port_methods_max = 5;

using Findings = std::vector<Finding>;

Finding at(const SourceText& source, std::size_t line, std::string rule) {
  return {source.path + ":" + std::to_string(line), std::move(rule)};
}

bool is_core(const SourceText& source) { return source.in("modules/") || source.in("ports/"); }

// Code points, not bytes: continuation bytes of UTF-8 take no column.
std::size_t columns_of(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

void lines_are_short(const SourceText& source, Findings& out) {
  if (source.path.ends_with(".md")) return;  // tables and links have no lines to break
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    if (columns_of(source.lines[i]) > columns_max) {
      out.push_back(at(source, i + 1, "a line has at most 100 columns"));
    }
  }
}

void files_are_short(const SourceText& source, Findings& out) {
  if (!source.is_cpp()) return;
  const auto most = source.in("tests/") ? test_file_lines_max : file_lines_max;
  if (source.lines.size() > most) {
    out.push_back(
        at(source, source.lines.size(), "a file has at most " + std::to_string(most) + " lines"));
  }
}

void functions_are_short(const SourceText& source, Findings& out) {
  if (!source.is_cpp()) return;
  for (const Scope& scope : scopes_of(source)) {
    const int length = scope.last_line - scope.first_line + 1;
    if (scope.kind == Scope::Kind::function && length > function_lines_max) {
      out.push_back(at(source, static_cast<std::size_t>(scope.first_line),
                       "a function has at most 60 lines"));
    }
  }
}

void ports_are_small(const SourceText& source, Findings& out) {
  if (!source.in("ports/")) return;
  for (const Scope& scope : scopes_of(source)) {
    if (scope.pure_virtuals > port_methods_max) {
      out.push_back(
          at(source, static_cast<std::size_t>(scope.first_line), "a port has at most 5 methods"));
    }
  }
}

// Refuses `pattern` in lines of program text.
void refuse(const SourceText& source, const std::regex& pattern, const char* rule, Findings& out) {
  for (std::size_t i = 0; i < source.code.size(); ++i) {
    if (std::regex_search(source.code[i], pattern)) out.push_back(at(source, i + 1, rule));
  }
}

// Refuses `pattern` in whole lines, with their comments and literals.
void refuse_in_lines(const SourceText& source, const std::regex& pattern, const char* rule,
                     Findings& out) {
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    if (std::regex_search(source.lines[i], pattern)) out.push_back(at(source, i + 1, rule));
  }
}

void includes_name_the_repository_path(const SourceText& source, Findings& out) {
  static const std::regex relative("^\\s*#\\s*include\\s*(\"|<[^>]*\\.\\./)");
  if (source.is_cpp()) {
    refuse_in_lines(source, relative, "an include names the path in <>, without \"..\"", out);
  }
}

void the_core_knows_no_technology(const SourceText& source, Findings& out) {
  static const std::regex foreign(
      "^\\s*#\\s*include\\s*<(?!([a-z_]+/(domain|application)|ports)/)[^>]*[/.]");
  static const std::regex streams("^\\s*#\\s*include\\s*<(iostream|fstream|thread|random|mutex)>");
  if (!is_core(source)) return;
  refuse_in_lines(source, foreign, "modules and ports include the standard library only", out);
  refuse_in_lines(source, streams, "modules and ports have no I/O, thread or randomness", out);
}

void time_and_chance_come_through_ports(const SourceText& source, Findings& out) {
  static const std::regex pattern(
      "\\b(system_clock|steady_clock|high_resolution_clock)::now|\\brandom_device\\b"
      "|\\bstd::j?thread\\b|\\bstd::async\\b|\\bsleep_(for|until)\\b");
  if (is_core(source)) {
    refuse(source, pattern, "time, chance and threads come through ports", out);
  }
}

void money_is_no_floating_point(const SourceText& source, Findings& out) {
  static const std::regex pattern(
      "\\b(float|double|sto(f|d|ld)|strto(f|d|ld))\\b|\\b[0-9]+\\.|[^\\w)\\].]\\.[0-9]|<cmath>");
  const bool of_money = source.in("modules/billing/") || source.in("ports/billing/");
  if (of_money && source.is_cpp()) {
    refuse(source, pattern, "money is no floating point", out);
  }
}

void sql_lives_in_adapters(const SourceText& source, Findings& out) {
  static const std::regex pattern(
      "[\"(]\\s*(select\\s.*\\bfrom\\b|insert\\s+into\\s|update\\s.*\\sset\\b|delete\\s+from\\s"
      "|create\\s+(table|index|unique)|drop\\s+table|begin\\s+immediate|pragma\\s)",
      std::regex::icase);
  if (source.is_cpp() && (is_core(source) || source.in("app/"))) {
    refuse_in_lines(source, pattern, "SQL lives in adapters and migrations", out);
  }
}

void nothing_is_left_for_later(const SourceText& source, Findings& out) {
  // Written apart, so that this line keeps its own rule.
  static const std::regex pattern(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X|HA"
      "CK)\\b");
  refuse_in_lines(source, pattern, "nothing is left for later", out);
}

// The text of each co_await expression: up to the end of its statement or of the parenthesis
// around it.
std::string awaited_expression(std::string_view code, std::size_t from) {
  int depth = 0;
  for (std::size_t i = from; i < code.size(); ++i) {
    if (code[i] == '(') ++depth;
    if (code[i] == ')' && --depth < 0) return std::string(code.substr(from, i - from));
    if (code[i] == ';') return std::string(code.substr(from, i - from));
  }
  return std::string(code.substr(from));
}

// GCC 12 destroys temporaries twice when a co_await expression holds a capturing lambda or a
// braced aggregate: they are named first.
void awaits_hold_no_temporaries(const SourceText& source, Findings& out) {
  static const std::regex temporary("\\[[^\\]]+\\]|\\{");
  if (!source.is_cpp()) return;
  std::string code;
  for (const std::string& line : source.code) code += line + '\n';
  for (auto i = code.find("co_await"); i != code.npos; i = code.find("co_await", i + 1)) {
    if (!std::regex_search(awaited_expression(code, i), temporary)) continue;
    const auto line = 1 + std::count(code.begin(), code.begin() + static_cast<long>(i), '\n');
    out.push_back(at(source, static_cast<std::size_t>(line),
                     "a co_await expression holds no lambda and no braces: name them first"));
  }
}

void headers_are_guarded(const SourceText& source, Findings& out) {
  if (!source.path.ends_with(".hpp")) return;
  if (source.lines.empty() || source.lines[0] != "#pragma once") {
    out.push_back(at(source, 1, "a header opens with #pragma once"));
  }
}

// This proves each such header self-contained; the build compiles the other headers alone.
void sources_include_their_header_first(const SourceText& source,
                                        const std::set<std::string>& paths, Findings& out) {
  if (!source.path.ends_with(".cpp")) return;
  const std::string header = source.path.substr(0, source.path.size() - 3) + "hpp";
  if (!paths.contains(header)) return;
  const auto spelled = header.starts_with("modules/") ? header.substr(8) : header;
  const auto first = std::find_if(source.lines.begin(), source.lines.end(),
                                  [](const auto& line) { return line.starts_with("#include"); });
  if (first == source.lines.end() || *first != "#include <" + spelled + ">") {
    out.push_back(at(source, 1, "a source includes its own header first"));
  }
}

}  // namespace

std::vector<Finding> findings_in(const SourceText& source, const std::set<std::string>& paths) {
  Findings out;
  for (const auto rule :
       {lines_are_short, files_are_short, functions_are_short, ports_are_small,
        includes_name_the_repository_path, the_core_knows_no_technology,
        time_and_chance_come_through_ports, money_is_no_floating_point, sql_lives_in_adapters,
        nothing_is_left_for_later, awaits_hold_no_temporaries, headers_are_guarded}) {
    rule(source, out);
  }
  sources_include_their_header_first(source, paths, out);
  return out;
}

}  // namespace architecture
