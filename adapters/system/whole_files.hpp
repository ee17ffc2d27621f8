#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include <sync/domain/hash.hpp>

// Whole files: written for their owner alone, and durable when a call returns.
//   Errors  std::system_error, with the path
namespace os {

void make_folder(const std::filesystem::path& folder);
// The names in it are durable.
void sync_folder(const std::filesystem::path& folder);
// There must be no such file yet.
void write_new_file(const std::filesystem::path& path, std::string_view bytes);

// FileSum: what a file is known by: its size, and BLAKE2b-256 over its bytes (`b2sum -l 256`).
struct FileSum {
  std::uint64_t bytes = 0;
  sync::Hash256 hash;

  bool operator==(const FileSum&) const = default;
};
// Told of the bytes that were read so far.
using FileTold = std::function<void(std::uint64_t)>;

FileSum sum_of_file(const std::filesystem::path& path, const FileTold& told = {});
// The sum is of what was read. There must be no such file yet.
FileSum copy_new_file(const std::filesystem::path& from, const std::filesystem::path& to,
                      const FileTold& told = {});

}  // namespace os
