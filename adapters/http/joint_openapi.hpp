#pragma once

#include <string>
#include <vector>

namespace http {

// One OpenAPI document of several, which describe parts of one server: paths, schemas and tags of
// all; what several describe is as the first of them has it. Documents are valid JSON of ours.
std::string joint_openapi(const std::vector<std::string>& documents);

}  // namespace http
