#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/nats/jetstream.hpp>
#include <adapters/nats/names.hpp>

#include <tests/nats/eventually.hpp>
#include <tests/nats/notices.hpp>

namespace nats_test {

// Operator: somebody with every right at the broker, who looks and breaks things. The server must
// be up for each of these calls.
class Operator {
 public:
  explicit Operator(const std::string& url) : connection_(settings_of(url, "op"), [](auto&) {}) {}
  ~Operator() { jsCtx_Destroy(js_); }
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  // Every event that the stream holds, in order, with its holes left out.
  std::vector<nats::CarriedEvent> events(const std::string& log) {
    std::vector<nats::CarriedEvent> events;
    nats::JetStream jetstream(link());
    const auto state = jetstream.state(log);
    if (!state || !*state) return events;
    for (auto at = (*state)->first; at <= (*state)->last; ++at) {
      natsMsg* read = nullptr;
      if (js_GetMsg(&read, js(), nats::stream_name(log).c_str(), at, nullptr, nullptr) != NATS_OK) {
        continue;
      }
      const nats::MessagePtr message{read};
      if (auto carried = nats::from_message(log, read)) events.push_back(std::move(*carried));
    }
    return events;
  }
  nats::StreamState state(const std::string& log) {
    nats::JetStream jetstream(link());
    const auto state = jetstream.state(log);
    return state && *state ? **state : nats::StreamState{};
  }
  void erase(const std::string& log, std::uint64_t sequence) {
    EXPECT_EQ(js_DeleteMsg(js(), nats::stream_name(log).c_str(), sequence, nullptr, nullptr),
              NATS_OK);
  }
  void purge(const std::string& log) {
    EXPECT_EQ(js_PurgeStream(js(), nats::stream_name(log).c_str(), nullptr, nullptr), NATS_OK);
  }
  void remove(const std::string& log) {
    EXPECT_EQ(js_DeleteStream(js(), nats::stream_name(log).c_str(), nullptr, nullptr), NATS_OK);
  }
  // How many consumers there were, which are gone now.
  int remove_consumers(const std::string& log) {
    const auto name = nats::stream_name(log);
    jsConsumerNamesList* names = nullptr;
    if (js_ConsumerNames(&names, js(), name.c_str(), nullptr, nullptr) != NATS_OK) return 0;
    const int count = names->Count;
    for (int i = 0; i < count; ++i) {
      js_DeleteConsumer(js(), name.c_str(), names->List[i], nullptr, nullptr);
    }
    jsConsumerNamesList_Destroy(names);
    return count;
  }
  void publish(natsMsg* message) {
    EXPECT_EQ(natsConnection_PublishMsg(link().get(), message), NATS_OK);
    EXPECT_EQ(natsConnection_FlushTimeout(link().get(), 5'000), NATS_OK);
  }
  void publish(const std::string& subject, const std::string& bytes) {
    EXPECT_EQ(natsConnection_PublishString(link().get(), subject.c_str(), bytes.c_str()), NATS_OK);
    EXPECT_EQ(natsConnection_FlushTimeout(link().get(), 5'000), NATS_OK);
  }

  nats::Link link() {
    EXPECT_TRUE(eventually([&] { return connection_.link() != nullptr; }));
    return connection_.link();
  }

 private:
  // Of the link that stands now.
  jsCtx* js() {
    jsCtx_Destroy(js_);
    js_ = nullptr;
    EXPECT_EQ(natsConnection_JetStream(&js_, link().get(), nullptr), NATS_OK);
    return js_;
  }

  nats::Connection connection_;
  jsCtx* js_ = nullptr;
};

}  // namespace nats_test
