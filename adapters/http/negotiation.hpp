#pragma once

#include <string_view>

namespace http {

// Whether an Accept header admits that type.
//   Source  RFC 9110 section 12.5.1: the most specific range decides; q=0 shuts out
bool accepts(std::string_view accept, std::string_view type);

// Whether a Content-Type is JSON in UTF-8.
bool is_json(std::string_view content_type);

}  // namespace http
