#include <webhook/domain/endpoint.hpp>

#include <algorithm>

#include <shared/domain/text.hpp>
#include <webhook/domain/webhook_errors.hpp>

namespace webhook {
namespace {

constexpr std::size_t description_code_points_max = 200;

// What the words make of it, or the first of them that is against a rule.
shared::Result<Endpoint::Fields> said(Endpoint::Fields fields, const Endpoint::Words& words,
                                      bool plain_allowed) {
  if (words.url) {
    const auto url = Url::parse(*words.url, plain_allowed);
    if (!url) return shared::refuse(url.error());
    fields.url = url->text();
  }
  if (words.description) {
    if (!shared::is_line(*words.description, description_code_points_max)) {
      return shared::refuse(errors::description_invalid());
    }
    fields.description = *words.description;
  }
  if (words.event_types) {
    auto filters = EventFilters::parse(*words.event_types);
    if (!filters) return shared::refuse(filters.error());
    fields.filters = std::move(*filters);
  }
  return fields;
}

}  // namespace

std::vector<std::string> Secrets::signing(shared::Instant now) const {
  std::vector<std::string> all{current};
  if (!previous.empty() && previous_until && now < *previous_until) all.push_back(previous);
  return all;
}

shared::Result<Endpoint> Endpoint::create(EndpointId id, const Words& words, std::string secret,
                                          bool plain_allowed, shared::Instant now) {
  Fields fields;
  fields.id = id;
  fields.secrets.current = std::move(secret);
  fields.created_at = now;
  fields.updated_at = now;
  Words all = words;
  if (!all.url) all.url = "";
  if (!all.event_types) all.event_types.emplace();
  auto made = said(std::move(fields), all, plain_allowed);
  if (!made) return shared::refuse(made.error());
  return Endpoint{std::move(*made)};
}

shared::Result<bool> Endpoint::change(const Words& words, bool plain_allowed, shared::Instant now) {
  auto after = said(fields_, words, plain_allowed);
  if (!after) return shared::refuse(after.error());
  if (*after == fields_) return false;
  // Of another URL nothing is known yet.
  if (after->url != fields_.url) after->failing.reset();
  fields_ = std::move(*after);
  changed(now);
  return true;
}

bool Endpoint::enable(shared::Instant now) {
  if (fields_.enabled) return false;
  fields_.enabled = true;
  fields_.disabled_reason.clear();
  fields_.failing.reset();
  changed(now);
  return true;
}

bool Endpoint::disable(std::string_view reason, shared::Instant now) {
  if (!fields_.enabled) return false;
  fields_.enabled = false;
  fields_.disabled_reason = reason;
  changed(now);
  return true;
}

void Endpoint::rotate(std::string secret, shared::Instant now) {
  fields_.secrets = {.current = std::move(secret),
                     .previous = std::move(fields_.secrets.current),
                     .previous_until = now + previous_secret_for};
  changed(now);
}

bool Endpoint::failed(shared::Instant now) {
  auto& failing = fields_.failing;
  if (!failing || now - failing->last > untried_for_max) failing = {.since = now, .last = now};
  failing->last = now;
  return now - failing->since >= failing_for_max;
}

void Endpoint::forget_past_secret(shared::Instant now) {
  auto& secrets = fields_.secrets;
  if (!secrets.previous_until || now < *secrets.previous_until) return;
  secrets.previous.clear();
  secrets.previous_until.reset();
}

bool Endpoint::is_told_as(const Endpoint& other) const {
  const auto& mine = fields_.filters.patterns();
  return fields_.enabled == other.fields_.enabled && fields_.url == other.fields_.url &&
         std::ranges::is_permutation(mine, other.fields_.filters.patterns());
}

void Endpoint::changed(shared::Instant now) {
  forget_past_secret(now);
  ++fields_.version;
  fields_.updated_at = now;
}

}  // namespace webhook
