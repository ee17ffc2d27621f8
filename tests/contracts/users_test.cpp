#include <limits>

#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/sql/user/sql_api_key_views.hpp>
#include <adapters/sql/user/sql_api_keys.hpp>
#include <adapters/sql/user/sql_billing_replica.hpp>
#include <adapters/sql/user/sql_user_views.hpp>
#include <adapters/sql/user/sql_users.hpp>
#include <ports/user/user_state.hpp>
#include <user/domain/user_errors.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

user::UserId user_id(std::uint64_t seed) { return {some_uuid(seed)}; }
user::Email email(const std::string& written) { return user::Email::stored(written); }

user::User some_user(std::uint64_t seed, const std::string& written) {
  return user::User{user_id(seed), email(written), {}, shared::from_unix_ms(1'700'000'000'000)};
}

class UserLaws : public OnEachStore {
 protected:
  void want(const std::vector<user::UserId>& ids, const std::vector<std::string>& emails) {
    for (const auto& id : ids) users.want(id);
    for (const auto& one : emails) users.want(email(one));
    users.load();
    store.fetch();
  }
  // What has been kept becomes durable, and the batch ends.
  void end_batch() {
    users.keep();
    users.flush();
    store.commit();
    users.clear();
  }
  void add(const std::vector<user::User>& all) {
    store.begin();
    for (const auto& one : all) users.put(one);
    end_batch();
  }

  Database database{GetParam(), "user"};
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlUsers users{database.writer()};
  sql::SqlUserViews views{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, UserLaws, each_store(), store_name);

TEST_P(UserLaws, AUserIsReadBackAsItWasPut) {
  auto fields = some_user(1, "O'Brien+\u00e4\\{\"x\"}@Example.org").fields();
  fields.profile.display_name = user::DisplayName::stored(awkward_text());
  fields.profile.locale = user::Locale::stored("pt-BR");
  fields.profile.time_zone = user::TimeZone::stored("America/Sao_Paulo");
  fields.profile.metadata =
      user::Metadata::stored({{"", "empty name"}, {awkward_text(), awkward_text()}, {"n", ""}});
  fields.status = user::Status::inactive;
  fields.version = std::numeric_limits<std::int64_t>::max();
  fields.created_at = shared::from_unix_ms(9'007'199'254'740);
  const user::User said{fields};
  add({said, some_user(2, "b@example.org")});

  store.begin();
  want({user_id(1), user_id(3)}, {"o'BRIEN+\u00e4\\{\"X\"}@example.ORG", "nobody@example.org"});
  EXPECT_EQ(users.find(user_id(1)), said);
  EXPECT_EQ(users.find(said.fields().email), said);
  EXPECT_FALSE(users.find(user_id(3)).has_value());
  EXPECT_FALSE(users.find(email("nobody@example.org")).has_value());
  store.rollback();
  users.clear();
  EXPECT_EQ(views.find(user_id(1)), user::state_of(said));
}

TEST_P(UserLaws, AnEmailHasTheOwnerThatTheBatchGaveIt) {
  add({some_user(1, "a@example.org"), some_user(2, "b@example.org")});
  store.begin();
  want({user_id(1), user_id(2)}, {"a@example.org", "b@example.org", "new@example.org"});
  auto first = *users.find(user_id(1));
  first.change_email(email("NEW@example.org"), shared::from_unix_ms(2));
  users.put(first);
  users.keep();
  EXPECT_FALSE(users.find(email("a@example.org")).has_value());
  EXPECT_EQ(users.find(email("new@example.org")), first);

  auto second = *users.find(user_id(2));
  second.change_email(email("a@example.org"), shared::from_unix_ms(3));
  users.put(second);
  users.keep();
  EXPECT_EQ(users.find(email("a@example.org")), second);

  users.remove(user_id(1));
  users.put(some_user(3, "new@example.org"));
  EXPECT_EQ(users.find(email("new@example.org")), some_user(3, "new@example.org"));
  end_batch();

  EXPECT_FALSE(views.find(user_id(1)).has_value());
  EXPECT_EQ(views.find(user_id(2)), user::state_of(second));
  EXPECT_EQ(views.find(user_id(3))->email, "new@example.org");
}

TEST_P(UserLaws, AnEmailGivenUpIsFreeForANewUserOfTheSameBatch) {
  add({some_user(1, "a@example.org")});
  store.begin();
  want({user_id(1)}, {});
  auto moved = *users.find(user_id(1));
  users.put(some_user(2, "a@example.org"));  // said first, written last
  moved.change_email(email("b@example.org"), shared::from_unix_ms(2));
  users.put(moved);
  end_batch();
  EXPECT_EQ(views.find(user_id(1))->email, "b@example.org");
  EXPECT_EQ(views.find(user_id(2))->email, "a@example.org");
}

TEST_P(UserLaws, WhatIsDroppedLeavesNothing) {
  add({some_user(1, "a@example.org")});
  store.begin();
  want({user_id(1)}, {"a@example.org", "b@example.org", "c@example.org"});
  users.put(some_user(2, "b@example.org"));
  users.keep();

  auto changed = *users.find(user_id(1));
  changed.change_email(email("c@example.org"), shared::from_unix_ms(2));
  users.put(changed);
  users.remove(user_id(2));
  users.put(some_user(3, "b@example.org"));
  users.drop();

  EXPECT_EQ(users.find(email("a@example.org")), some_user(1, "a@example.org"));
  EXPECT_EQ(users.find(email("b@example.org")), some_user(2, "b@example.org"));
  EXPECT_FALSE(users.find(email("c@example.org")).has_value());
  end_batch();
  EXPECT_EQ(views.find(user_id(1))->email, "a@example.org");
  EXPECT_TRUE(views.find(user_id(2)).has_value());
  EXPECT_FALSE(views.find(user_id(3)).has_value());
}

TEST_P(UserLaws, TheIndexIsTheBackstopOfUniqueness) {
  add({some_user(1, "a@example.org")});
  store.begin();
  users.put(some_user(2, "A@Example.ORG"));
  users.keep();
  try {
    users.flush();
    store.commit();
    FAIL() << "two users with one e-mail";
  } catch (const sync::StoreRejected& refused) {
    EXPECT_EQ(std::string(refused.what()).find("xample"), std::string::npos) << refused.what();
  }
  store.rollback();
  users.clear();

  add({some_user(2, "b@example.org")});  // the next batch is not harmed
  EXPECT_TRUE(views.find(user_id(2)).has_value());
}

TEST_P(UserLaws, WhatCameAndWentWithinABatchIsNotWritten) {
  store.begin();
  users.put(some_user(1, "a@example.org"));
  users.keep();
  users.remove(user_id(1));
  end_batch();
  EXPECT_FALSE(views.find(user_id(1)).has_value());
}

TEST_P(UserLaws, RefusesTextThatAStoreWouldCut) {
  store.begin();
  auto fields = some_user(1, "a@example.org").fields();
  fields.profile.display_name = user::DisplayName::stored(std::string("cut\0here", 8));
  users.put(user::User{fields});
  users.keep();
  EXPECT_THROW(users.flush(), sync::StoreRejected);
  store.rollback();
  users.clear();
}

std::vector<std::string> emails_of(const shared::Result<user::UserPage>& page) {
  std::vector<std::string> emails;
  for (const auto& one : page->users) emails.push_back(one.email);
  return emails;
}
using Emails = std::vector<std::string>;

TEST_P(UserLaws, ListsPageByIdWithoutGapOrRepeat) {
  add({some_user(3, "c@x.org"), some_user(1, "d@x.org"), some_user(2, "a@x.org")});
  const auto first = views.page({}, std::nullopt, 2);
  EXPECT_EQ(emails_of(first), (Emails{"d@x.org", "a@x.org"}));
  EXPECT_TRUE(first->has_more);
  const auto second = views.page({}, user_id(2), 2);
  EXPECT_EQ(emails_of(second), Emails{"c@x.org"});
  EXPECT_FALSE(second->has_more);
  EXPECT_TRUE(views.page({}, user_id(3), 2)->users.empty());
  EXPECT_FALSE(views.page({}, user_id(1), 2)->has_more);
}

TEST_P(UserLaws, APrefixFindsEmailsInByteOrder) {
  add({some_user(1, "ann.b@x.org"), some_user(2, "Ann@x.org"), some_user(3, "ann\u00e9@x.org"),
       some_user(4, "ann_c@x.org"), some_user(5, "anm@x.org"), some_user(6, "ano@x.org"),
       some_user(7, "ann\U0001F600@x.org")});
  const user::UserFilter filter{.email = {}, .email_prefix = "ann", .status = {}};
  EXPECT_EQ(emails_of(views.page(filter, std::nullopt, 10)),
            (Emails{"ann.b@x.org", "Ann@x.org", "ann_c@x.org", "ann\u00e9@x.org",
                    "ann\U0001F600@x.org"}));
  const auto second = views.page(filter, user_id(2), 1);
  EXPECT_EQ(emails_of(second), Emails{"ann_c@x.org"});
  EXPECT_TRUE(second->has_more);
  EXPECT_EQ(views.page(filter, user_id(99), 1).error(), user::errors::cursor_unknown());
  EXPECT_TRUE(views.page(filter, user_id(7), 1)->users.empty());
}

TEST_P(UserLaws, FiltersNarrowAList) {
  auto inactive = some_user(2, "b@x.org");
  inactive.deactivate(shared::from_unix_ms(5));
  add({some_user(1, "a@x.org"), inactive});
  const auto page = [&](user::UserFilter filter) {
    return emails_of(views.page(filter, std::nullopt, 10));
  };
  EXPECT_EQ(page({.email = {}, .email_prefix = {}, .status = user::Status::inactive}),
            Emails{"b@x.org"});
  EXPECT_EQ(page({.email = {}, .email_prefix = {}, .status = user::Status::active}),
            Emails{"a@x.org"});
  EXPECT_EQ(page({.email = "b@x.org", .email_prefix = {}, .status = {}}), Emails{"b@x.org"});
  EXPECT_EQ(page({.email = "b@x.org", .email_prefix = {}, .status = user::Status::active}),
            Emails{});
  EXPECT_EQ(page({.email = {}, .email_prefix = "", .status = {}}), (Emails{"a@x.org", "b@x.org"}));
}

TEST_P(UserLaws, KeysAreReadBackAsTheyWerePut) {
  sql::SqlApiKeys keys{database.writer()};
  sql::SqlApiKeyViews key_views{database.reader()};
  const auto put = [&](const user::ApiKey& key) {
    store.begin();
    keys.want(key.fields().id);
    keys.load();
    store.fetch();
    keys.put(key);
    keys.keep();
    keys.flush();
    store.commit();
    keys.clear();
  };
  user::ApiKey key{{.id = {some_uuid(2)},
                    .name = awkward_text(),
                    .secret_hash = "00ff",
                    .scopes = {"users:read", "users:write"},
                    .version = 1,
                    .created_at = shared::from_unix_ms(1),
                    .expires_at = shared::from_unix_ms(9'007'199'254'740),
                    .revoked_at = {}}};
  auto fields = key.fields();
  fields.id = {some_uuid(1)};
  fields.expires_at = {};
  fields.scopes = {"admin"};
  const user::ApiKey first{fields};
  put(key);
  put(first);
  EXPECT_EQ(key_views.all(), (std::vector{first, key}));
  key.revoke(shared::from_unix_ms(7));
  put(key);
  EXPECT_EQ(key_views.all(), (std::vector{first, key}));
}

TEST_P(UserLaws, BillingsFactsAreReadBackAsTheyWerePut) {
  sql::SqlBillingReplica replica{database.writer()};
  sql::SqlBillingReplicaViews replica_views{database.reader()};
  const user::BillingFacts facts{user_id(1), std::numeric_limits<std::int64_t>::max(), "eur"};
  store.begin();
  replica.want(user_id(1));
  replica.load();
  store.fetch();
  EXPECT_FALSE(replica.find(user_id(1)).has_value());
  replica.put(facts);
  replica.keep();
  replica.flush();
  store.commit();
  replica.clear();
  EXPECT_EQ(replica_views.find(user_id(1)), facts);

  store.begin();
  replica.want(user_id(1));
  replica.load();
  store.fetch();
  EXPECT_EQ(replica.find(user_id(1)), facts);
  replica.remove(user_id(1));
  replica.remove(user_id(2));  // harmless
  replica.keep();
  replica.flush();
  store.commit();
  replica.clear();
  EXPECT_FALSE(replica_views.find(user_id(1)).has_value());
}

}  // namespace
}  // namespace contracts
