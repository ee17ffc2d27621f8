#include <app/module_store.hpp>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/sync/move_marks.hpp>

namespace app {

ModuleStore::ModuleStore(const std::string& module, const sql::Location& where,
                         shared::Instant now)
    : log(module + "/0"),
      at(where),
      writer(at, sql::Access::writer),
      migrated(sql::Migrator{writer}.bring_up_to_date(module, now)),
      store(writer, log),
      events(writer, store),
      idempotency(writer, log),
      positions(writer),
      parked(writer) {
  sql::refuse_moved(writer);
}

}  // namespace app
