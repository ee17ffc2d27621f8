#include <app/logging.hpp>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include <app/log_text.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace app {
namespace {

// Between a message and its fields, and before each field, in what is handed to spdlog: so that a
// line without fields, from whoever logs by spdlog itself, is a line like the others.
constexpr char field_mark = '\x1F';
constexpr char text_mark = '\x1E';    // name, this, a text
constexpr char number_mark = '\x1D';  // name, this, a number or true or false

void append_unmarked(std::string& out, std::string_view text) {
  for (const char c : text) out += c >= number_mark && c <= field_mark ? '?' : c;
}

// A piece of `rest` up to the mark, which is dropped.
std::string_view take(std::string_view& rest, char mark) {
  const auto end = std::min(rest.find(mark), rest.size());
  const auto piece = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return piece;
}

void append_json_field(std::string& out, std::string_view field) {
  const auto mark = field.find_first_of("\x1D\x1E");
  if (mark == std::string_view::npos) return;
  out += ",\"";
  append_json(out, field.substr(0, mark));
  out += "\":";
  const auto value = field.substr(mark + 1);
  if (field[mark] == number_mark) {
    out += value;
  } else {
    out += '"';
    append_json(out, value);
    out += '"';
  }
}

void append_text_field(std::string& out, std::string_view field) {
  const auto mark = field.find_first_of("\x1D\x1E");
  if (mark == std::string_view::npos) return;
  out += ' ';
  out += field.substr(0, mark);
  out += '=';
  append_printable(out, field.substr(mark + 1), true);
}

// The message and its fields, in the one form or the other.
class Line final : public spdlog::custom_flag_formatter {
 public:
  explicit Line(LogFormat format) : format_(format) {}

  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& out) override {
    std::string_view rest(message.payload.data(), message.payload.size());
    std::string line;
    if (format_ == LogFormat::json) {
      line += "\"message\":\"";
      append_json(line, take(rest, field_mark));
      line += '"';
      while (!rest.empty()) append_json_field(line, take(rest, field_mark));
    } else {
      append_printable(line, take(rest, field_mark), false);
      while (!rest.empty()) append_text_field(line, take(rest, field_mark));
    }
    out.append(line.data(), line.data() + line.size());
  }

  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<Line>(format_);
  }

 private:
  LogFormat format_;
};

std::atomic<bool> started = false;

// Whoever logs before anybody said how gets the defaults.
spdlog::logger& logger() {
  [[maybe_unused]] static const bool once = [] {
    if (!started) start_logging("info", log_format("auto"));
    return true;
  }();
  return *spdlog::default_logger_raw();
}

void log(spdlog::level::level_enum level, std::string_view message, LogFields fields) {
  auto& to = logger();
  if (!to.should_log(level)) return;
  std::string line;
  append_unmarked(line, message);
  for (const auto& field : fields) {
    const auto* text = std::get_if<std::string_view>(&field.value);
    if (text != nullptr && text->empty()) continue;
    line += field_mark;
    line += field.name;
    line += text != nullptr ? text_mark : number_mark;
    if (text != nullptr) {
      append_unmarked(line, *text);
    } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      line += std::to_string(*number);
    } else {
      line += std::get<bool>(field.value) ? "true" : "false";
    }
  }
  to.log(level, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace

LogFormat log_format(std::string_view setting) {
  if (setting == "json") return LogFormat::json;
  if (setting == "text") return LogFormat::text;
  return isatty(STDERR_FILENO) == 1 ? LogFormat::text : LogFormat::json;
}

void start_logging(std::string_view level, LogFormat format) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<Line>('*', format);
  formatter->set_pattern(format == LogFormat::json
                             ? R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%*})"
                             : "%Y-%m-%dT%H:%M:%S.%eZ %-7l %*");
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto made = std::make_shared<spdlog::logger>("cleave", std::move(sink));
  made->set_formatter(std::move(formatter));
  made->set_level(spdlog::level::from_str(std::string(level)));
  spdlog::set_default_logger(std::move(made));
  started = true;
}

void log_debug(std::string_view message, LogFields fields) {
  log(spdlog::level::debug, message, fields);
}
void log_info(std::string_view message, LogFields fields) {
  log(spdlog::level::info, message, fields);
}
void log_warn(std::string_view message, LogFields fields) {
  log(spdlog::level::warn, message, fields);
}
void log_error(std::string_view message, LogFields fields) {
  log(spdlog::level::err, message, fields);
}

bool logs_debug() { return logger().should_log(spdlog::level::debug); }

}  // namespace app
