#pragma once

#include <string>

#include <boost/json/object.hpp>

namespace cli {

// What an event changed, in one line for a person: "email a@b.de -> c@d.ef, status active ->
// inactive"; of something new, what it is. Takes a CloudEvent as /v1/events shows it.
std::string change_line(const boost::json::object& event);

}  // namespace cli
