#include <adapters/sql/billing/sql_customer_views.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

const std::string customers =
    "SELECT u.user_id, u.version, u.email, u.display_name, u.status, "
    "p.version, p.currency, p.tax_id "
    "FROM user_replica AS u LEFT JOIN billing_profile AS p ON p.user_id = u.user_id WHERE ";
constexpr std::string_view shape_of_customers = "tntttntt";

billing::CustomerView read_customer(const Query& row) {
  const auto id = billing::CustomerId::of_user(row.text(0));
  if (!id) throw sync::StoreBroken("a user_replica row that cannot be read");
  billing::CustomerView customer{.id = id->text(),
                                 .user_id = row.text(0),
                                 .user_version = row.number(1),
                                 .email = row.text(2),
                                 .display_name = row.text(3),
                                 .status = row.text(4),
                                 .has_billing_profile = !row.is_null(5),
                                 .version = 0,
                                 .currency = std::nullopt,
                                 .tax_id = std::nullopt};
  if (!customer.has_billing_profile) return customer;
  customer.version = row.number(5);
  customer.currency = row.text(6);
  if (!row.is_null(7)) customer.tax_id = row.text(7);
  return customer;
}

}  // namespace

SqlCustomerViews::SqlCustomerViews(Session& reader)
    : find_(reader, customers + "u.user_id = :id", "t", shape_of_customers),
      page_(reader, customers + "u.user_id > :after ORDER BY u.user_id LIMIT :rows", "tn",
            shape_of_customers) {}

std::optional<billing::CustomerView> SqlCustomerViews::find(const billing::CustomerId& id) {
  if (!find_.with(id.user_text()).one()) return std::nullopt;
  return read_customer(find_);
}

billing::CustomerPage SqlCustomerViews::page(std::optional<billing::CustomerId> after,
                                             std::size_t limit) {
  billing::CustomerPage page;
  page_.with(after ? after->user_text() : std::string{}, limit + 1).each([&] {
    page.has_more = page.customers.size() == limit;
    if (!page.has_more) page.customers.push_back(read_customer(page_));
  });
  return page;
}

}  // namespace sql
