#include <adapters/nats/rights.hpp>

#include <algorithm>

#include <adapters/nats/names.hpp>

namespace nats {
namespace {

const std::string jetstream = "$JS.API.";

void add_writer(Rights& rights, const std::string& log) {
  const auto stream = stream_name(log);
  rights.publish.push_back(subjects(log));
  rights.publish.push_back(moved_subject(log, "*"));
  rights.subscribe.push_back(moved_subject(log, "*"));
  for (const auto* what : {"INFO.", "CREATE.", "UPDATE.", "MSG.GET."}) {
    rights.publish.push_back(jetstream + "STREAM." + what + stream);
  }
}

void add_looks(Rights& rights, const std::string& stream) {
  rights.publish.push_back(jetstream + "STREAM.INFO." + stream);
  rights.publish.push_back(jetstream + "STREAM.MSG.GET." + stream);
}

void add_follower(Rights& rights, const std::string& log) {
  const auto stream = stream_name(log);
  add_looks(rights, stream);
  rights.publish.push_back(jetstream + "CONSUMER.CREATE." + stream);
  rights.publish.push_back("$JS.FC." + stream + ".>");
}

// nats-server 2.9 lets who makes consumers without a name name any other's as well: who is not one
// of ours may only say the names that are its own.
void add_reader(Rights& rights, const std::string& log, const std::string& name) {
  const auto stream = stream_name(log);
  add_looks(rights, stream);
  for (const auto& own : {durable_of(name), ordered_of(name)}) {
    const auto consumer = stream + "." + own;
    for (const auto* what : {"CREATE.", "INFO.", "MSG.NEXT.", "DELETE."}) {
      rights.publish.push_back(jetstream + "CONSUMER." + what + consumer);
    }
    rights.publish.push_back("$JS.ACK." + consumer + ".>");
  }
  rights.publish.push_back(jetstream + "CONSUMER.DURABLE.CREATE." + stream + "." +
                           durable_of(name));
}

bool may_ask(const Service& asker, const Service& answering) {
  return std::ranges::any_of(asker.asks, [&](const std::string& what) {
    return std::ranges::find(answering.answers, what) != answering.answers.end();
  });
}

}  // namespace

std::string durable_of(const std::string& service) { return service; }
std::string ordered_of(const std::string& service) { return service + "-ordered"; }

Rights rights_of(const Service& service, const std::vector<Service>& all) {
  Rights rights;
  rights.subscribe.push_back(inboxes(service.name) + ">");
  for (const auto& log : service.writes) add_writer(rights, log);
  for (const auto& log : service.follows) add_follower(rights, log);
  for (const auto& log : service.hears) rights.subscribe.push_back(subjects(log));
  for (const auto& log : service.reads) add_reader(rights, log, service.name);
  if (!service.reads.empty()) rights.publish.push_back(jetstream + "INFO");
  for (const auto& other : service.asks) rights.publish.push_back(ask_subject(other));
  for (const auto& own : service.answers) {
    rights.subscribe.push_back(ask_subject(own) + " " + answering_group);
  }
  for (const auto& other : all) {
    if (may_ask(other, service)) {
      rights.publish.push_back(inboxes(other.name) + answers_part + ".>");
    }
    if (may_ask(service, other)) {
      rights.publish.push_back(inboxes(other.name) + questions_part + ".>");
    }
  }
  return rights;
}

}  // namespace nats
