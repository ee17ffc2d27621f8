#include <app/demo_load.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include <adapters/cli/problem.hpp>
#include <adapters/cli/stop.hpp>
#include <app/demo_interrupt.hpp>

namespace app::demo {
namespace {

using namespace std::chrono_literals;

constexpr std::array currencies{"eur", "usd", "jpy", "chf"};

struct Place {
  std::string log;
  std::uint64_t offset = 0;
};

// "user/0:1:42"
Place place_of(const std::string& position) {
  Place place{position.substr(0, position.find(':')), 0};
  const auto digits = position.substr(position.rfind(':') + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), place.offset);
  return place;
}

}  // namespace

void Load::start(const Installation& installation) {
  ++rounds_;
  for (int i = 0; i < callers; ++i) {
    auto client = std::make_shared<Client>(installation);
    auto caller = std::to_string(rounds_) + '-' + std::to_string(i);
    threads_.emplace_back([this, client, caller](const std::stop_token& stop) {
      call(stop, *client, caller);
    });
  }
}

// The server is busy, or a module's process gone: the same again. The server itself is gone: nobody
// knows whether the last one was done.
void Load::call(const std::stop_token& stop, Client& client, const std::string& caller) {
  for (std::uint64_t number = 0; !stop.stop_requested(); ++number) {
    const auto write = next(caller, number);
    for (bool answered = false; !answered;) {
      try {
        note(write, client.send(write.method, write.path, write.body, write.idempotency_key));
        answered = true;
      } catch (const cli::Refused& refused) {
        if (refused.problem().status != 503) {
          const std::scoped_lock lock{mutex_};
          ledger_.failure = refused.what();
          return;
        }
        if (refused.problem().code == "sync.outcome_unknown") {
          const std::scoped_lock lock{mutex_};
          ++ledger_.unclear;
        }
        std::this_thread::sleep_for(20ms);
      } catch (const Interrupted&) {
        return;
      } catch (const cli::Stop&) {
        const std::scoped_lock lock{mutex_};
        ledger_.unanswered.push_back(write);
        return;
      }
    }
  }
}

Write Load::next(const std::string& caller, std::uint64_t number) {
  const auto name = caller + '-' + std::to_string(number);
  const auto key = "demo-" + name;
  if (number % 4 == 3) {
    if (const auto at = next_user_++; at < users_.size()) {
      return {"PATCH",
              "/v1/customers/" + customer_of(users_[at]),
              {{"currency", currencies[at % currencies.size()]}},
              users_[at],
              key};
    }
  }
  const auto email = "load-" + name + "@example.com";
  return {"POST", "/v1/users", {{"email", email}, {"display_name", "Load " + name}}, email, key};
}

void Load::note(const Write& write, const Answer& answer) {
  const auto place = place_of(answer.position);
  const std::scoped_lock lock{mutex_};
  auto& head = ledger_.heads[place.log];
  head = std::max(head, place.offset);
  if (write.method == "POST") {
    ledger_.registered.emplace(write.subject, text_of(answer.body, "id"));
  } else {
    ledger_.currencies.emplace(write.subject, text_of(answer.body, "currency"));
  }
  ++acknowledged_;
}

void Load::stop() {
  for (auto& thread : threads_) thread.request_stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

Repeated Load::repeat_unanswered(Client& client, const Sync& before) {
  Repeated repeated;
  for (const auto& write : std::exchange(ledger_.unanswered, {})) {
    const auto answer = client.send(write.method, write.path, write.body, write.idempotency_key);
    note(write, answer);
    const auto place = place_of(answer.position);
    const bool stood = place.offset <= before.heads.at(place.log);
    ++(stood ? repeated.found_done : repeated.done_now);
  }
  return repeated;
}

}  // namespace app::demo
