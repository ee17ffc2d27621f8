#include <tests/e2e/torture_writer.hpp>

#include <algorithm>
#include <thread>

namespace e2e {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_writes{4};
constexpr milliseconds between_tries{40};

std::uint64_t offset_in(const std::string& position) {
  return std::stoull(position.substr(position.rfind(':') + 1));
}

}  // namespace

void TortureWriter::write(const std::atomic<bool>& stop, std::chrono::seconds finish_max) {
  while (!stop) {
    const auto write = next();
    bool first = true;
    std::optional<Clock::time_point> deadline;
    while (!attempt(write)) {
      if (first) ++repeated_;
      first = false;
      if (stop && !deadline) deadline = Clock::now() + finish_max;
      demand(!deadline || Clock::now() < *deadline,
             "write " + write.key + " is never answered; the last word was: " + refused_);
      std::this_thread::sleep_for(between_tries);
    }
    std::this_thread::sleep_for(between_writes);
  }
  client_.reset();
}

TortureWriter::Write TortureWriter::next() {
  Write write;
  write.key = std::to_string(number_) + '-' + std::to_string(writes_++);
  const auto pick = random_() % 100;
  if (pick < 60 || accounts_.empty()) {
    write.account = accounts_.size();
    accounts_.push_back({.email = "t" + write.key + "@example.com"});
    return write;
  }
  write.account = random_() % accounts_.size();
  const bool prices = pick >= 85 && accounts_[write.account].profile_version == 0;
  write.kind = prices ? Write::Kind::prices : Write::Kind::renames;
  write.value = prices ? "eur" : "name " + write.key;
  return write;
}

// Whether it was answered for good. What says "later", or nothing, is asked again.
bool TortureWriter::attempt(const Write& write) {
  try {
    if (!client_) {
      auto client = doors_(door_++);
      if (!client) return false;
      client_.emplace(std::move(*client));
    }
    const auto answer = send(*client_, write);
    const bool registers = write.kind == Write::Kind::registers;
    if (answer.status == (registers ? 201 : 200)) return take(write, answer), true;
    refused_ = std::to_string(answer.status) + ' ' + answer.text;
    // A module that cannot be reached or has not seen the user yet, an instance that has not heard
    // of the key.
    const bool later = answer.status >= 500 || answer.status == 429 || answer.status == 401 ||
                       (answer.status == 409 && answer.text.contains("idempotency"));
    demand(later, "write " + write.key + " was answered " + refused_);
  } catch (const NoAnswer& none) {
    refused_ = none.what();
  }
  client_.reset();
  return false;
}

Answer TortureWriter::send(Client& client, const Write& write) const {
  const Headers headers{{"Idempotency-Key", write.key}};
  const auto& account = accounts_[write.account];
  switch (write.kind) {
    case Write::Kind::registers:
      return client.post("/v1/users", bj::object{{"email", account.email}}, headers);
    case Write::Kind::renames:
      return client.patch("/v1/users/" + account.id, bj::object{{"display_name", write.value}},
                          headers);
    case Write::Kind::prices: break;
  }
  // A write does not wait, so a read goes before it; a "not found" would be the key's for ever.
  const auto customer = "/v1/customers/cus_" + account.id.substr(4);
  auto read = client.get(customer, {{"Cleave-Wait-For", account.position}});
  if (read.status != 200) return read;
  return client.patch(customer, bj::object{{"currency", write.value}}, headers);
}

void TortureWriter::take(const Write& write, const Answer& answer) {
  auto& account = accounts_[write.account];
  const bool profile = write.kind == Write::Kind::prices;
  if (write.kind == Write::Kind::registers) {
    account.id = answer.at("id");
    account.position = answer.position();
  }
  const auto version = ++(profile ? account.profile_version : account.version);
  answered_.push_back({write.account, profile, version, answer.position()});
  ++done_;
  last_done_at_ = Clock::now();
}

void TortureWriter::compare(const LogWalk& user, const LogWalk& billing) const {
  for (const auto& write : answered_) {
    const auto& id = accounts_[write.account].id;
    const auto key = write.profile ? LogWalk::Key{"billing_profile", "cus_" + id.substr(4)}
                                   : LogWalk::Key{"user", id};
    const auto offset = (write.profile ? billing : user).offset_of(key, write.version);
    demand(offset == offset_in(write.position),
           "version " + std::to_string(write.version) + " of " + key.second + " was answered at " +
               write.position + " and stands at " + std::to_string(offset));
  }
}

std::size_t TortureWriter::user_events() const {
  std::size_t events = 0;
  for (const auto& account : accounts_) events += static_cast<std::size_t>(account.version);
  return events;
}

std::size_t TortureWriter::profile_events() const {
  std::size_t events = 0;
  for (const auto& account : accounts_) events += static_cast<std::size_t>(account.profile_version);
  return events;
}

}  // namespace e2e
