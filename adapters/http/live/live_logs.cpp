#include <adapters/http/live/live_logs.hpp>

#include <utility>

namespace http {

LiveLogs live_logs(const SyncPorts& ports) {
  LiveLogs all{ports.status, {}, ports.await};
  for (const auto& module : ports.modules) {
    all.logs.push_back(
        {module.log, [read = module.read](std::move_only_function<void(const ReadEvents&)> task) {
           return read([task = std::move(task)](LogViews views) mutable {
             task([&views](sync::Offset after, std::size_t events_max) {
               return views.log.events(after, events_max);
             });
           });
         }});
  }
  return all;
}

}  // namespace http
