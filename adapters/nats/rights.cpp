#include <adapters/nats/rights.hpp>

#include <algorithm>

#include <adapters/nats/names.hpp>

namespace nats {
namespace {

const std::string jetstream = "$JS.API.";

void add_writer(Rights& rights, const std::string& log) {
  const auto stream = stream_name(log);
  rights.publish.push_back(subjects(log));
  for (const auto* what : {"INFO.", "CREATE.", "UPDATE.", "MSG.GET."}) {
    rights.publish.push_back(jetstream + "STREAM." + what + stream);
  }
}

// Consumers without a name alone: nobody can take over, or end, what another reads by.
void add_follower(Rights& rights, const std::string& log) {
  const auto stream = stream_name(log);
  rights.publish.push_back(jetstream + "STREAM.INFO." + stream);
  rights.publish.push_back(jetstream + "STREAM.MSG.GET." + stream);
  rights.publish.push_back(jetstream + "CONSUMER.CREATE." + stream);
  rights.publish.push_back("$JS.FC." + stream + ".>");
}

void add_durable(Rights& rights, const std::string& log, const std::string& name) {
  const auto consumer = stream_name(log) + "." + name;
  for (const auto* what : {"CREATE.", "DURABLE.CREATE.", "INFO.", "MSG.NEXT.", "DELETE."}) {
    rights.publish.push_back(jetstream + "CONSUMER." + what + consumer);
  }
  rights.publish.push_back("$JS.ACK." + consumer + ".>");
}

bool may_ask(const Service& asker, const Service& answering) {
  return std::ranges::any_of(asker.asks, [&](const std::string& what) {
    return std::ranges::find(answering.answers, what) != answering.answers.end();
  });
}

}  // namespace

Rights rights_of(const Service& service, const std::vector<Service>& all) {
  Rights rights;
  rights.subscribe.push_back(inboxes(service.name) + ">");
  for (const auto& log : service.writes) add_writer(rights, log);
  for (const auto& log : service.follows) add_follower(rights, log);
  for (const auto& log : service.hears) rights.subscribe.push_back(subjects(log));
  for (const auto& log : service.keeps) add_durable(rights, log, service.name);
  if (!service.keeps.empty()) rights.publish.push_back(jetstream + "INFO");
  for (const auto& other : service.asks) rights.publish.push_back(ask_subject(other));
  for (const auto& own : service.answers) {
    rights.subscribe.push_back(ask_subject(own) + " " + answering_group);
  }
  for (const auto& other : all) {
    if (!may_ask(other, service)) continue;
    rights.publish.push_back(inboxes(other.name) + answers_part + ".>");
  }
  return rights;
}

}  // namespace nats
