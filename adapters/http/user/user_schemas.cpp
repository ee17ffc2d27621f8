#include <adapters/http/user/user_schemas.hpp>

#include <string>
#include <string_view>

namespace http {
namespace {

constexpr std::string_view user = R"({"type":"object","required":["id","email","display_name",
"locale","time_zone","metadata","status","version","created_at","updated_at"],"properties":{
"id":{"type":"string","description":"usr_..."},
"email":{"type":"string","description":"As it was written."},
"display_name":{"type":"string"},
"locale":{"type":"string","description":"BCP 47, such as pt-BR."},
"time_zone":{"type":"string","description":"IANA, such as Europe/Berlin."},
"metadata":{"type":"object","additionalProperties":{"type":"string"}},
"status":{"type":"string","enum":["active","inactive"]},
"version":{"type":"integer","description":"Counts the changes from 1; also the ETag."},
"created_at":{"type":"string","format":"date-time"},
"updated_at":{"type":"string","format":"date-time"}}})";

// The fields of a profile, as they may be written.
constexpr std::string_view profile_fields = R"(
"display_name":{"type":["string","null"],"maxLength":200},
"locale":{"type":["string","null"],"maxLength":35},
"time_zone":{"type":["string","null"]},
"metadata":{"type":["object","null"],"maxProperties":50,
"additionalProperties":{"type":"string","maxLength":500}}})";

constexpr std::string_view api_key_fields = R"(
"id":{"type":"string","description":"key_..."},"name":{"type":"string"},
"scopes":{"type":"array","items":{"type":"string"}},"version":{"type":"integer"},
"created_at":{"type":"string","format":"date-time"},
"expires_at":{"type":["string","null"],"format":"date-time"},
"revoked_at":{"type":["string","null"],"format":"date-time"})";

constexpr std::string_view import_result = R"({"type":"object",
"required":["created","updated","unchanged","failed","results"],"properties":{
"created":{"type":"integer"},"updated":{"type":"integer"},"unchanged":{"type":"integer"},
"failed":{"type":"integer"},"results":{"type":"array","items":{"type":"object",
"required":["line","result"],"properties":{"line":{"type":"integer"},
"result":{"type":"string","enum":["created","updated","unchanged","failed"]},
"id":{"type":"string"},"code":{"type":"string"},"detail":{"type":"string"}}}}}})";

std::string closed(std::string_view required, std::string_view properties) {
  return R"({"type":"object","additionalProperties":false,"required":[)" + std::string(required) +
         R"(],"properties":{)" + std::string(properties) + "}";
}

std::string page_of(std::string_view schema) {
  return R"({"type":"object","required":["data","has_more"],"properties":{"data":{"type":"array",)"
         R"("items":{"$ref":"#/components/schemas/)" +
         std::string(schema) + R"("}},"has_more":{"type":"boolean"}}})";
}

}  // namespace

std::vector<Schema> user_schemas() {
  const std::string email = R"("email":{"type":"string","maxLength":254})";
  const std::string fields(profile_fields);
  const std::string key(api_key_fields);
  const std::string key_required =
      R"({"type":"object","required":["id","name","scopes","version","created_at")";
  return {
      {"User", std::string(user)},
      {"UserList", page_of("User")},
      {"RegisterUser", closed(R"("email")", email + "," + fields)},
      {"UpdateProfile", closed("", fields)},
      {"ChangeEmail", closed(R"("email")", email + "}")},
      {"Deactivate", closed("", R"("reason":{"type":"string","maxLength":500}})")},
      {"Deleted", R"({"type":"object","required":["id","deleted"],"properties":{
"id":{"type":"string"},"deleted":{"type":"boolean"}}})"},
      {"ImportUsers",
       closed(R"("rows")", R"("dry_run":{"type":"boolean"},"update":{"type":"boolean"},
"rows":{"type":"array","maxItems":500,"items":{"$ref":"#/components/schemas/ImportRow"}}})")},
      {"ImportRow", closed(R"("line","email")", R"("line":{"type":"integer"},)" + email + "," +
                                                    fields)},
      {"ImportResult", std::string(import_result)},
      {"UserBilling", R"({"type":"object","required":["user_id","has_billing_profile","currency",
"entitlements","subscriptions"],"properties":{
"user_id":{"type":"string"},"has_billing_profile":{"type":"boolean"},
"currency":{"type":["string","null"]},
"entitlements":{"type":"array","items":{"type":"string"}},
"subscriptions":{"type":"array","maxItems":100,"items":{"type":"object",
"required":["id","product_id","status","current_period_end","entitlements"],"properties":{
"id":{"type":"string"},"product_id":{"type":"string"},"status":{"type":"string"},
"current_period_end":{"type":"string","format":"date"},
"entitlements":{"type":"array","items":{"type":"string"}}}}}}})"},
      {"CreateKey", closed(R"("name","scopes")", R"("name":{"type":"string","maxLength":100},
"scopes":{"type":"array","minItems":1,"items":{"type":"string"}},
"expires_at":{"type":["string","null"],"format":"date-time"}})")},
      {"ApiKey", key_required + R"(],"properties":{)" + key + "}}"},
      {"ApiKeyList", page_of("ApiKey")},
      {"NewApiKey", key_required + R"(,"token"],"properties":{)" + key +
                        R"(,"token":{"type":"string","description":"clv_..."}}})"},
  };
}

}  // namespace http
