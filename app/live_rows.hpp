#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <app/said_states.hpp>
#include <ports/shared/rows.hpp>
#include <ports/sync/live_states.hpp>

namespace app {

// LiveRows: a module's own rows of one type, said as its events say them.
//   Shape   `parse` reads a key; `state` makes of a row what is said of it
template <class Key, class Row>
class LiveRows final : public sync::LiveStates {
 public:
  using Parse = std::optional<Key> (*)(std::string_view key);
  using Say = std::function<sync::AggregateState(const Row&)>;

  LiveRows(std::string_view aggregate_type, int schema_version, shared::Rows<Key, Row>& rows,
           Parse parse, Say say)
      : aggregate_type_(aggregate_type),
        schema_version_(schema_version),
        rows_(rows),
        parse_(parse),
        say_(std::move(say)) {}

  std::string_view aggregate_type() const override { return aggregate_type_; }
  int schema_version() const override { return schema_version_; }
  bool want(const std::string& key) override {
    const auto id = parse_(key);
    if (id) rows_.want(*id);
    return id.has_value();
  }
  std::optional<sync::AggregateState> find(const std::string& key) override {
    const auto id = parse_(key);
    const auto row = id ? rows_.find(*id) : std::nullopt;
    return row ? std::optional{say_(*row)} : std::nullopt;
  }

 private:
  const std::string_view aggregate_type_;
  const int schema_version_;
  shared::Rows<Key, Row>& rows_;
  const Parse parse_;
  const Say say_;
};

}  // namespace app
