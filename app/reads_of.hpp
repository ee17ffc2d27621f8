#pragma once

#include <string_view>
#include <utility>

#include <adapters/http/reads.hpp>
#include <adapters/system/read_pool.hpp>
#include <app/logging.hpp>

namespace app {

// How routes read a module: a task runs on a reading thread of the pool, with what `make` shows of
// that thread's reads, once the gate has let it through.
template <class Views, class Reads, class Make>
http::Reads<Views> reads_of(os::ReadPool<Reads>& pool, http::ReadGate& gate, Make make) {
  http::Reads<Views> reads;
  reads.run = [&pool, make](std::move_only_function<void(Views&)> task) {
    return pool.run([task = std::move(task), make](Reads& from) mutable {
      Views views = make(from);
      task(views);
    });
  };
  reads.gate = &gate;
  reads.on_failed = [](std::string_view request_id, std::string_view what) {
    log_error("a read failed", {{"request_id", request_id}, {"error", what}});
  };
  return reads;
}

}  // namespace app
