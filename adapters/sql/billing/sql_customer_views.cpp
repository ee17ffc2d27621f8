#include <adapters/sql/billing/sql_customer_views.hpp>

#include <adapters/sql/billing/filtered_lists.hpp>
#include <adapters/sql/billing/json_cells.hpp>
#include <adapters/sql/billing/row_reader.hpp>

namespace sql {
namespace {

const std::string customers =
    "SELECT u.user_id, u.version, u.email, u.display_name, u.time_zone, u.status, "
    "p.version, p.currency, p.tax_id, p.address, p.payment_method "
    "FROM user_replica AS u LEFT JOIN billing_profile AS p ON p.user_id = u.user_id WHERE ";
constexpr std::string_view shape_of_customers = "tnttttntttt";

billing::CustomerView read_customer(const Query& row) {
  RowReader in{row, "user_replica"};
  const auto id = in.customer();
  billing::CustomerView customer{.id = id.text(),
                                 .user_id = id.user_text(),
                                 .user_version = in.number(),
                                 .email = in.text(),
                                 .display_name = in.text(),
                                 .time_zone = in.text(),
                                 .status = in.text(),
                                 .has_billing_profile = !row.is_null(6),
                                 .version = 0,
                                 .currency = std::nullopt,
                                 .tax_id = std::nullopt,
                                 .address = std::nullopt,
                                 .payment_method = std::nullopt};
  if (!customer.has_billing_profile) return customer;
  customer.version = in.number();
  customer.currency = in.text();
  customer.tax_id = in.text_if_any();
  if (const auto address = in.text_if_any()) customer.address = read_address(*address);
  if (const auto& method = in.text(); !method.empty()) customer.payment_method = method;
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

billing::Page<billing::CustomerView> SqlCustomerViews::page(
    std::optional<billing::CustomerId> after, std::size_t limit) {
  page_.with(after ? after->user_text() : std::string{}, limit + 1);
  return page_of<billing::CustomerView>(page_, limit, read_customer);
}

}  // namespace sql
