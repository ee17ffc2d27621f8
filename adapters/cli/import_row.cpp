#include <adapters/cli/import_row.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::array<std::string_view, 4> texts = {"email", "display_name", "locale", "time_zone"};
constexpr std::array<std::string_view, 4> of_exports = {"id", "version", "created_at",
                                                        "updated_at"};

bool holds_texts_only(const bj::value& metadata) {
  const bj::object* object = metadata.if_object();
  return object != nullptr &&
         std::ranges::all_of(*object, [](const auto& pair) { return pair.value().is_string(); });
}

std::optional<ImportFault> fault_of(ImportField field, const std::string& name,
                                    const bj::value& value) {
  switch (field) {
    case ImportField::text:
      if (value.is_string()) return std::nullopt;
      return ImportFault{"import.wrong_type", name + " is no text"};
    case ImportField::metadata:
      if (holds_texts_only(value)) return std::nullopt;
      return ImportFault{"import.wrong_type", "metadata is no JSON object of texts"};
    case ImportField::status:
      if (value == "active") return std::nullopt;
      return ImportFault{"import.not_active",
                         "an import makes active users; leave status out and deactivate later"};
    case ImportField::unknown:
      return ImportFault{"import.unknown_field", "there is no field \"" + name + "\""};
    case ImportField::passed_over: break;
  }
  return std::nullopt;
}

}  // namespace

ImportField import_field(std::string_view name) {
  if (std::ranges::find(texts, name) != texts.end()) return ImportField::text;
  if (std::ranges::find(of_exports, name) != of_exports.end()) return ImportField::passed_over;
  if (name == "metadata") return ImportField::metadata;
  return name == "status" ? ImportField::status : ImportField::unknown;
}

void take_fields(bj::object whole, ImportRow& row) {
  for (auto& pair : whole) {
    const std::string name(pair.key().data(), pair.key().size());
    const ImportField field = import_field(name);
    if (pair.value().is_null() && field != ImportField::unknown) continue;
    row.fault = fault_of(field, name, pair.value());
    if (row.fault) return;
    if (field == ImportField::text || field == ImportField::metadata) {
      row.fields[name] = std::move(pair.value());
    }
  }
  if (!row.fields.contains("email")) {
    row.fault = ImportFault{"import.email_missing", "the row has no e-mail address"};
  }
}

}  // namespace cli
