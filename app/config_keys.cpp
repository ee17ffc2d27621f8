#include <app/config_keys.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <numeric>
#include <vector>

namespace app {
namespace {

using S = Settings;

constexpr std::array keys{
    ConfigKey{"data.dir", &S::data_dir,
              "folder of what this process keeps as files; created when missing"},
    ConfigKey{"database.url", &S::database_url,
              "PostgreSQL instead of files, as libpq takes it; {module} is each module's name"},
    ConfigKey{"database.admin_url", &S::database_admin_url,
              "the same for who may create roles and schemas; `cleave migrate` alone uses it"},
    ConfigKey{"database.insecure", &S::database_insecure,
              "reach a PostgreSQL on another machine without sslmode=verify-full"},
    ConfigKey{"database.timeout_ms", &S::database_timeout_ms,
              "how long PostgreSQL may take over a statement, a lock, an unanswered packet", 100,
              60'000},
    ConfigKey{"database.wait_seconds", &S::database_wait_seconds,
              "how long a start waits for a PostgreSQL that is away", 0, 3'600},
    ConfigKey{"backup.folder", &S::backup_folder,
              "folder below which the server writes backups, and nowhere else; empty: backups in "
              "data.dir"},
    ConfigKey{"serve.modules", &S::serve_modules,
              "modules that run in this process, separated by commas; `gateway` lets callers in to "
              "those elsewhere, over a broker"},
    ConfigKey{"http.listen", &S::http_listen,
              "HOST:PORT to listen on; port 0 takes any free one"},
    ConfigKey{"http.threads", &S::http_threads, "threads that serve HTTP", 1, 64},
    ConfigKey{"http.body_bytes_max", &S::http_body_bytes_max, "largest request body, in bytes",
              1024, 16 * 1024 * 1024},
    ConfigKey{"http.connections_max", &S::http_connections_max, "most connections at once", 1,
              100'000},
    ConfigKey{"http.key_requests_per_s_max", &S::http_key_requests_per_s_max,
              "most requests of one API key in a second; more are answered 429; 0 for no limit", 0,
              1'000'000},
    ConfigKey{"http.address_requests_per_s_max", &S::http_address_requests_per_s_max,
              "the same of one address, whatever keys it shows", 0, 1'000'000},
    ConfigKey{"http.tls_certificate", &S::http_tls_certificate,
              "PEM file of the certificate chain; turns TLS on"},
    ConfigKey{"http.tls_key", &S::http_tls_key, "PEM file of the certificate's private key"},
    ConfigKey{"http.insecure", &S::http_insecure,
              "listen on other addresses than loopback without TLS"},
    ConfigKey{"read.threads", &S::read_threads, "threads that read the databases", 1, 64},
    ConfigKey{"lane.batch_commands_max", &S::lane_batch_commands_max,
              "most commands in one transaction", 1, 10'000},
    ConfigKey{"lane.queue_commands_max", &S::lane_queue_commands_max,
              "most commands that wait for a module; more are answered 503", 1, 100'000},
    ConfigKey{"follower.batch_events_max", &S::follower_batch_events_max,
              "most events that a follower applies in one transaction", 1, 10'000},
    ConfigKey{"idempotency.keep_hours", &S::idempotency_keep_hours,
              "hours for which the outcome of an Idempotency-Key is kept", 24, 8'760},
    ConfigKey{"billing.number_prefix", &S::billing_number_prefix,
              "what invoice numbers begin with: PREFIX-2026-000001"},
    ConfigKey{"billing.draft_minutes", &S::billing_draft_minutes,
              "minutes from a period's begin until its invoice is issued", 0, 10'080},
    ConfigKey{"billing.due_days", &S::billing_due_days,
              "days from an invoice's issue until it is due", 0, 365},
    ConfigKey{"billing.on_deactivation", &S::billing_on_deactivation,
              "what happens to the subscriptions of a user who is deactivated", 0, 0,
              "pause cancel cancel_at_period_end nothing"},
    ConfigKey{"billing.run_every_seconds", &S::billing_run_every_seconds,
              "seconds between two billing runs; 0 leaves them to you", 0, 86'400},
    ConfigKey{"billing.test_clock", &S::billing_test_clock,
              "let billing's time be moved ahead, for tests: it charges and never goes back"},
    ConfigKey{"billing.gateway_file", &S::billing_gateway_file,
              "file of the simulated payment gateway's book, one for all instances of billing; "
              "empty: gateway.db in data.dir"},
    ConfigKey{"billing.issuer_name", &S::billing_issuer_name, "who sends the invoices"},
    ConfigKey{"billing.issuer_address", &S::billing_issuer_address,
              "the sender's address, its lines separated by commas or line breaks"},
    ConfigKey{"billing.issuer_tax_id", &S::billing_issuer_tax_id, "the sender's tax id"},
    ConfigKey{"billing.issuer_footer", &S::billing_issuer_footer,
              "what stands below an invoice: a bank account, say"},
    ConfigKey{"webhook.allow_private_addresses", &S::webhook_allow_private_addresses,
              "send webhooks to any address, and over http:// too"},
    ConfigKey{"nats.url", &S::nats_url,
              "nats://HOST:PORT or tls://HOST:PORT, several separated by commas; empty: no broker"},
    ConfigKey{"nats.user", &S::nats_user,
              "who this is at the broker; also names its inboxes: _INBOX_<user>.>"},
    ConfigKey{"nats.password_file", &S::nats_password_file,
              "file whose first line is that user's password"},
    ConfigKey{"nats.ca_file", &S::nats_ca_file,
              "PEM file of who signs the broker's certificates; empty: whom the system trusts"},
    ConfigKey{"nats.certificate_file", &S::nats_certificate_file,
              "PEM file of our certificate, where the broker asks for one"},
    ConfigKey{"nats.key_file", &S::nats_key_file, "PEM file of that certificate's private key"},
    ConfigKey{"nats.insecure", &S::nats_insecure,
              "speak to a broker on another machine without TLS"},
    ConfigKey{"nats.stream_bytes_max", &S::nats_stream_bytes_max,
              "bytes that each log's stream keeps at the broker", 1024 * 1024, 1LL << 50},
    ConfigKey{"nats.stream_replicas", &S::nats_stream_replicas,
              "servers of the broker's cluster that keep each stream", 1, 5},
    ConfigKey{"log.level", &S::log_level, "least level that is logged", 0, 0,
              "trace debug info warn error"},
    ConfigKey{"log.format", &S::log_format, "auto writes text on a terminal and JSON elsewhere", 0,
              0, "auto json text"},
};

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string join(const std::vector<std::string_view>& all) {
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i != 0) out += i + 1 == all.size() ? " or " : ", ";
    out += all[i];
  }
  return out;
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string shown(const FoundValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
  if (const auto* text = std::get_if<FoundText>(&value)) return quoted(text->text);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  return std::get<FoundOther>(value).what;
}

// What a variable or flag says, in the type that the key has; else it stays what it is.
FoundValue typed(const ConfigKey& key, const FoundValue& value) {
  const auto* found = std::get_if<FoundText>(&value);
  if (found == nullptr) return value;
  const auto& text = found->text;
  if (std::holds_alternative<std::string Settings::*>(key.member)) return text;
  if (std::holds_alternative<bool Settings::*>(key.member)) {
    if (text == "true") return true;
    if (text == "false") return false;
    return value;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return value;
  return number;
}

}  // namespace

std::string ConfigKey::environment_name() const {
  std::string out = "CLEAVE_";
  for (const char c : name) {
    out += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return out;
}

std::span<const ConfigKey> config_keys() { return keys; }

const ConfigKey* find_config_key(std::string_view name) {
  const auto* const found = std::ranges::find(keys, name, &ConfigKey::name);
  return found == keys.end() ? nullptr : found;
}

std::size_t letters_apart(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::optional<std::string> nearest_config_key(std::string_view name) {
  const ConfigKey* nearest = nullptr;
  std::size_t best = 1 + name.size() / 3;
  for (const auto& key : keys) {
    const auto own = key.name.substr(key.name.find('.') + 1);
    if (own == name.substr(name.rfind('.') + 1)) return std::string(key.name);  // another table
    const auto apart = letters_apart(name, key.name);
    if (apart <= best && (nearest == nullptr || apart < best)) {
      nearest = &key;
      best = apart;
    }
  }
  if (nearest == nullptr) return std::nullopt;
  return std::string(nearest->name);
}

std::optional<std::string> assign(Settings& settings, const ConfigKey& key,
                                  const FoundValue& value) {
  const FoundValue found = typed(key, value);
  const std::string not_this = ", not " + shown(value);
  if (const auto* member = std::get_if<std::int64_t Settings::*>(&key.member)) {
    const auto* number = std::get_if<std::int64_t>(&found);
    if (number == nullptr || *number < key.min || *number > key.max) {
      return "expected a whole number from " + std::to_string(key.min) + " to " +
             std::to_string(key.max) + not_this;
    }
    settings.*(*member) = *number;
  } else if (const auto* flag_member = std::get_if<bool Settings::*>(&key.member)) {
    const auto* flag = std::get_if<bool>(&found);
    if (flag == nullptr) return "expected true or false" + not_this;
    settings.*(*flag_member) = *flag;
  } else {
    const auto* text = std::get_if<std::string>(&found);
    if (text == nullptr) return "expected a text in quotes" + not_this;
    const auto choices = words(key.choices);
    if (!choices.empty() && std::ranges::find(choices, *text) == choices.end()) {
      return "expected " + join(choices) + not_this;
    }
    if (text->find('\0') != std::string::npos) return "expected a text without a zero byte";
    settings.*std::get<std::string Settings::*>(key.member) = *text;
  }
  return std::nullopt;
}

std::string value_text(const Settings& settings, const ConfigKey& key) {
  if (const auto* member = std::get_if<std::int64_t Settings::*>(&key.member)) {
    return std::to_string(settings.*(*member));
  }
  if (const auto* member = std::get_if<bool Settings::*>(&key.member)) {
    return settings.*(*member) ? "true" : "false";
  }
  return settings.*std::get<std::string Settings::*>(key.member);
}

}  // namespace app
