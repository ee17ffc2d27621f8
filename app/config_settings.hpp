#pragma once

#include <cstdint>
#include <string>

namespace app {

// Settings: what can be set, with its defaults. Names are those of the keys in config_keys.cpp,
// where ranges and meanings stand too.
struct Settings {
  std::string data_dir = "data";
  std::string database_url;
  std::string database_admin_url;
  bool database_insecure = false;
  std::int64_t database_timeout_ms = 1000;
  std::int64_t database_wait_seconds = 30;
  std::string backup_folder;
  std::string serve_modules = "all";
  std::string http_listen = "127.0.0.1:8420";
  std::int64_t http_threads = 1;
  std::int64_t http_body_bytes_max = 1024 * 1024;
  std::int64_t http_connections_max = 4096;
  std::int64_t http_key_requests_per_s_max = 100'000;
  std::int64_t http_address_requests_per_s_max = 100'000;
  std::string http_tls_certificate;
  std::string http_tls_key;
  bool http_insecure = false;
  std::int64_t read_threads = 2;
  std::int64_t lane_batch_commands_max = 1000;
  std::int64_t lane_queue_commands_max = 4096;
  std::int64_t follower_batch_events_max = 1000;
  std::int64_t idempotency_keep_hours = 48;
  std::string billing_number_prefix = "INV";
  std::int64_t billing_draft_minutes = 60;
  std::int64_t billing_due_days = 14;
  std::string billing_on_deactivation = "pause";
  std::int64_t billing_run_every_seconds = 60;
  bool billing_test_clock = false;
  std::string billing_gateway_file;
  std::string billing_issuer_name;
  std::string billing_issuer_address;
  std::string billing_issuer_tax_id;
  std::string billing_issuer_footer;
  bool webhook_allow_private_addresses = false;
  std::string nats_url;
  std::string nats_user;
  std::string nats_password_file;
  std::string nats_ca_file;
  std::string nats_certificate_file;
  std::string nats_key_file;
  bool nats_insecure = false;
  std::int64_t nats_stream_bytes_max = 1024 * 1024 * 1024;
  std::int64_t nats_stream_replicas = 1;
  std::string log_level = "info";
  std::string log_format = "auto";

  bool operator==(const Settings&) const = default;
};

}  // namespace app
