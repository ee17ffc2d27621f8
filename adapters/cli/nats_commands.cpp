#include <adapters/cli/command.hpp>

#include <adapters/cli/session.hpp>

namespace cli {
namespace {

ExitCode nats_config(Session& session, const Arguments& arguments) {
  BrokerOptions options;
  options.passwords = arguments.given("--passwords");
  options.services = arguments.all("--service");
  options.followers = arguments.all("--follower");
  options.listen = arguments.text("--listen");
  options.monitor = arguments.text("--monitor");
  options.store = arguments.text("--store");
  options.file_store_max = arguments.text("--max-file-store");
  options.tls_cert = arguments.text("--tls-cert");
  options.tls_key = arguments.text("--tls-key");
  options.tls_ca = arguments.text("--tls-ca");
  options.insecure = arguments.has("--insecure");
  options.sync_always = arguments.has("--sync-always");
  const auto config = session.actions.broker_config(options);
  session.terminal.out << config.text;
  for (const auto& file : config.passwords_made) session.say("a new password is in " + file);
  return ExitCode::ok;
}

}  // namespace

std::vector<Command> nats_commands() {
  return {
      {"nats config",
       "print a nats-server's configuration: a user for each service, and its rights",
       "cleave nats config --passwords ./secrets > nats.conf && nats-server -c nats.conf\n"
       "CLEAVE_NATS_URL=nats://127.0.0.1:4222 CLEAVE_NATS_USER=user "
       "CLEAVE_NATS_PASSWORD_FILE=./secrets/user cleave serve --modules user\n"
       "cleave nats config --passwords ./secrets --follower shop=user > nats.conf\n"
       "cleave nats config --passwords ./secrets --service cleave=all > nats.conf\n"
       "cleave nats config --passwords ./secrets --listen 10.0.0.5:4222 --tls-cert cert.pem "
       "--tls-key key.pem > nats.conf",
       {required_option("--passwords", "DIR",
                        "where each user's password lies, in a file of its name; those that are "
                        "missing are made, the folder too"),
        many("--service", "NAME=PART,...",
             "a process that runs these modules (and gateway), or all; without any: user, billing, "
             "insight, webhook and gateway, each on its own"),
        many("--follower", "NAME=MODULE,...",
             "a service of yours that follows these modules' logs"),
        option("--listen", "HOST:PORT", "where it listens, instead of 127.0.0.1:4222"),
        option("--monitor", "HOST:PORT", "where it answers /healthz over http, on this machine"),
        option("--store", "DIR", "where it stores streams, instead of /var/lib/nats"),
        option("--max-file-store", "SIZE",
               "how large they become at most, all together, instead of 10GB"),
        option("--tls-cert", "FILE", "its certificate chain, PEM; with --tls-key"),
        option("--tls-key", "FILE", "its private key, PEM"),
        option("--tls-ca", "FILE", "who signs the certificates that clients then must show"),
        flag("--insecure", "listen beyond this machine without TLS"),
        flag("--sync-always",
             "acknowledge only what is on the disk: nats-server 2.10 or later, and slower")},
       nats_config},
  };
}

}  // namespace cli
