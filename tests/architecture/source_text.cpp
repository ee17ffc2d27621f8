#include <tests/architecture/source_text.hpp>

#include <cctype>
#include <regex>
#include <utility>

namespace architecture {
namespace {

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// Replaces the characters of [from, to) by spaces, keeping line ends.
void blank(std::string& text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to && i < text.size(); ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

// One past the end of the quoted literal that opens at `open`.
std::size_t end_of_literal(std::string_view text, std::size_t open) {
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[open]) {
      return i + 1;
    }
  }
  return text.size();
}

std::size_t end_of_raw_literal(std::string_view text, std::size_t open) {
  const auto paren = text.find('(', open);
  if (paren == std::string_view::npos) return text.size();
  const std::string closing = ")" + std::string(text.substr(open + 1, paren - open - 1)) + "\"";
  const auto end = text.find(closing, paren);
  return end == std::string_view::npos ? text.size() : end + closing.size();
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string without_comments_and_literals(std::string_view text) {
  std::string out(text);
  std::size_t i = 0;
  while (i < text.size()) {
    const auto rest = text.substr(i);
    std::size_t end = i + 1;
    if (rest.starts_with("//")) {
      end = std::min(text.find('\n', i), text.size());
      blank(out, i, end);
    } else if (rest.starts_with("/*")) {
      end = std::min(text.find("*/", i + 2), text.size() - 2) + 2;
      blank(out, i, end);
    } else if (rest.front() == '"') {
      const bool raw = i > 0 && text[i - 1] == 'R';
      end = raw ? end_of_raw_literal(text, i) : end_of_literal(text, i);
      blank(out, i + 1, end - 1);
    } else if (rest.front() == '\'' && (i == 0 || !is_word(text[i - 1]))) {
      end = end_of_literal(text, i);  // after a word character it separates digits
      blank(out, i + 1, end - 1);
    } else if (rest.starts_with("#")) {
      end = std::min(text.find('\n', i), text.size());
      blank(out, i, end);
    }
    i = end;
  }
  return out;
}

// Whether a brace after this text opens the value of an expression, not a body: `x_{1}`, `= {`.
bool opens_a_value(std::string_view before) {
  if (before.empty()) return false;
  if (before.back() != ' ' && before.back() != '\n') return true;
  const auto last = before.find_last_not_of(" \n");
  return last != std::string_view::npos && std::string_view("=(,").contains(before[last]);
}

Scope::Kind kind_of(const std::string& head, Scope::Kind around) {
  static const std::regex type("\\b(class|struct|union|enum)\\b");
  static const std::regex name_space("\\b(namespace|extern)\\b");
  if (around >= Scope::Kind::function) return Scope::Kind::other;
  if (std::regex_search(head, name_space)) return Scope::Kind::name_space;
  if (head.find('(') != std::string::npos) return Scope::Kind::function;
  return std::regex_search(head, type) ? Scope::Kind::type : Scope::Kind::other;
}

}  // namespace

SourceText::SourceText(std::string path_in_repository, std::string_view text)
    : path(std::move(path_in_repository)),
      lines(split_lines(text)),
      code(split_lines(is_cpp() ? without_comments_and_literals(text) : text)) {}

std::vector<Scope> scopes_of(const SourceText& source) {
  std::vector<Scope> open, closed;
  std::string head;
  int head_line = 0;
  int line_number = 0;
  const auto around = [&] { return open.empty() ? Scope::Kind::name_space : open.back().kind; };
  for (const std::string& line : source.code) {
    ++line_number;
    for (const char c : line + "\n") {
      if (c == '{') {
        const bool value = opens_a_value(head);
        const auto kind = value ? Scope::Kind::value : kind_of(head, around());
        open.push_back({kind, head, head.empty() ? line_number : head_line});
        head.clear();
      } else if (c == '}' && !open.empty()) {
        Scope scope = std::move(open.back());
        open.pop_back();
        scope.last_line = line_number;
        // The statement around a value goes on after it.
        head = scope.kind == Scope::Kind::value ? scope.head + "{}" : "";
        if (scope.kind < Scope::Kind::value) closed.push_back(std::move(scope));
      } else if (c == ';') {
        static const std::regex pure("\\)[^()]*=\\s*0\\s*$");
        const bool counts = around() == Scope::Kind::type && std::regex_search(head, pure);
        if (counts && head.find('~') == std::string::npos) ++open.back().pure_virtuals;
        head.clear();
      } else {
        if (head.empty() && std::isspace(static_cast<unsigned char>(c)) != 0) continue;
        if (head.empty()) head_line = line_number;
        head += c;
      }
    }
  }
  return closed;
}

}  // namespace architecture
