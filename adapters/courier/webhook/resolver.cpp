#include <adapters/courier/webhook/resolver.hpp>

#include <cstddef>
#include <utility>

#include <boost/asio/post.hpp>

namespace courier {
namespace {

namespace asio = boost::asio;

constexpr std::size_t threads = 8;

bool is_over(const Resolver::Over& over) { return over->load(); }

}  // namespace

Resolver::Resolver(asio::io_context& loop, Resolve resolve)
    : loop_(loop), resolve_(std::move(resolve)), threads_(threads) {}

void Resolver::ask(const std::string& host, Over over, Found found) {
  const std::scoped_lock lock(mutex_);
  const auto [entry, is_first] = wishes_.try_emplace(host);
  auto& wishes = entry->second;
  // Those of attempts that ended: a name that hangs gathers no more than are on their way.
  std::erase_if(wishes, [](const Wish& wish) { return is_over(wish.over); });
  wishes.push_back({std::move(over), std::move(found)});
  if (is_first) asio::post(threads_, [this, host] { put(host); });
}

void Resolver::put(const std::string& host) {
  {
    const std::scoped_lock lock(mutex_);
    auto& wishes = wishes_.at(host);
    std::erase_if(wishes, [](const Wish& wish) { return is_over(wish.over); });
    if (wishes.empty()) {
      wishes_.erase(host);
      return;
    }
  }
  auto addresses = resolve_(host);
  asio::post(loop_, [this, host, addresses = std::move(addresses)] {
    for (const auto& wish : taken(host)) wish.found(addresses);
  });
}

std::vector<Resolver::Wish> Resolver::taken(const std::string& host) {
  const std::scoped_lock lock(mutex_);
  auto entry = wishes_.extract(host);
  return std::move(entry.mapped());
}

void Resolver::stop() {
  threads_.stop();
  threads_.join();
}

}  // namespace courier
