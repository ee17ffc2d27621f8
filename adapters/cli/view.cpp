#include <adapters/cli/view.hpp>

#include <algorithm>
#include <cctype>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

// "2026-11-20T10:57:43.120Z" to "2026-11-20 10:57": the second is in --json and --plain.
std::string minutes(const std::string& time) {
  if (time.size() < 16 || time[10] != 'T') return time;
  return time.substr(0, 10) + " " + time.substr(11, 5);
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return small;
}

Style style_of(std::string_view member, const std::string& text) {
  if (member != "status" && member != "state") return Style::normal;
  for (const std::string_view bad : {"stopped", "past_due", "failed", "uncollectible"}) {
    if (text == bad) return Style::bad;
  }
  for (const std::string_view warning : {"inactive", "waiting", "incomplete", "unknown"}) {
    if (text == warning) return Style::warning;
  }
  return Style::normal;
}

bool holds_texts(const bj::array& array) {
  return std::ranges::all_of(array, [](const bj::value& value) { return value.is_string(); });
}

std::string joined(const bj::array& texts) {
  std::string all;
  for (const bj::value& text : texts) {
    if (!all.empty()) all += ',';
    all += text.get_string();
  }
  return all;
}

// An amount says nothing without its currency.
Parts shown(const Session& session, Parts parts) {
  const bool money =
      std::ranges::any_of(parts, [](const Part& part) { return part.as == As::money; });
  const bool named =
      std::ranges::any_of(parts, [](const Part& part) { return part.member == "currency"; });
  if (session.format() == Format::plain && money && !named) {
    parts.push_back({"CURRENCY", "currency"});
  }
  return parts;
}

const bj::object& object_of(const Answer& answer) {
  if (const bj::object* object = answer.body.if_object()) return *object;
  throw Stop(ExitCode::unavailable, "the answer has another form than this cleave knows");
}

}  // namespace

std::int64_t number_at(const bj::object& object, std::string_view member) {
  const bj::value* value = object.if_contains(member);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

std::string counted(std::int64_t count, const std::string& one) {
  return grouped(count) + " " + one + (count == 1 ? "" : "s");
}

std::string member_text(const bj::object& object, std::string_view member) {
  const bj::value* value = object.if_contains(member);
  if (value == nullptr || value->is_null()) return {};
  if (const bj::string* text = value->if_string()) return {text->data(), text->size()};
  if (const bj::array* array = value->if_array(); array != nullptr && holds_texts(*array)) {
    return joined(*array);
  }
  return bj::serialize(*value);
}

Cell cell_for(const Session& session, const bj::object& object, const Part& part) {
  std::string text = member_text(object, part.member);
  if (session.format() != Format::table) return {text};
  if (text.empty()) return {"-"};
  const bj::value* value = object.if_contains(part.member);
  if (part.as == As::number && value->is_int64()) text = grouped(value->get_int64());
  if (part.as == As::time) text = minutes(text);
  if (part.as == As::money && value->is_int64()) {
    text = session.actions.money_text(value->get_int64(), member_text(object, "currency"));
  }
  return {text, style_of(part.member, text)};
}

void show_one(Session& session, const Answer& answer, const Parts& said) {
  const Parts parts = shown(session, said);
  Terminal& terminal = session.terminal;
  if (session.format() == Format::json) {
    terminal.out << answer.text << '\n';
    return;
  }
  const bj::object& object = object_of(answer);
  std::size_t width = 0;
  for (const Part& part : parts) width = std::max(width, part.title.size());
  for (const Part& part : parts) {
    const As as = part.as == As::money ? As::money : As::text;
    const Cell cell = cell_for(session, object, {part.title, part.member, as});
    const std::string title = lower(part.title);
    if (session.format() == Format::plain) {
      terminal.out << title << '\t' << plain_cell(cell.text) << '\n';
    } else {
      terminal.out << title << std::string(width - title.size() + 2, ' ')
                   << styled(printable(cell.text), cell.style, terminal.colors_out()) << '\n';
    }
  }
}

void show_page(Session& session, const Answer& answer, const Parts& said,
               std::string_view none_text, const std::string& next, std::string_view cursor) {
  if (session.format() == Format::json) {
    session.terminal.out << answer.text << '\n';
    return;
  }
  const bj::object& page = object_of(answer);
  const bj::value* data = page.if_contains("data");
  if (data == nullptr || !data->is_array()) {
    throw Stop(ExitCode::unavailable, "the answer has another form than this cleave knows");
  }
  const Parts parts = shown(session, said);
  std::vector<Column> columns;
  for (const Part& part : parts) {
    columns.push_back(
        {std::string(part.title), part.as == As::number || part.as == As::money,
         part.may_shrink, part.may_go});
  }
  Table table(std::move(columns));
  std::string last;
  for (const bj::value& row : data->get_array()) {
    const bj::object& object = row.as_object();
    std::vector<Cell> cells;
    for (const Part& part : parts) cells.push_back(cell_for(session, object, part));
    table.add(std::move(cells));
    last = member_text(object, cursor);
  }
  if (table.empty()) {
    session.say(none_text);
    return;
  }
  show_table(session, table);
  const bj::value* more = page.if_contains("has_more");
  const bool has_more = more != nullptr && more->is_bool() && more->get_bool();
  if (has_more && !next.empty()) session.say_more(next + " --starting-after " + last);
}

void show_table(Session& session, const Table& table) {
  if (session.format() == Format::table) {
    table.print_aligned(session.terminal);
  } else {
    table.print_plain(session.terminal);
  }
}

void say_done(Session& session, const std::string& what, const Answer& answer) {
  session.say(answer.position.empty() ? what : what + " (" + answer.position + ")");
}

}  // namespace cli
