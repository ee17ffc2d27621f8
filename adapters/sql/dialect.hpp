#pragma once

namespace sql {

// Dialect: which of the two databases is spoken to. What differs is decided in this folder.
enum class Dialect { sqlite, postgresql };

}  // namespace sql
