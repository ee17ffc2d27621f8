#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <sync/domain/event.hpp>

namespace e2e {

// Damage: what somebody with the rights to do so did to one module's database behind the server's
// back. It is mended when this ends: the table is then as it was.
class Damage {
 public:
  Damage(const std::filesystem::path& data, std::string module, std::string table,
         const std::vector<std::string>& statements);
  ~Damage();
  Damage(const Damage&) = delete;
  Damage& operator=(const Damage&) = delete;

 private:
  void run(const std::vector<std::string>& statements);

  std::filesystem::path data_;
  std::string module_;
  std::string table_;
};

// The statements that change the event at that offset of a module's log, and make the chain fit
// from there to the end, as one who knows how it is made could.
std::vector<std::string> forged(const std::filesystem::path& data, const std::string& module,
                                sync::Offset offset,
                                const std::function<void(sync::Event&)>& change);

// These statements behind the removal of the triggers that keep the ledger from being changed.
std::vector<std::string> without_ledger_triggers(std::vector<std::string> statements);

}  // namespace e2e
