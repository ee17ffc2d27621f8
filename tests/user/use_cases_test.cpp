#include <gtest/gtest.h>

#include <tests/user/use_cases.hpp>

namespace {

namespace events = user::events;
using user_test::Module;

TEST(RegisterUser, StoresTheUserAndSaysSo) {
  Module m;
  const auto done = m.run(m.module.register_user,
                          {.id = Module::id_of(1),
                           .at = Module::at(1),
                           .email = "Ada@Example.com",
                           .profile = {.display_name = "Ada",
                                       .locale = "en-GB",
                                       .time_zone = "Europe/London",
                                       .metadata = {{{"plan", "gold"}}}}});
  ASSERT_TRUE(done);
  EXPECT_FALSE(*done);  // an event says the state
  const auto& said = m.last<events::UserRegistered>().after;
  EXPECT_EQ(said.id, "usr_00000000000000000000000004");
  EXPECT_EQ(said.email, "Ada@Example.com");
  EXPECT_EQ(said.metadata.at("plan"), "gold");
  EXPECT_EQ(said.version, 1);
  EXPECT_EQ(m.users.rows().at(Module::id_of(1)).fields().email.normal(), "ada@example.com");
}

TEST(RegisterUser, RefusesAnEmailThatSomebodyHasWhateverItsLetterCase) {
  Module m;
  m.registered(1, "ada@example.com");
  const auto done = m.run(m.module.register_user, {.id = Module::id_of(2),
                                                   .at = Module::at(2),
                                                   .email = "ADA@example.COM",
                                                   .profile = {}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "user.email_taken");
  EXPECT_EQ(done.error().kind, shared::ErrorKind::conflict);
  EXPECT_EQ(m.users.rows().size(), 1U);
  EXPECT_EQ(m.outbox.users().size(), 1U);
}

TEST(RegisterUser, RefusesWhatItCannotKeepAndNamesTheField) {
  struct Case {
    std::string email;
    user::ProfileInput profile;
    std::string field;
  };
  const Case cases[] = {
      {"nobody", {}, "/email"},
      {"a@b.org", {.display_name = "\n", .locale = {}, .time_zone = {}, .metadata = {}},
       "/display_name"},
      {"a@b.org", {.display_name = {}, .locale = "?", .time_zone = {}, .metadata = {}}, "/locale"},
      {"a@b.org", {.display_name = {}, .locale = {}, .time_zone = "?", .metadata = {}},
       "/time_zone"},
      {"a@b.org", {.display_name = {}, .locale = {}, .time_zone = {}, .metadata = {{{"", ""}}}},
       "/metadata"},
  };
  Module m;
  for (const auto& wrong : cases) {
    const auto done = m.run(m.module.register_user, {.id = Module::id_of(1),
                                                     .at = Module::at(1),
                                                     .email = wrong.email,
                                                     .profile = wrong.profile});
    ASSERT_FALSE(done) << wrong.field;
    EXPECT_EQ(done.error().field, wrong.field);
  }
  EXPECT_TRUE(m.users.rows().empty());
  EXPECT_TRUE(m.outbox.users().empty());
}

TEST(ChangeEmail, FreesTheOldAddressForTheNextUser) {
  Module m;
  const auto ada = m.registered(1, "ada@example.com");
  ASSERT_TRUE(m.run(m.module.change_email,
                    {.id = ada, .at = Module::at(2), .expected_version = 1, .email = "k@b.org"}));
  EXPECT_EQ(m.last<events::UserEmailChanged>().before.email, "ada@example.com");
  EXPECT_EQ(m.last<events::UserEmailChanged>().after.version, 2);
  EXPECT_EQ(m.registered(2, "Ada@example.com"), Module::id_of(2));
}

TEST(ChangeEmail, RefusesAnotherUsersAddressButNotOnesOwn) {
  Module m;
  const auto ada = m.registered(1, "ada@example.com");
  m.registered(2, "bob@example.com");
  const auto taken = m.run(
      m.module.change_email,
      {.id = ada, .at = {}, .expected_version = {}, .email = "BOB@example.com"});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, "user.email_taken");

  const auto own = m.run(
      m.module.change_email,
      {.id = ada, .at = {}, .expected_version = {}, .email = "ADA@example.com"});
  ASSERT_TRUE(own);
  EXPECT_EQ(m.last<events::UserEmailChanged>().after.email, "ADA@example.com");
}

TEST(ChangeEmail, ToTheSameAddressChangesNothing) {
  Module m;
  const auto ada = m.registered(1, "ada@example.com");
  const auto same = m.run(
      m.module.change_email,
      {.id = ada, .at = {}, .expected_version = {}, .email = "ada@example.com"});
  ASSERT_TRUE(same);
  ASSERT_TRUE(*same);
  EXPECT_EQ((*same)->version, 1);
  EXPECT_EQ(m.outbox.users().size(), 1U);
}

TEST(UpdateProfile, OverwritesWhatIsGivenAndLeavesTheRest) {
  Module m;
  const auto ada = m.registered(1, "ada@example.com");
  ASSERT_TRUE(m.run(m.module.update_profile,
                    {.id = ada,
                     .at = Module::at(2),
                     .expected_version = {},
                     .profile = {.display_name = "Ada", .locale = {}, .time_zone = {},
                                 .metadata = {{{"a", "1"}, {"b", "2"}}}}}));
  ASSERT_TRUE(m.run(m.module.update_profile,
                    {.id = ada,
                     .at = Module::at(3),
                     .expected_version = {},
                     .profile = {.display_name = {}, .locale = "fr", .time_zone = {},
                                 .metadata = {{{"a", "1"}}}}}));
  const auto& after = m.last<events::UserProfileUpdated>().after;
  EXPECT_EQ(after.display_name, "Ada");
  EXPECT_EQ(after.locale, "fr");
  EXPECT_EQ(after.metadata.size(), 1U);
  EXPECT_EQ(after.version, 3);
}

TEST(UpdateProfile, WithNothingNewAnswersTheStateAndSaysNothing) {
  Module m;
  const auto ada = m.registered(1, "ada@example.com");
  const auto same = m.run(m.module.update_profile,
                          {.id = ada, .at = {}, .expected_version = {}, .profile = {}});
  ASSERT_TRUE(same && *same);
  EXPECT_EQ(m.outbox.users().size(), 1U);
}

TEST(DeactivateUser, KeepsTheReasonInItsEventAndIsUndoneByReactivate) {
  Module m;
  const auto ada = m.registered(1, "ada@example.com");
  ASSERT_TRUE(m.run(m.module.deactivate_user,
                    {.id = ada, .at = {}, .expected_version = {}, .reason = "left"}));
  EXPECT_EQ(m.last<events::UserDeactivated>().reason, "left");
  EXPECT_EQ(m.last<events::UserDeactivated>().after.status, "inactive");
  const auto again = m.run(m.module.deactivate_user,
                           {.id = ada, .at = {}, .expected_version = {}, .reason = "twice"});
  ASSERT_TRUE(again && *again);

  ASSERT_TRUE(m.run(m.module.reactivate_user, {.id = ada, .at = {}, .expected_version = {}}));
  EXPECT_EQ(m.last<events::UserReactivated>().after.status, "active");
  EXPECT_EQ(m.last<events::UserReactivated>().after.version, 3);
  EXPECT_FALSE(m.run(m.module.deactivate_user,
                     {.id = ada, .at = {}, .expected_version = {}, .reason = "a\nb"}));
}

TEST(DeleteUser, EndsTheUserOnceAndFreesTheEmail) {
  Module m;
  const auto ada = m.registered(1, "ada@example.com");
  ASSERT_TRUE(m.run(m.module.delete_user, {.id = ada, .expected_version = {}}));
  EXPECT_EQ(m.last<events::UserDeleted>().before.email, "ada@example.com");
  EXPECT_TRUE(m.users.rows().empty());
  const auto again = m.run(m.module.delete_user, {.id = ada, .expected_version = {}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "user.not_found");
  EXPECT_EQ(m.registered(2, "ada@example.com"), Module::id_of(2));
}

TEST(EveryChange, IsRefusedAtAnotherVersionThanTheCallerSaw) {
  Module m;
  const auto ada = m.registered(1, "ada@example.com");
  const auto& u = m.module;
  const auto code = [](const auto& done) {
    return done ? std::string_view{"done"} : done.error().code;
  };
  const auto stale = std::optional<std::int64_t>{7};
  EXPECT_EQ(code(m.run(u.change_email, {ada, {}, stale, "b@b.org"})), "user.version_mismatch");
  EXPECT_EQ(code(m.run(u.update_profile, {ada, {}, stale, {}})), "user.version_mismatch");
  EXPECT_EQ(code(m.run(u.deactivate_user, {ada, {}, stale, ""})), "user.version_mismatch");
  EXPECT_EQ(code(m.run(u.reactivate_user, {ada, {}, stale})), "user.version_mismatch");
  EXPECT_EQ(code(m.run(u.delete_user, {ada, stale})), "user.version_mismatch");
  EXPECT_EQ(m.outbox.users().size(), 1U);
}

TEST(EveryChange, OfAUserWhoIsNotThereIsRefused) {
  Module m;
  const auto nobody = Module::id_of(9);
  const auto& u = m.module;
  EXPECT_EQ(m.run(u.change_email, {nobody, {}, {}, "b@b.org"}).error().code, "user.not_found");
  EXPECT_EQ(m.run(u.update_profile, {nobody, {}, {}, {}}).error().code, "user.not_found");
  EXPECT_EQ(m.run(u.deactivate_user, {nobody, {}, {}, ""}).error().code, "user.not_found");
  EXPECT_EQ(m.run(u.reactivate_user, {nobody, {}, {}}).error().code, "user.not_found");
  EXPECT_EQ(m.run(u.delete_user, {nobody, {}}).error().code, "user.not_found");
}

}  // namespace
