#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ports/sync/event_bus.hpp>
#include <ports/sync/store_errors.hpp>

namespace app {

// LateDelivery: a delivery that is made when something is first taken from it, so that an instance
// which never leads takes nothing from the broker.
class LateDelivery final : public sync::Delivery {
 public:
  // May throw StoreFailure: it is called again at the next take.
  using Make = std::function<std::unique_ptr<sync::Delivery>()>;

  explicit LateDelivery(Make make) : make_(std::move(make)) {}

  std::vector<std::string> take(std::size_t frames_max) override {
    try {
      if (!made_) made_ = make_();
    } catch (const sync::StoreFailure&) {
      return {};
    }
    return made_->take(frames_max);
  }

 private:
  const Make make_;
  std::unique_ptr<sync::Delivery> made_;
};

}  // namespace app
