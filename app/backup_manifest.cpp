#include <app/backup_manifest.hpp>

#include <algorithm>

#include <boost/json.hpp>

#include <adapters/system/sodium_digest.hpp>
#include <sync/domain/position.hpp>

namespace app {
namespace {

namespace bj = boost::json;

constexpr std::string_view not_in_it[] = {
    "cli.key and server.json: a restore makes a new key",
    "the configuration, and the files of secrets, certificates and passwords that it names",
    "the broker's streams: they are filled again from the logs"};

template <class All, class Shown>
bj::array each(const All& all, Shown shown) {
  bj::array out;
  for (const auto& one : all) out.push_back(shown(one));
  return out;
}

bj::object log_shown(const BackedUp& store) {
  const auto& head = *store.facts.head;
  bj::object roots;
  for (const auto& [type, root] : head.roots) roots[type] = sync::to_hex(root);
  return {{"log", store.store + "/0"},
          {"epoch", head.epoch},
          {"offset", head.offset},
          {"chain", sync::to_hex(head.chain)},
          {"roots", std::move(roots)},
          {"epochs", each(store.facts.epochs, [](const sync::EpochStart& start) {
             return bj::object{{"epoch", start.epoch},
                               {"first_offset", start.first_offset},
                               {"chain_before", sync::to_hex(start.chain_before)}};
           })}};
}

bj::object shown(const BackedUp& store) {
  bj::object out{{"store", store.store},
                 {"file", store.file},
                 {"bytes", store.sum.bytes},
                 {"blake2b", sync::to_hex(store.sum.hash)}};
  bj::object rows;
  for (const auto& [table, count] : store.facts.rows) rows[table] = count;
  out["rows"] = std::move(rows);
  if (store.facts.head) out["log"] = log_shown(store);
  out["followers"] = each(store.facts.followers, [](const sql::StoreFacts::Follower& one) {
    return bj::object{{"follower", one.name},
                      {"epoch", one.epoch},
                      {"offset", one.offset},
                      {"chain", sync::to_hex(one.chain)}};
  });
  out["migrations"] = each(store.facts.migrations, [](const sql::StoreFacts::Migration& one) {
    return bj::object{{"module", one.module}, {"version", one.version}, {"name", one.name}};
  });
  return out;
}

std::string seal_of(const bj::object& all) {
  return sync::to_hex(os::SodiumDigest{}.hash256(bj::serialize(all)));
}

[[noreturn]] void damaged(const std::string& how) {
  throw BackupRefused("backup.manifest_damaged",
                      std::string{manifest_file} + " " + how + ": take another backup");
}

std::string text_in(const bj::object& from, const char* name) {
  return std::string{from.at(name).as_string()};
}
template <class Number>
Number number_in(const bj::object& from, const char* name) {
  return from.at(name).to_number<Number>();
}
sync::Hash256 hash_in(const bj::object& from, const char* name) {
  const auto hash = sync::parse_hash256(text_in(from, name));
  if (!hash) damaged(std::string{"has no hash under "} + name);
  return *hash;
}

void read_log(const bj::object& log, sql::StoreFacts& facts) {
  sync::Head head{number_in<sync::Epoch>(log, "epoch"), number_in<sync::Offset>(log, "offset"),
                  hash_in(log, "chain"), {}};
  for (const auto& [type, root] : log.at("roots").as_object()) {
    const auto hash = sync::parse_hash128(std::string_view{root.as_string()});
    if (!hash) damaged("has a root that is none");
    head.roots.emplace(type, *hash);
  }
  facts.head = std::move(head);
  for (const auto& one : log.at("epochs").as_array()) {
    const auto& start = one.as_object();
    facts.epochs.push_back({number_in<sync::Epoch>(start, "epoch"),
                            number_in<sync::Offset>(start, "first_offset"),
                            hash_in(start, "chain_before")});
  }
}

BackedUp store_in(const bj::object& from) {
  BackedUp store;
  store.store = text_in(from, "store");
  store.file = text_in(from, "file");
  if (store.file != store.store + ".db") damaged("names a file outside of it");
  store.sum = {number_in<std::uint64_t>(from, "bytes"), hash_in(from, "blake2b")};
  for (const auto& [table, count] : from.at("rows").as_object()) {
    store.facts.rows.emplace(table, count.to_number<std::uint64_t>());
  }
  if (const auto* log = from.if_contains("log")) read_log(log->as_object(), store.facts);
  for (const auto& one : from.at("followers").as_array()) {
    const auto& row = one.as_object();
    store.facts.followers.push_back({text_in(row, "follower"),
                                     number_in<sync::Epoch>(row, "epoch"),
                                     number_in<sync::Offset>(row, "offset"),
                                     hash_in(row, "chain")});
  }
  for (const auto& one : from.at("migrations").as_array()) {
    const auto& row = one.as_object();
    store.facts.migrations.push_back({text_in(row, "module"),
                                      number_in<std::int64_t>(row, "version"),
                                      text_in(row, "name")});
  }
  return store;
}

}  // namespace

const BackedUp* Manifest::find(std::string_view store) const {
  const auto found = std::ranges::find(stores, store, &BackedUp::store);
  return found == stores.end() ? nullptr : &*found;
}

std::string to_text(const Manifest& manifest) {
  bj::object all{{"format", backup_format},
                 {"made_at", manifest.made_at},
                 {"cleave", manifest.cleave},
                 {"stores", each(manifest.stores, [](const auto& one) { return shown(one); })},
                 {"not_in_it", each(not_in_it, [](auto text) { return bj::value(text); })}};
  all["seal"] = seal_of(all);
  return bj::serialize(all) + '\n';
}

Manifest parse_manifest(std::string_view text) {
  try {
    auto all = bj::parse(text).as_object();
    if (number_in<std::int64_t>(all, "format") != backup_format) {
      throw BackupRefused("backup.format_unknown",
                          "this cleave knows backups of format 1 alone: use the one that wrote it, "
                          "or a newer one");
    }
    const auto seal = text_in(all, "seal");
    all.erase("seal");
    if (seal_of(all) != seal) damaged("was changed after it was written");
    Manifest manifest{text_in(all, "made_at"), text_in(all, "cleave"), {}};
    for (const auto& store : all.at("stores").as_array()) {
      manifest.stores.push_back(store_in(store.as_object()));
    }
    return manifest;
  } catch (const boost::system::system_error&) {
    damaged("is no manifest");
  } catch (const std::out_of_range&) {
    damaged("is no manifest");
  }
}

}  // namespace app
