#pragma once

namespace soci {
class soci_error;
}

namespace sql {

// Throws the store failure (ports/sync/store_errors.hpp) that a database error stands for. Its text
// is the database's first line, which holds neither SQL nor bound values.
[[noreturn]] void throw_as_store_failure(const soci::soci_error& error);

}  // namespace sql
