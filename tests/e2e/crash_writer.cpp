#include <tests/e2e/crash_writer.hpp>

#include <algorithm>

namespace e2e {
namespace {

std::string user_path(const Account& account) { return "/v1/users/" + account.id; }
std::string customer_path(const Account& account) {
  return "/v1/customers/cus_" + account.id.substr(4);
}

std::string seen(const Answer& answer) {
  return std::to_string(answer.status) + ' ' + answer.text;
}

std::int64_t offset_in(const std::string& position) {
  return std::stoll(position.substr(position.rfind(':') + 1));
}

std::int64_t head_of(Client& client, const std::string& log) {
  const auto status = client.get("/v1/sync").json();
  for (const auto& state : status.at("logs").elements()) {
    if (state.at("log") == log) return state.at("head").number();
  }
  throw Violation("there is no log " + log);
}

std::int64_t version_of(const Answer& answer) {
  demand(answer.status == 200, "a user that was acknowledged is not there: " + seen(answer));
  return answer.json().at("version").number();
}

}  // namespace

void CrashWriter::write(const Server& server) {
  try {
    auto client = server.admin();
    while (true) {
      open_ = next();
      const auto answer = send(client, *open_);
      take(*open_, answer);
      open_.reset();
    }
  } catch (const NoAnswer&) {
  }
}

CrashWriter::Write CrashWriter::next() {
  Write write;
  write.key = std::to_string(number_) + '-' + std::to_string(writes_++);
  const auto pick = random_() % 100;
  if (pick < 65 || settled_ == 0) {
    write.account = accounts_.size();
    accounts_.push_back({.email = "u" + write.key + "@example.com"});
    return write;
  }
  write.account = random_() % settled_;
  if (accounts_[write.account].deleted) return next();
  write.kind = pick < 85 ? Kind::renames : pick < 96 ? Kind::prices : Kind::removes;
  const bool eur = accounts_[write.account].currency == "eur";
  write.value = write.kind == Kind::renames ? "name " + write.key : eur ? "usd" : "eur";
  return write;
}

Answer CrashWriter::send(Client& client, const Write& write) const {
  const Headers headers{{"Idempotency-Key", write.key}};
  const auto& account = accounts_[write.account];
  switch (write.kind) {
    case Kind::registers:
      return client.post("/v1/users", bj::object{{"email", account.email}}, headers);
    case Kind::renames:
      return client.patch(user_path(account), bj::object{{"display_name", write.value}}, headers);
    case Kind::prices:
      return client.patch(customer_path(account), bj::object{{"currency", write.value}}, headers);
    case Kind::removes: break;
  }
  return client.remove(user_path(account), headers);
}

// The answer to a write that must be a success.
void CrashWriter::take(const Write& write, const Answer& answer) {
  const bool fits = answer.status == (write.kind == Kind::registers ? 201 : 200);
  demand(fits, "write " + write.key + " was answered " + seen(answer));
  auto& account = accounts_[write.account];
  const bool profile = write.kind == Kind::prices;
  switch (write.kind) {
    case Kind::registers: account.id = answer.at("id"); break;
    case Kind::renames: account.name = write.value; break;
    case Kind::prices: account.currency = write.value; break;
    case Kind::removes: account.deleted = true; break;
  }
  const auto version = ++(profile ? account.profile_version : account.version);
  if (write.kind == Kind::removes && !account.currency.empty()) ++account.profile_version;
  answered_.push_back({write.account, profile, version, answer.position()});
  touched_.push_back(write.account);
  ++acknowledged_;
}

bool CrashWriter::took_effect(Client& client, const Write& write) {
  const auto& account = accounts_[write.account];
  if (write.kind == Kind::registers) {
    const auto found = client.get("/v1/users?email=" + account.email);
    return found.json().at("data").size() != 0;
  }
  if (write.kind == Kind::removes) return client.get(user_path(account)).status == 404;
  if (write.kind == Kind::renames) {
    const auto found = client.get(user_path(account));
    const bool done = version_of(found) == account.version + 1;
    demand(done || version_of(found) == account.version, "a rename is there twice: " + seen(found));
    demand(found.at("display_name") == (done ? write.value : account.name),
           "a rename is there by half: " + seen(found));
    return done;
  }
  const auto found = client.get(customer_path(account));
  demand(found.status == 200, "a customer is not there: " + seen(found));
  const bool is_open = found.at("has_billing_profile") == "true";
  const bool done = is_open && found.at("currency") == write.value;
  const auto version = found.json().at("version");
  demand(!is_open || version == account.profile_version + (done ? 1 : 0),
         "a billing profile is there by half or twice: " + seen(found));
  return done;
}

void CrashWriter::close_open_write(Client& client) {
  if (!open_) return;
  const auto write = *open_;
  const bool done = took_effect(client, write);
  ++(done ? found_ : lost_);
  const auto log = write.kind == Kind::prices ? "billing/0" : "user/0";
  const auto head = head_of(client, log);
  const auto answer = send(client, write);
  take(write, answer);
  const bool wrote = offset_in(answer.position()) > head;
  demand(wrote != done, "the repeat of write " + write.key +
                            (done ? " took effect once more" : " took no effect"));
  open_.reset();
}

void CrashWriter::look(Client& client) {
  std::ranges::sort(touched_);
  const auto doubles = std::ranges::unique(touched_);
  touched_.erase(doubles.begin(), doubles.end());
  for (const auto account : touched_) look(client, accounts_[account]);
  touched_.clear();
  settled_ = accounts_.size();
}

void CrashWriter::look(Client& client, const Account& account) const {
  const auto user = client.get(user_path(account));
  const auto customer = client.get(customer_path(account));
  if (account.deleted) {
    demand(user.status == 404, "a deleted user is there: " + seen(user));
    demand(customer.status == 404, "a deleted user's customer is there: " + seen(customer));
    return;
  }
  demand(version_of(user) == account.version && user.at("display_name") == account.name,
         "a user is not as acknowledged: " + seen(user));
  demand(customer.status == 200, "a customer is not there: " + seen(customer));
  const auto copy = customer.json();
  demand(copy.at("user_version") == account.version && copy.at("email") == account.email &&
             copy.at("display_name") == account.name,
         "billing's copy is not as acknowledged: " + seen(customer));
  const bool open = !account.currency.empty();
  const bool same_profile = copy.at("has_billing_profile") == open &&
                            (!open || copy.at("currency") == account.currency);
  demand(same_profile,
         "a billing profile is not as acknowledged: " + seen(customer));
  const auto facts = client.get(user_path(account) + "/billing");
  demand(facts.status == 200 && facts.json().at("has_billing_profile") == open &&
             (!open || facts.at("currency") == account.currency),
         "the user module's copy is not as acknowledged: " + seen(facts));
}

void CrashWriter::compare(const LogWalk& user, const LogWalk& billing) const {
  for (const auto& write : answered_) {
    const auto& id = accounts_[write.account].id;
    const auto key = write.profile ? LogWalk::Key{"billing_profile", "cus_" + id.substr(4)}
                                   : LogWalk::Key{"user", id};
    const auto offset = (write.profile ? billing : user).offset_of(key, write.version);
    demand(static_cast<std::int64_t>(offset) == offset_in(write.position),
           "version " + std::to_string(write.version) + " of " + key.second +
               " was answered at " + write.position + " and stands at " + std::to_string(offset));
  }
}

std::size_t CrashWriter::user_events() const {
  std::size_t events = 0;
  for (const auto& account : accounts_) events += static_cast<std::size_t>(account.version);
  return events;
}

std::size_t CrashWriter::profile_events() const {
  std::size_t events = 0;
  for (const auto& account : accounts_) events += static_cast<std::size_t>(account.profile_version);
  return events;
}

}  // namespace e2e
