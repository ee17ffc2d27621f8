#include <string>

#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <adapters/json/document.hpp>
#include <tests/http/test_server.hpp>

namespace http_test {
namespace {

class OpenApi : public testing::Test {
 protected:
  // By JSON pointer; fails the test where it is not there.
  const boost::json::value& at(const char* pointer) const {
    boost::system::error_code failure;
    const auto* value = document.root().find_pointer(pointer, failure);
    EXPECT_NE(value, nullptr) << pointer;
    return value ? *value : document.root();
  }

  World world;
  const std::string text = world.ask(get("/openapi.json")).body;
  const json::Document document{text};
};

TEST_F(OpenApi, IsValidJsonThatNamesEveryRouteAndItself) {
  ASSERT_FALSE(document.refusal().has_value()) << document.refusal()->detail;
  EXPECT_EQ(at("/openapi").as_string(), "3.1.0");
  std::size_t operations = 0;
  for (const auto& path : at("/paths").as_object()) operations += path.value().as_object().size();
  EXPECT_EQ(operations, world.router.table().routes.size());
  EXPECT_EQ(at("/paths/~1openapi.json/get/operationId").as_string(), "getOpenapi");
}

TEST_F(OpenApi, SaysWhichScopeEachOperationNeeds) {
  EXPECT_EQ(at("/paths/~1items/post/x-scope").as_string(), "items:write");
  EXPECT_TRUE(at("/paths/~1livez/get/security").as_array().empty());
}

TEST_F(OpenApi, SaysWhichHeadersAndParametersAreRead) {
  EXPECT_EQ(at("/paths/~1items~1{id}/get/parameters/0/name").as_string(), "id");
  EXPECT_EQ(at("/paths/~1items/get/parameters/0/name").as_string(), "limit");
  EXPECT_EQ(at("/paths/~1items/post/parameters/2/$ref").as_string(),
            "#/components/parameters/IdempotencyKey");
  EXPECT_EQ(at("/paths/~1items~1clear/post/description").as_string(),
            "All of them. It takes no Idempotency-Key, and refuses one: "
            "http.idempotency_key_unsupported.");
  EXPECT_EQ(at("/paths/~1items~1rotate/post/parameters/2/$ref").as_string(),
            "#/components/parameters/RequiredIfMatch");
  EXPECT_EQ(at("/paths/~1items~1rotate/post/responses/428/$ref").as_string(),
            "#/components/responses/PreconditionRequired");
}

}  // namespace
}  // namespace http_test
