#include <gtest/gtest.h>

#include <tests/user/use_cases.hpp>

namespace {

namespace events = user::events;
using user::ImportResult;
using user_test::Module;

user::ImportUser::Command row(std::uint8_t number, std::string email, std::string name) {
  return {.id = Module::id_of(number),
          .at = Module::at(number),
          .email = std::move(email),
          .profile = {.display_name = std::move(name), .locale = {}, .time_zone = {},
                      .metadata = {}}};
}

TEST(ImportUser, RegistersWhoIsNew) {
  Module m;
  const auto done = m.run(m.module.import_user, row(1, "ada@example.com", "Ada"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->result, ImportResult::created);
  EXPECT_EQ(m.last<events::UserRegistered>().after, done->user);
}

TEST(ImportUser, ChangesNothingTheSecondTime) {
  Module m;
  ASSERT_TRUE(m.run(m.module.import_user, row(1, "ada@example.com", "Ada")));
  const auto again = m.run(m.module.import_user, row(2, "Ada@example.com", "Ada"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->result, ImportResult::unchanged);
  EXPECT_EQ(again->user.id, Module::id_of(1).text());
  EXPECT_EQ(m.outbox.users().size(), 1U);
}

TEST(ImportUser, OverwritesAnotherProfileOnlyWhenToldTo) {
  Module m;
  ASSERT_TRUE(m.run(m.module.import_user, row(1, "ada@example.com", "Ada")));
  auto other = row(2, "ada@example.com", "Ada King");
  const auto refused = m.run(m.module.import_user, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "user.import_conflict");

  other.update = true;
  const auto done = m.run(m.module.import_user, other);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->result, ImportResult::updated);
  EXPECT_EQ(m.last<events::UserProfileUpdated>().after.display_name, "Ada King");
  EXPECT_EQ(m.last<events::UserProfileUpdated>().after.id, Module::id_of(1).text());
}

TEST(ImportUser, AnswersADryRunTheSameAndStoresNothing) {
  Module m;
  ASSERT_TRUE(m.run(m.module.import_user, row(1, "ada@example.com", "Ada")));
  for (const bool update : {false, true}) {
    for (const auto* name : {"Ada", "Ada King"}) {
      for (const auto* email : {"ada@example.com", "new@example.com", "nobody"}) {
        auto command = row(2, email, name);
        command.update = update;
        command.dry_run = true;
        const auto dry = m.run(m.module.import_user, command);
        EXPECT_EQ(m.outbox.users().size(), 1U);
        EXPECT_EQ(m.users.rows().size(), 1U);
        EXPECT_EQ(m.users.rows().begin()->second.fields().version, 1);

        Module real;
        ASSERT_TRUE(real.run(real.module.import_user, row(1, "ada@example.com", "Ada")));
        command.dry_run = false;
        const auto done = real.run(real.module.import_user, command);
        ASSERT_EQ(dry.has_value(), done.has_value());
        if (!dry) {
          EXPECT_EQ(dry.error().code, done.error().code);
          continue;
        }
        EXPECT_EQ(dry->result, done->result);
        EXPECT_EQ(dry->user, done->user);
      }
    }
  }
}

}  // namespace
