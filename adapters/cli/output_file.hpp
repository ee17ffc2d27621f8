#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// OutputFile: a file that appears whole or not at all: written under a temporary name beside its
// own, synced, then renamed. Unless keep is called, nothing of it stays.
//   Errors  every function throws Stop (file)
namespace cli {

class OutputFile {
 public:
  enum class Readers { owner, as_usual };

  OutputFile(std::string path, Readers readers);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  void keep();

  // Read back from the disk: how many lines were written.
  std::uint64_t lines_on_disk();

 private:
  void flush();
  [[noreturn]] void fail(const std::string& what) const;

  std::string path_;
  std::string temporary_;
  std::string buffer_;
  int file_ = -1;
  bool kept_ = false;
};

}  // namespace cli
