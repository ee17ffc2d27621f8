#include <fstream>

#include <adapters/nats/jetstream.hpp>

#include <tests/e2e/installation.hpp>
#include <tests/support/nats_server.hpp>

// The logs at a broker, for those who follow from elsewhere.
using namespace e2e;

namespace {

class WithBroker : public Installation {
 protected:
  Client& start_with_broker() {
    const auto file = home() / "cleave.toml";
    std::ofstream(file) << "[nats]\nurl = \"" << broker_.url() << "\"\n";
    return start({"--config", file.string()});
  }
  // The figure of that name and label at /metrics; -1 where there is none.
  double figure(const std::string& name) {
    const auto text = admin().get("/metrics").text;
    const auto at = text.find("\n" + name + " ");
    return at == text.npos ? -1 : std::stod(text.substr(at + name.size() + 2));
  }
  // The offset of the last event that a stream holds.
  sync::Offset last_offset(const std::string& log) {
    const auto link = operator_.link();
    if (!link) return 0;
    nats::JetStream jetstream(link);
    const auto state = jetstream.state(log);
    if (!state || !*state) return 0;
    const auto last = jetstream.last_event(log, **state);
    return last && *last ? (*last)->carried.event.offset : 0;
  }
  static sync::Offset offset_of(const std::string& position) {
    return std::stoull(position.substr(position.rfind(':') + 1));
  }

  static nats::Settings operator_of(const std::string& url) {
    nats::Settings settings;
    settings.url = url;
    settings.name = "operator";
    return settings;
  }

  test::NatsServer broker_{{}, "10GB"};  // room for the stream of each log
  nats::Connection operator_{operator_of(broker_.url()), [](const auto&) {}};
};

TEST_F(WithBroker, EachLogReachesItsStream) {
  start_with_broker();
  for (int i = 0; i < 20; ++i) registered("u" + std::to_string(i) + "@example.com");
  const auto last = offset_of(registered("last@example.com").position());
  EXPECT_TRUE(becomes([&] { return last_offset("user/0") == last; }));
  EXPECT_TRUE(becomes([&] { return figure("cleave_relay_lag_events{log=\"user/0\"}") == 0; }));
  EXPECT_EQ(figure("cleave_nats_connected"), 1);
}

TEST_F(WithBroker, WritesGoOnWithoutItAndReachItOnceItIsBack) {
  broker_.stop();
  start_with_broker();
  const auto last = offset_of(registered("ada@example.com").position());
  EXPECT_EQ(admin().get("/readyz").status, 200);
  EXPECT_TRUE(becomes([&] { return figure("cleave_relay_lag_events{log=\"user/0\"}") > 0; }));
  EXPECT_TRUE(becomes([&] { return figure("cleave_relay_waiting{log=\"user/0\"}") == 1; }));
  EXPECT_EQ(figure("cleave_nats_connected"), 0);
  broker_.start();
  EXPECT_TRUE(becomes([&] { return last_offset("user/0") == last; }, std::chrono::seconds{60}));
}

}  // namespace
