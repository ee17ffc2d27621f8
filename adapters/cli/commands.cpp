#include <adapters/cli/command.hpp>

namespace cli {

const std::vector<Parameter>& global_parameters() {
  static const std::vector<Parameter> parameters = {
      option("--data", "DIR", "the data folder to work on"),
      option("--config", "FILE", "the configuration file"),
      option("--server", "URL", "ask this server instead; or CLEAVE_SERVER"),
      option("--key-file", "FILE", "the file with the key for it; or CLEAVE_KEY_FILE"),
      flag("--json", "results as JSON, as the API answers"),
      flag("--plain", "results as lines with tabs, also on a terminal"),
      flag("--no-input", "never ask"),
      flag("--yes", "say yes to every question"),
      flag("--help", "show this"),
  };
  return parameters;
}

const std::vector<Command>& all_commands() {
  static const std::vector<Command> commands = [] {
    std::vector<Command> all;
    for (const auto& some :
         {server_commands(), move_commands(), backup_commands(), user_commands(),
          transfer_commands(), customer_commands(), product_commands(), price_commands(),
          subscription_commands(), invoice_commands(), invoice_change_commands(),
          payment_commands(), ledger_commands(), billing_run_commands(), insight_commands(),
          webhook_commands(), webhook_delivery_commands(), sync_commands(), verify_commands(),
          parked_commands(), key_commands(), nats_commands()}) {
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }();
  return commands;
}

}  // namespace cli
