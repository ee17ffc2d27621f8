#include <adapters/json/document.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include <boost/json/parse.hpp>

#include <adapters/json/json_errors.hpp>
#include <adapters/json/place.hpp>

namespace json {
namespace {

namespace bj = boost::json;

struct Inspection {
  std::size_t members = 0;
  bool nul = false;
  bool infinite = false;
};

void inspect(const bj::value& value, Inspection& found) {
  if (const auto* text = value.if_string()) {
    found.nul = found.nul || text->find('\0') != bj::string::npos;
  } else if (const auto* number = value.if_double()) {
    found.infinite = found.infinite || !std::isfinite(*number);
  } else if (const auto* array = value.if_array()) {
    for (const bj::value& element : *array) inspect(element, found);
  } else if (const auto* object = value.if_object()) {
    found.members += object->size();
    for (const bj::key_value_pair& member : *object) {
      found.nul = found.nul || member.key().find('\0') != bj::string_view::npos;
      inspect(member.value(), found);
    }
  }
}

// The end of the string literal that begins at `at`, in text that is known to be valid.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// In valid JSON every member has exactly one colon outside of strings. Boost.JSON keeps only the
// last of two members of one name, so a difference tells.
std::size_t members_in(std::string_view text) {
  std::size_t members = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') at = end_of_string(text, at) - 1;
    else if (text[at] == ':') ++members;
  }
  return members;
}

std::string unescaped(std::string_view literal) {
  return std::string(bj::parse(bj::string_view(literal.data(), literal.size())).as_string());
}

// The way to the first member whose name was seen before in its object.
class DuplicateSearch {
 public:
  explicit DuplicateSearch(std::string_view text) : text_(text) {}

  std::string pointer() {
    in_value(Place{});
    return found_;
  }

 private:
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  void in_value(const Place& place) {
    skip_space();
    if (text_[at_] == '{') return in_object(place);
    if (text_[at_] == '[') return in_array(place);
    at_ = text_[at_] == '"' ? end_of_string(text_, at_)
                            : std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
  }

  void in_object(const Place& place) {
    std::set<std::string> names;
    for (++at_, skip_space(); found_.empty() && text_[at_] != '}'; skip_space()) {
      if (text_[at_] == ',') ++at_;
      skip_space();
      const std::size_t end = end_of_string(text_, at_);
      const auto [name, fresh] = names.insert(unescaped(text_.substr(at_, end - at_)));
      if (!fresh) found_ = to_pointer(place.member(*name));
      at_ = text_.find(':', end) + 1;
      in_value(place.member(*name));
    }
    ++at_;
  }

  void in_array(const Place& place) {
    std::size_t index = 0;
    for (++at_, skip_space(); found_.empty() && text_[at_] != ']'; skip_space()) {
      if (text_[at_] == ',') ++at_;
      in_value(place.at(index++));
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string found_;
};

bj::parse_options options() {
  bj::parse_options strict;
  strict.max_depth = Document::depth_max;
  return strict;
}

}  // namespace

Document::Document(std::string_view text)
    : memory_(buffer_.data(), buffer_.size()), root_(&memory_) {
  boost::system::error_code failure;
  bj::value parsed = bj::parse(bj::string_view(text.data(), text.size()), failure, &memory_,
                               options());
  if (failure) {
    refusal_ = errors::malformed("The text is not valid JSON: " + failure.message() + ".");
    return;
  }
  Inspection found;
  inspect(parsed, found);
  if (found.nul) refusal_ = errors::nul_character();
  else if (found.infinite) refusal_ = errors::out_of_range("");
  else if (found.members != members_in(text))
    refusal_ = errors::duplicate_member(DuplicateSearch(text).pointer());
  if (!refusal_) root_ = std::move(parsed);
}

}  // namespace json
