#include <app/config.hpp>
#include <app/database_url.hpp>
#include <app/options.hpp>
#include <gtest/gtest.h>

// `database.url`: what it may say, and where it leads.
namespace {

std::string refusal(const std::string& url, bool insecure = false) {
  return app::wrong_database_url(url, insecure).value_or("");
}

TEST(DatabaseUrl, MayBeAUrlOrWordsAndStandForEachModuleByItsName) {
  for (const auto* url :
       {"host=/run/postgresql dbname=cleave_{module} user=cleave_{module}",
        "postgresql://cleave_{module}@127.0.0.1:5433/cleave_{module}"}) {
    EXPECT_EQ(refusal(url), "") << url;
    const auto info = app::conninfo_for("billing", url);
    EXPECT_EQ(info.value("dbname"), "cleave_billing") << url;
    EXPECT_EQ(info.value("user"), "cleave_billing") << url;
  }
}

TEST(DatabaseUrl, IsHandedOnWithoutLossWhateverItsValuesHold) {
  const auto info = app::conninfo_for("user", R"(host=/tmp dbname='a \'b\\ c' user=x)");
  EXPECT_EQ(info.value("dbname"), R"(a 'b\ c)");
  EXPECT_EQ(sql::Conninfo::parse(info.text()).value().value("dbname"), R"(a 'b\ c)");
}

TEST(DatabaseUrl, SaysWhatIsWrongAndNeverWhatItHeld) {
  struct Wrong {
    const char* url;
    const char* said;
  };
  for (const auto& [url, said] : {
           Wrong{"host=/tmp password=secret", "passfile=FILE"},
           Wrong{"postgresql://cleave:secret@localhost/x", "passfile=FILE"},
           Wrong{"host=/tmp password=secret nonsense", "as libpq takes them"},
           Wrong{"host=/tmp sslpassword=secret", "passfile=FILE"},
           Wrong{"dbname=cleave", "host is missing"},
           Wrong{"host=/tmp user=cleave_{modul}", "braces that are not {module}"},
           Wrong{"host=/tmp service=secret", "service may not be said"},
           Wrong{"host=/tmp connect_timeout=3", "database.timeout_ms"},
           Wrong{"host=db.example.com", "sslmode=verify-full"},
           Wrong{"host=/tmp,db.example.com", "sslmode=verify-full"},
           Wrong{"host=localhost hostaddr=192.0.2.1", "sslmode=verify-full"},
           Wrong{"host=db.example.com sslmode=require", "sslmode=verify-full"},
       }) {
    const auto text = refusal(url);
    EXPECT_NE(text.find(said), std::string::npos) << url << ": " << text;
    EXPECT_EQ(text.find("secret"), std::string::npos) << text;
  }
}

TEST(DatabaseUrl, ReachesAnotherMachineByTlsThatProvesItOrByAWordForIt) {
  EXPECT_EQ(refusal("host=db.example.com sslmode=verify-full sslrootcert=ca.pem"), "");
  EXPECT_EQ(refusal("host=db.example.com", true), "");
}

TEST(DatabaseUrl, IsTheOnlyPlaceThatSaysWhereTheDatabasesAre) {
  app::ConfigSources sources;
  sources.environment = {{"CLEAVE_DATABASE_URL", "host=/tmp dbname=x"}};
  EXPECT_NO_THROW(app::Config{sources});
  for (const auto* variable : {"PGPASSWORD", "PGHOSTADDR", "PGSERVICE"}) {
    auto more = sources;
    more.environment.emplace_back(variable, "secret");
    try {
      const app::Config config{more};
      ADD_FAILURE() << variable << " passed";
    } catch (const app::ConfigError& error) {
      EXPECT_NE(std::string{error.what()}.find(variable), std::string::npos) << error.what();
      EXPECT_EQ(std::string{error.what()}.find("secret"), std::string::npos) << error.what();
    }
  }
}

TEST(DatabaseUrl, LeavesTheGatewaysBookInTheDataFolder) {
  app::Settings settings;
  settings.database_url = "host=/tmp dbname=x user=cleave_{module}";
  const auto databases = app::databases_of(settings);
  for (const auto& [module, at] : databases.modules) {
    ASSERT_TRUE(std::holds_alternative<sql::Postgresql>(at)) << module;
    EXPECT_EQ(std::get<sql::Postgresql>(at).schema, module);
  }
  EXPECT_TRUE(std::holds_alternative<sql::Sqlite>(databases.gateway));
}

}  // namespace
