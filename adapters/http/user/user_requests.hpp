#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include <user/application/profile_input.hpp>

#include <adapters/json/read.hpp>
#include <adapters/json/user/user_import_row.hpp>

// The bodies of this module's requests. In a PATCH, null is the same as the field's empty value.
namespace http {

using Metadata = std::map<std::string, std::string>;

struct RegisterBody {
  std::string email;
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  std::optional<std::string> time_zone;
  std::optional<Metadata> metadata;
};
BOOST_DESCRIBE_STRUCT(RegisterBody, (), (email, display_name, locale, time_zone, metadata))

struct ProfileBody {
  std::optional<std::optional<std::string>> display_name;
  std::optional<std::optional<std::string>> locale;
  std::optional<std::optional<std::string>> time_zone;
  std::optional<std::optional<Metadata>> metadata;
};
BOOST_DESCRIBE_STRUCT(ProfileBody, (), (display_name, locale, time_zone, metadata))

struct EmailBody {
  std::string email;
};
BOOST_DESCRIBE_STRUCT(EmailBody, (), (email))

struct ReasonBody {
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReasonBody, (), (reason))

struct ImportBody {
  std::vector<json::UserImportRow> rows;
  std::optional<bool> dry_run;
  std::optional<bool> update;
};
BOOST_DESCRIBE_STRUCT(ImportBody, (), (rows, dry_run, update))

struct KeyBody {
  std::string name;
  std::vector<std::string> scopes;
  std::optional<shared::Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(KeyBody, (), (name, scopes, expires_at))

}  // namespace http
