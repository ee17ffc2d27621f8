#include <adapters/sql/sync/head_query.hpp>

#include <adapters/sql/sync/move_marks.hpp>
#include <adapters/sql/sync/roots_text.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {

// One statement, so that the newest epoch and the last row are of the same moment.
HeadQuery::HeadQuery(Session& session)
    : query_(session,
             std::string("SELECT e.epoch, e.chain_before, l.log_offset, l.chain, l.roots, "
                         "(SELECT count(*) FROM store_move WHERE ") +
                 not_to_be_written +
             ") FROM (SELECT epoch, chain_before FROM log_epoch ORDER BY epoch DESC LIMIT 1) AS e "
             "LEFT JOIN (SELECT log_offset, chain, roots FROM event_log "
             "ORDER BY log_offset DESC LIMIT 1) AS l ON l.log_offset > 0",
             "", "ntnttn") {}

sync::Head HeadQuery::operator()() {
  if (!query_.one()) throw sync::StoreBroken("the event log has no epoch");
  return head();
}

sync::Head HeadQuery::head() const {
  sync::Head head;
  head.epoch = static_cast<sync::Epoch>(query_.number(0));
  if (query_.is_null(2)) {
    head.chain = parse_chain(query_.text(1));
    return head;
  }
  head.offset = static_cast<sync::Offset>(query_.number(2));
  head.chain = parse_chain(query_.text(3));
  head.roots = parse_roots(query_.text(4));
  return head;
}

}  // namespace sql
