#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <app/config.hpp>
#include <app/config_keys.hpp>
#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;
using app::Config;
using app::ConfigSources;

// ConfigTest: a folder of its own that is also the working one, so that messages show bare names.
class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string name = (fs::temp_directory_path() / "cleave-config-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    before_ = fs::current_path();
    fs::current_path(folder_);
  }
  ~ConfigTest() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  static void write(const std::string& name, const std::string& text) {
    std::ofstream(name) << text;
  }

  // The line on stderr; empty where the sources are right.
  static std::string refusal(const ConfigSources& sources) {
    try {
      (void)Config(sources);
      return {};
    } catch (const app::ConfigError& error) {
      return error.what();
    }
  }
  static std::string refusal_of_file(const std::string& text) {
    write("cleave.toml", text);
    return refusal({.file = "cleave.toml", .environment = {}, .flags = {}});
  }

 private:
  fs::path folder_;
  fs::path before_;
};

TEST_F(ConfigTest, TheDefaultsAreRight) {
  const Config config(ConfigSources{});
  EXPECT_EQ(config.settings(), app::Settings{});
  EXPECT_TRUE(config.listen().loopback);
  for (const auto& value : config.effective()) {
    EXPECT_EQ(value.origin, "default") << value.key;
    EXPECT_FALSE(value.help.empty()) << value.key;
  }
}

TEST_F(ConfigTest, EveryDefaultLiesInItsOwnRange) {
  std::set<std::string> variables;
  for (const auto& key : app::config_keys()) {
    app::Settings settings;
    const app::FoundText said{app::value_text(settings, key)};
    EXPECT_FALSE(assign(settings, key, said)) << key.name;
    EXPECT_EQ(settings, app::Settings{}) << key.name;
    EXPECT_TRUE(variables.insert(key.environment_name()).second) << key.name;
  }
}

TEST_F(ConfigTest, AFlagGoesBeforeTheEnvironmentBeforeTheFileBeforeTheDefault) {
  write("cleave.toml",
        "[http]\nlisten = \"127.0.0.1:1\"\nthreads = 3\nconnections_max = 10\n[log]\n");
  const Config config({.file = "cleave.toml",
                       .environment = {{"CLEAVE_HTTP_LISTEN", "127.0.0.1:2"},
                                       {"CLEAVE_HTTP_THREADS", "4"},
                                       {"CLEAVE_SERVER", "not ours"},
                                       {"HOME", "/root"}},
                       .flags = {{"--listen", "http.listen", "[::1]:3"}}});
  EXPECT_EQ(config.settings().http_listen, "[::1]:3");
  EXPECT_EQ(config.settings().http_threads, 4);
  EXPECT_EQ(config.settings().http_connections_max, 10);
  EXPECT_EQ(config.settings().log_level, "info");
  std::string shown;
  for (const auto& value : config.effective()) {
    if (value.origin == "default") continue;
    shown += value.key + '=' + value.value + ' ' + value.origin + '\n';
  }
  EXPECT_EQ(shown,
            "http.listen=[::1]:3 --listen\n"
            "http.threads=4 CLEAVE_HTTP_THREADS\n"
            "http.connections_max=10 cleave.toml:4\n");
}

TEST_F(ConfigTest, AMistakeInTheFileIsNamedWithItsLineKeyAndRemedy) {
  struct Case {
    std::string file;
    std::string refusal;
  };
  const Case cases[] = {
      {"[http]\nlissten = \"x\"\n",
       "cleave.toml:2: http.lissten: unknown key; did you mean http.listen?"},
      {"listen = \"x\"\n", "cleave.toml:1: listen: unknown key; did you mean http.listen?"},
      {"[server]\n\nlisten = \"x\"\n",
       "cleave.toml:3: server.listen: unknown key; did you mean http.listen?"},
      {"[http]\nzzzzzz = 1\n",
       "cleave.toml:2: http.zzzzzz: unknown key; `cleave config` lists all keys"},
      {"[payments]\n", "cleave.toml:1: payments: unknown key; `cleave config` lists all keys"},
      {"[http]\nthreads = \"two\"\n",
       "cleave.toml:2: http.threads: expected a whole number from 1 to 64, not \"two\""},
      {"[http]\nthreads = 0\n",
       "cleave.toml:2: http.threads: expected a whole number from 1 to 64, not 0"},
      {"[http]\nthreads = 65\n",
       "cleave.toml:2: http.threads: expected a whole number from 1 to 64, not 65"},
      {"[http]\nthreads = 1.5\n",
       "cleave.toml:2: http.threads: expected a whole number from 1 to 64, not a number with a "
       "fraction"},
      {"[http]\nthreads = [1]\n",
       "cleave.toml:2: http.threads: expected a whole number from 1 to 64, not a list"},
      {"[http.threads]\nx = 1\n",
       "cleave.toml:1: http.threads: expected a whole number from 1 to 64, not a table"},
      {"[idempotency]\nkeep_hours = 23\n",
       "cleave.toml:2: idempotency.keep_hours: expected a whole number from 24 to 8760, not 23"},
      {"[http]\ninsecure = \"yes\"\n",
       "cleave.toml:2: http.insecure: expected true or false, not \"yes\""},
      {"[data]\ndir = 5\n", "cleave.toml:2: data.dir: expected a text in quotes, not 5"},
      {"[data]\ndir = \"\"\n", "cleave.toml:2: data.dir: expected the name of a folder"},
      {"[data]\ndir = \"a\\u0000b\"\n",
       "cleave.toml:2: data.dir: expected a text without a zero byte"},
      {"[log]\nlevel = \"loud\"\n",
       "cleave.toml:2: log.level: expected trace, debug, info, warn or error, not \"loud\""},
      {"[log]\nlevel = \"a\\nb\"\n",
       "cleave.toml:2: log.level: expected trace, debug, info, warn or error, not \"a?b\""},
      {"[http]\nlisten = \"8420\"\n",
       "cleave.toml:2: http.listen: expected HOST:PORT, as 127.0.0.1:8420 or [::1]:8420, not "
       "\"8420\""},
      {"[http]\nlisten = \"0.0.0.0:80\"\n",
       "cleave.toml:2: http.listen: 0.0.0.0:80 is open to the network and keys would travel in the "
       "clear; set http.tls_certificate and http.tls_key, or http.insecure = true"},
  };
  for (const auto& one : cases) EXPECT_EQ(refusal_of_file(one.file), one.refusal) << one.file;
}

TEST_F(ConfigTest, WhatIsNoTomlIsNamedWithItsLine) {
  for (const std::string text : {"[http]\nlisten = \n", "[http]\nx = 1\nx = 2\n", "\n\xFF\n"}) {
    const auto line = refusal_of_file(text);
    EXPECT_TRUE(line.starts_with("cleave.toml:")) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  }
}

TEST_F(ConfigTest, AFileThatCannotBeReadStopsTheStart) {
  const auto refused = [](const fs::path& file) {
    return refusal({.file = file, .environment = {}, .flags = {}});
  };
  EXPECT_EQ(refused("none.toml"), "none.toml: cannot be read: No such file or directory");
  fs::create_directory("folder.toml");
  EXPECT_EQ(refused("folder.toml"), "folder.toml: cannot be read: Is a directory");
  write("large.toml", std::string(1024 * 1024 + 1, '#'));
  EXPECT_EQ(refused("large.toml"), "large.toml: cannot be read: it is larger than 1 MiB");
}

TEST_F(ConfigTest, AMistakeElsewhereIsNamedWithItsPlace) {
  struct Case {
    ConfigSources sources;
    std::string refusal;
  };
  const Case cases[] = {
      {{.file = {}, .environment = {{"CLEAVE_HTTP_THREADS", "2x"}}, .flags = {}},
       "CLEAVE_HTTP_THREADS: http.threads: expected a whole number from 1 to 64, not \"2x\""},
      {{.file = {}, .environment = {{"CLEAVE_HTTP_THREADS", ""}}, .flags = {}},
       "CLEAVE_HTTP_THREADS: http.threads: expected a whole number from 1 to 64, not \"\""},
      {{.file = {}, .environment = {{"CLEAVE_HTTP_INSECURE", "1"}}, .flags = {}},
       "CLEAVE_HTTP_INSECURE: http.insecure: expected true or false, not \"1\""},
      {{.file = {}, .environment = {{"CLEAVE_HTTP_LISSTEN", "x"}}, .flags = {}},
       "CLEAVE_HTTP_LISSTEN: http.lissten: unknown key; did you mean http.listen?"},
      {{.file = {}, .environment = {}, .flags = {{"--listen", "http.listen", "example.org:80"}}},
       "--listen: http.listen: expected HOST:PORT, as 127.0.0.1:8420 or [::1]:8420, not "
       "\"example.org:80\""},
      {{.file = {},
        .environment = {{"CLEAVE_HTTP_LISTEN", "10.0.0.1:80"}},
        .flags = {{"--insecure", "http.insecure", "true"}}},
       ""},
  };
  for (const auto& one : cases) EXPECT_EQ(refusal(one.sources), one.refusal);
}

TEST_F(ConfigTest, TlsNeedsBothFilesReadableTheKeyByNobodyElse) {
  write("cert.pem", "certificate");
  write("key.pem", "key");
  chmod("key.pem", 0640);
  const auto with = [](std::vector<app::FlagValue> flags) {
    flags.push_back({"--listen", "http.listen", "0.0.0.0:443"});
    return refusal({.file = {}, .environment = {}, .flags = std::move(flags)});
  };
  const app::FlagValue cert{"--tls-cert", "http.tls_certificate", "cert.pem"};
  const app::FlagValue key{"--tls-key", "http.tls_key", "key.pem"};
  EXPECT_EQ(with({cert, key}), "");
  EXPECT_EQ(with({cert}), "--tls-cert: http.tls_certificate: needs http.tls_key too");
  EXPECT_EQ(with({key, {"--insecure", "http.insecure", "true"}}),
            "--tls-key: http.tls_key: needs http.tls_certificate too");
  EXPECT_EQ(with({cert, key, {"--insecure", "http.insecure", "true"}}),
            "--insecure: http.insecure: excludes http.tls_certificate; take one of the two away");
  EXPECT_EQ(with({cert, {"--tls-key", "http.tls_key", "no.pem"}}),
            "--tls-key: http.tls_key: no.pem cannot be read: No such file or directory");
  chmod("key.pem", 0644);
  EXPECT_EQ(with({cert, key}),
            "--tls-key: http.tls_key: key.pem is open to every user of this machine; chmod o= it");
}

TEST(ListenAddress, IsAnAddressAndAPort) {
  struct Case {
    std::string text;
    bool valid;
    bool loopback;
  };
  const Case cases[] = {
      {"127.0.0.1:8420", true, true},
      {"127.8.9.1:0", true, true},
      {"localhost:1", true, true},
      {"[::1]:65535", true, true},
      {"0.0.0.0:1", true, false},
      {"[::]:1", true, false},
      {"192.168.1.7:9", true, false},
      {"[fe80::1]:9", true, false},
      {"127.0.0.1", false, false},
      {"127.0.0.1:", false, false},
      {":80", false, false},
      {"127.0.0.1:65536", false, false},
      {"127.0.0.1:-1", false, false},
      {"127.1:80", false, false},
      {"::1:80", false, false},
      {"[::1]", false, false},
      {"example.org:1", false, false},
  };
  for (const auto& one : cases) {
    const auto parsed = app::parse_listen_address(one.text);
    ASSERT_EQ(parsed.has_value(), one.valid) << one.text;
    EXPECT_EQ(parsed && parsed->loopback, one.loopback) << one.text;
  }
}

}  // namespace
