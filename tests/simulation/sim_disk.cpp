#include <tests/simulation/sim_disk.hpp>

#include <algorithm>
#include <utility>

namespace sim {

void Disk::boot() {
  ++incarnation_;
  alive_ = true;
  calls_to_live_.reset();
  fail_in_.fill(0);
}

void Disk::kill() {
  if (alive_) ++counters_.kills;
  alive_ = false;
}

void Disk::power_cut() {
  alive_ = false;
  ++counters_.power_cuts;
  settle_directory(rng_.below(changes_.size() + 1));
  changes_.clear();
  names_ = names_on_platter_;
  const auto cut = static_cast<Cut>(rng_.below(4));
  for (const auto& [name, file] : names_) {
    file->decide(cut, rng_);
    file->reload();
  }
}

void Disk::fail_in(DiskOp op, std::uint64_t calls) {
  fail_in_[static_cast<std::size_t>(op)] = calls;
}

void Disk::calm() {
  faults = {};
  calls_to_live_.reset();
  fail_in_.fill(0);
}

DiskImage Disk::copy() const {
  DiskImage image;
  for (const auto& [name, file] : names_) image.emplace(name, file->cached());
  return image;
}

void Disk::restore(const DiskImage& image) {
  names_.clear();
  changes_.clear();
  for (const auto& [name, bytes] : image) {
    auto file = std::make_shared<DiskFile>();
    file->replace(bytes);
    names_.emplace(name, std::move(file));
  }
  names_on_platter_ = names_;
}

std::uint64_t Disk::used_bytes() const {
  std::uint64_t used = 0;
  for (const auto& [name, file] : names_) used += file->cached().size();
  return used;
}

Disk::File Disk::find(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : found->second;
}

Disk::Verdict Disk::enter(DiskOp op) {
  if (quiet_) return Verdict::go;
  const auto index = static_cast<std::size_t>(op);
  ++counters_.calls_all;
  ++counters_.calls[index];
  if (calls_to_live_ && (*calls_to_live_)-- == 0) {
    calls_to_live_.reset();
    return rng_.coin() ? Verdict::die_before : Verdict::die_after;
  }
  if (fail_in_[index] > 0 && --fail_in_[index] == 0) {
    ++counters_.errors;
    return Verdict::fail;
  }
  const auto rate = faults.error_per_million[index];
  if (rate > 0 && rng_.chance(rate, 1'000'000)) {
    ++counters_.errors;
    return Verdict::fail;
  }
  return Verdict::go;
}

IoResult Disk::die() {
  kill();
  return IoResult::dead;
}

IoResult Disk::create(const std::string& name, File& made) {
  if (!alive_) return IoResult::dead;
  const Verdict verdict = enter(DiskOp::open);
  if (verdict == Verdict::die_before) return die();
  if (verdict == Verdict::fail) return IoResult::error;
  made = std::make_shared<DiskFile>();
  names_[name] = made;
  changes_.push_back({name, made});
  return verdict == Verdict::die_after ? die() : IoResult::ok;
}

IoResult Disk::remove(const std::string& name, bool sync_directory) {
  if (!alive_) return IoResult::dead;
  const Verdict verdict = enter(DiskOp::remove);
  if (verdict == Verdict::die_before) return die();
  if (verdict == Verdict::fail) return IoResult::error;
  if (names_.erase(name) == 0) return IoResult::missing;
  changes_.push_back({name, nullptr});
  if (sync_directory) settle_directory(changes_.size());
  return verdict == Verdict::die_after ? die() : IoResult::ok;
}

IoResult Disk::probe() {
  if (!alive_) return IoResult::dead;
  const Verdict verdict = enter(DiskOp::probe);
  if (verdict == Verdict::fail) return IoResult::error;
  return verdict == Verdict::go ? IoResult::ok : die();
}

IoResult Disk::read(const DiskFile& file, std::size_t offset, char* into, std::size_t count) {
  if (!alive_) return IoResult::dead;
  const Verdict verdict = enter(DiskOp::read);
  if (verdict == Verdict::die_before || verdict == Verdict::die_after) return die();
  const auto& bytes = file.cached();
  const std::size_t there = offset < bytes.size() ? std::min(count, bytes.size() - offset) : 0;
  if (verdict == Verdict::fail) {
    // A failing read may have filled part of the buffer.
    std::fill_n(into, rng_.below(count + 1), '\xee');
    return IoResult::error;
  }
  bytes.copy(into, there, there > 0 ? offset : 0);
  std::fill_n(into + there, count - there, '\0');
  return there == count ? IoResult::ok : IoResult::end_of_file;
}

IoResult Disk::write(DiskFile& file, std::size_t offset, std::string_view bytes) {
  if (!alive_) return IoResult::dead;
  const Verdict verdict = enter(DiskOp::write);
  if (verdict == Verdict::die_before) return die();
  const std::size_t end = offset + bytes.size();
  const std::uint64_t grows = end > file.cached().size() ? end - file.cached().size() : 0;
  const bool full = faults.capacity_bytes && !quiet_ && grows > 0 &&
                    used_bytes() + grows > *faults.capacity_bytes;
  if (verdict == Verdict::fail || full) {
    if (full) ++counters_.full;
    // A failing write may have written some of its sectors.
    const std::size_t part = rng_.below(bytes.size() / sector_bytes + 1) * sector_bytes;
    if (!full && part > 0) file.write(offset, bytes.substr(0, part));
    return full ? IoResult::full : IoResult::error;
  }
  counters_.bytes_written += bytes.size();
  file.write(offset, bytes);
  return verdict == Verdict::die_after ? die() : IoResult::ok;
}

IoResult Disk::truncate(DiskFile& file, std::size_t size) {
  if (!alive_) return IoResult::dead;
  const Verdict verdict = enter(DiskOp::truncate);
  if (verdict == Verdict::die_before) return die();
  if (verdict == Verdict::fail) return IoResult::error;
  file.truncate(size);
  return verdict == Verdict::die_after ? die() : IoResult::ok;
}

IoResult Disk::sync(DiskFile& file) {
  if (!alive_) return IoResult::dead;
  const Verdict verdict = enter(DiskOp::sync);
  if (verdict == Verdict::die_before) return die();
  if (verdict == Verdict::fail) {
    // The kernel reports a failed write-back once and marks the pages clean: the cache shows them,
    // the platter may never get them, and the next sync says all is well.
    const bool persists = rng_.chance(faults.failed_sync_persists_percent, 100);
    ++(persists ? counters_.failed_syncs_persisted : counters_.failed_syncs_lost);
    settle_creation(file);
    file.decide(persists ? Cut::all : Cut::independent, rng_);
    return IoResult::error;
  }
  settle_creation(file);
  file.sync();
  return verdict == Verdict::die_after ? die() : IoResult::ok;
}

void Disk::settle_directory(std::size_t changes) {
  for (std::size_t i = 0; i < changes; ++i) {
    if (changes_[i].file) {
      names_on_platter_[changes_[i].name] = changes_[i].file;
    } else {
      names_on_platter_.erase(changes_[i].name);
    }
  }
  changes_.erase(changes_.begin(), changes_.begin() + static_cast<std::ptrdiff_t>(changes));
}

void Disk::settle_creation(const DiskFile& file) {
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (changes_[i].file.get() == &file) return settle_directory(i + 1);
  }
}

}  // namespace sim
