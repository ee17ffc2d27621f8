#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <webhook/domain/event_filters.hpp>
#include <webhook/domain/url.hpp>
#include <webhook/domain/webhook_ids.hpp>

namespace webhook {

inline constexpr std::size_t endpoints_max = 32;

// Secrets: what an endpoint's deliveries are signed with.
//   Shape   "whsec_" + base64 of 32 random bytes; the one before signs too until its time is over
//   Source  Standard Webhooks 1.0
struct Secrets {
  std::string current;
  std::string previous;  // empty: none
  std::optional<shared::Instant> previous_until;

  // Those that sign now, the current one first.
  std::vector<std::string> signing(shared::Instant now) const;
  bool operator==(const Secrets&) const = default;
};

// Failing: a time in which attempts failed, and none succeeded.
struct Failing {
  shared::Instant since;
  shared::Instant last;  // so far

  bool operator==(const Failing&) const = default;
};

// Endpoint: a URL that is told what happens. Its secrets are its store's and its receiver's alone:
// no event and no answer but the first says them.
//   Units   version counts its changes from 1; whether it fails is no change, and a secret that is
//           forgotten because its time is over is none
//   Errors  create, change: webhook.url_invalid, webhook.event_type*, webhook.description_invalid
class Endpoint {
 public:
  struct Fields {
    EndpointId id;
    std::string url;
    std::string description;
    EventFilters filters{{}};
    bool enabled = true;
    std::string disabled_reason;  // empty while it is enabled
    Secrets secrets;
    // Nothing where the last attempt succeeded, or none was made.
    std::optional<Failing> failing;
    std::int64_t version = 1;
    shared::Instant created_at;
    shared::Instant updated_at;

    bool operator==(const Fields&) const = default;
  };
  // What a person may say of it; what is missing stays as it is.
  struct Words {
    std::optional<std::string> url;
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> event_types;
  };
  static constexpr std::chrono::hours previous_secret_for{24};
  static constexpr std::chrono::days failing_for_max{5};
  // Where nothing was tried for so long, longer than a delivery ever waits between two attempts,
  // nothing is known of the time between.
  static constexpr std::chrono::hours untried_for_max{30};

  // `plain_allowed`: whether http:// is.
  static shared::Result<Endpoint> create(EndpointId id, const Words& words, std::string secret,
                                         bool plain_allowed, shared::Instant now);
  // One that was, read back from a store.
  explicit Endpoint(Fields fields) : fields_{std::move(fields)} {}

  // Whether anything changed.
  shared::Result<bool> change(const Words& words, bool plain_allowed, shared::Instant now);
  bool enable(shared::Instant now);
  // The reason is one line of at most 200 characters; the caller has seen to that.
  bool disable(std::string_view reason, shared::Instant now);
  void rotate(std::string secret, shared::Instant now);

  // How an attempt ended. Failed: whether all have failed for so long, without a pause in which
  // nothing was tried, that it should be disabled.
  void succeeded() { fields_.failing.reset(); }
  bool failed(shared::Instant now);
  // A secret that signs no more is kept no longer.
  void forget_past_secret(shared::Instant now);

  // Whether both are told the same at the same place, in whatever order it was asked for.
  bool is_told_as(const Endpoint& other) const;

  const Fields& fields() const { return fields_; }
  bool operator==(const Endpoint&) const = default;

 private:
  void changed(shared::Instant now);

  Fields fields_;
};

}  // namespace webhook
