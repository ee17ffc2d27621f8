#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

// Logging: lines on stderr by spdlog, UTC: JSON objects, or text where a person reads.
//   Shape   {"ts":"2026-11-20T10:57:43.120Z","level":"info","message":"...", fields ...}
//   Fields  the same thing has the same name everywhere: event, request_id, traceparent, follower,
//           log, offset, error
namespace app {

enum class LogFormat { json, text };

// "json", "text", or "auto": text where stderr is a terminal.
LogFormat log_format(std::string_view setting);

// How this process logs from now on; `level` is one of log.level's words. Before it is called:
// info and auto. Not while other threads log.
void start_logging(std::string_view level, LogFormat format);

// LogField: a named value of a log line. Views only: it lives as long as the call.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, bool> value;

  LogField(std::string_view field, std::string_view text) : name(field), value(text) {}
  LogField(std::string_view field, const std::string& text)
      : name(field), value(std::string_view(text)) {}
  LogField(std::string_view field, const char* text)
      : name(field), value(std::string_view(text)) {}
  LogField(std::string_view field, bool flag) : name(field), value(flag) {}
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  LogField(std::string_view field, Number number)
      : name(field), value(static_cast<std::int64_t>(number)) {}
};

using LogFields = std::initializer_list<LogField>;

// Costs next to nothing below the level that is logged. Empty texts are left out.
void log_debug(std::string_view message, LogFields fields = {});
void log_info(std::string_view message, LogFields fields = {});
void log_warn(std::string_view message, LogFields fields = {});
void log_error(std::string_view message, LogFields fields = {});
// Whether log_debug says anything: spares the making of fields.
bool logs_debug();

}  // namespace app
