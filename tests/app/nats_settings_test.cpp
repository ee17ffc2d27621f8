#include <app/nats_settings.hpp>

#include <sys/stat.h>

#include <fstream>

#include <gtest/gtest.h>

#include <tests/support/temp_folder.hpp>

namespace {

using app::Settings;

class NatsSettings : public testing::Test {
 protected:
  NatsSettings() {
    for (const auto* name : {"password", "cert", "key", "open"}) {
      std::ofstream(path(name)) << "x\n";
      ::chmod(path(name).c_str(), std::string_view{name} == "open" ? 0644 : 0600);
    }
    right_.nats_url = "tls://broker.example:4222";
    right_.nats_user = "billing";
    right_.nats_password_file = path("password");
    right_.nats_certificate_file = path("cert");
    right_.nats_key_file = path("key");
  }
  std::string path(const std::string& name) const { return folder_.path() / name; }

  test::TempFolder folder_;
  Settings right_;
};

TEST_F(NatsSettings, NoBrokerIsRightAndSoIsOneThatIsToldWhole) {
  EXPECT_FALSE(app::wrong_nats(Settings{}));
  EXPECT_FALSE(app::wrong_nats(right_));
  const auto nats = app::nats_settings(right_);
  EXPECT_EQ(nats.name, "billing");
  EXPECT_EQ(nats.user, "billing");
  EXPECT_EQ(nats.password_file, path("password"));
  Settings bare;
  bare.nats_url = "nats://127.0.0.1:4222";
  EXPECT_EQ(app::nats_settings(bare).name, "cleave");
}

TEST_F(NatsSettings, WhatCannotBeUsedIsRefusedByItsKey) {
  struct Wrong {
    std::string_view key;
    std::string Settings::*member;
    std::string value;
  };
  const Wrong wrongs[] = {
      {"nats.url", &Settings::nats_url, "nats://broker.example:4222"},
      {"nats.url", &Settings::nats_url, "tls://broker.example"},
      {"nats.url", &Settings::nats_url, "tls://me:secret@broker.example:4222"},
      {"nats.password_file", &Settings::nats_url, ""},
      {"nats.user", &Settings::nats_user, "billing.>"},
      {"nats.password_file", &Settings::nats_user, ""},
      {"nats.user", &Settings::nats_password_file, ""},
      {"nats.password_file", &Settings::nats_password_file, path("absent")},
      {"nats.password_file", &Settings::nats_password_file, path("open")},
      {"nats.ca_file", &Settings::nats_ca_file, path("absent")},
      {"nats.certificate_file", &Settings::nats_key_file, ""},
      {"nats.key_file", &Settings::nats_key_file, path("open")},
  };
  for (const auto& [key, member, value] : wrongs) {
    auto settings = right_;
    settings.*member = value;
    const auto wrong = app::wrong_nats(settings);
    ASSERT_TRUE(wrong) << key << " = " << value;
    EXPECT_EQ(wrong->key, key) << value << ": " << wrong->why;
    EXPECT_EQ(wrong->why.find("secret"), std::string::npos);
  }
  right_.nats_url = "nats://broker.example:4222";
  right_.nats_insecure = true;
  EXPECT_FALSE(app::wrong_nats(right_));
}

}  // namespace
