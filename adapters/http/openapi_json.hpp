#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <adapters/json/write.hpp>

// The pieces of JSON that an OpenAPI document is made of.
namespace http::openapi {

// Object: one under construction; values are JSON already.
class Object {
 public:
  Object& raw(std::string_view name, std::string_view json) {
    text_ += text_.size() == 1 ? "" : ",";
    json::write_text(text_, name);
    text_ += ':';
    text_ += json;
    return *this;
  }
  Object& text(std::string_view name, std::string_view value) {
    return raw(name, json::written(value));
  }
  std::string done() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

inline std::string array(const std::vector<std::string>& elements) {
  std::string text = "[";
  for (const std::string& element : elements) text += (text.size() == 1 ? "" : ",") + element;
  return text + "]";
}

inline std::string reference(std::string_view kind, std::string_view name) {
  const std::string pointer = "#/components/" + std::string(kind) + "/" + std::string(name);
  return Object().text("$ref", pointer).done();
}

inline std::string content(const std::string& type, const std::string& schema) {
  const std::string described =
      schema.empty() ? R"({"type":"string"})" : reference("schemas", schema);
  return Object().raw(type, Object().raw("schema", described).done()).done();
}

inline std::string parameter(std::string_view name, std::string_view in, bool required,
                             std::string_view description, std::string_view schema) {
  return Object()
      .text("name", name)
      .text("in", in)
      .raw("required", required ? "true" : "false")
      .text("description", description)
      .raw("schema", schema)
      .done();
}

}  // namespace http::openapi
