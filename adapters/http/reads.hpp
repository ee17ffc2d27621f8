#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <ports/sync/store_errors.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/read_gate.hpp>
#include <adapters/http/route.hpp>

namespace http {

// Reads: how routes read a module's store: on a thread that owns a session of it, once the gate has
// let them through.
template <class Views>
struct Reads {
  // Runs the task on such a thread; false, and it never runs, where too many wait.
  using Run = std::function<bool(std::move_only_function<void(Views&)>)>;

  Run run;
  ReadGate* gate = nullptr;
  std::function<void(std::string_view request_id, std::string_view what)> on_failed;
  std::chrono::milliseconds wait_max{5000};
};

// Answers with what `look` makes of the views: Response(Views&, const Call&). What it throws is
// answered 503 where the store is away, else 500.
template <class Views, class Look>
void read(const Reads<Views>& reads, Call call, Reply reply, Look look,
          std::optional<AwaitedKey> key = {}) {
  const auto positions = awaited_positions(call.request);
  if (!positions) return reply(problem(positions.error(), call.request_id));

  struct Asked {
    Call call;
    Reply reply;
    Look look;
  };
  auto asked = std::make_shared<Asked>(std::move(call), std::move(reply), std::move(look));
  auto enter = [run = reads.run, on_failed = reads.on_failed, asked] {
    const bool taken = run([asked, on_failed](Views& views) {
      Response response;
      try {
        response = asked->look(views, asked->call);
      } catch (const sync::StoreUnavailable&) {
        response = problem(errors::store_unavailable(), asked->call.request_id);
      } catch (const std::exception& failure) {
        if (on_failed) on_failed(asked->call.request_id, failure.what());
        response = problem(errors::failed(), asked->call.request_id);
      }
      asked->reply(std::move(response));
    });
    if (!taken) asked->reply(problem(errors::overloaded(), asked->call.request_id));
  };
  if (positions->empty()) return enter();
  reads.gate->wait(*positions, key, ReadGate::Clock::now() + reads.wait_max,
                   [asked, enter](std::optional<shared::Error> refusal) {
                     if (!refusal) return enter();
                     asked->reply(problem(*refusal, asked->call.request_id));
                   });
}

}  // namespace http
