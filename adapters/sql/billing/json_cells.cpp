#include <adapters/sql/billing/json_cells.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

namespace js = boost::json;

[[noreturn]] void broken() { throw sync::StoreBroken("a JSON cell that cannot be read"); }

js::value parsed(const std::string& text) {
  boost::system::error_code error;
  auto value = js::parse(text, error);
  if (error) broken();
  return value;
}

// Object: the members of a JSON object; each is there, and of its type.
class Object {
 public:
  explicit Object(const js::value& value) : object_(value.if_object()) {
    if (object_ == nullptr) broken();
  }

  const js::value* find(std::string_view name) const { return object_->if_contains(name); }
  std::string text(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr || !value->is_string()) broken();
    return std::string{value->get_string()};
  }
  std::optional<std::string> text_if_any(std::string_view name) const {
    return find(name) == nullptr ? std::nullopt : std::optional{text(name)};
  }
  std::int64_t number(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr || !value->is_int64()) broken();
    return value->get_int64();
  }
  billing::LocalDate date(std::string_view name) const {
    const auto date = billing::parse_local_date(text(name));
    if (!date) broken();
    return *date;
  }

 private:
  const js::object* object_;
};

js::object json_of(const billing::Address& is) {
  return {{"line1", is.line1}, {"line2", is.line2},   {"postal_code", is.postal_code},
          {"city", is.city},   {"region", is.region}, {"country", is.country}};
}

billing::Address address_in(const js::value& value) {
  const Object object{value};
  return {.line1 = object.text("line1"),
          .line2 = object.text("line2"),
          .postal_code = object.text("postal_code"),
          .city = object.text("city"),
          .region = object.text("region"),
          .country = object.text("country")};
}

js::object json_of(const billing::InvoiceLine& is) {
  js::object object{{"description", is.description},
                    {"quantity", is.quantity},
                    {"unit", is.unit_amount_minor},
                    {"amount", is.amount_minor},
                    {"start", billing::to_text(is.period.start)},
                    {"end", billing::to_text(is.period.end)}};
  if (is.price) object.emplace("price", is.price->text());
  return object;
}

billing::InvoiceLine line_in(const js::value& value) {
  const Object object{value};
  billing::InvoiceLine line{.description = object.text("description"),
                            .price = std::nullopt,
                            .quantity = object.number("quantity"),
                            .unit_amount_minor = object.number("unit"),
                            .amount_minor = object.number("amount"),
                            .period = {object.date("start"), object.date("end")}};
  if (const auto price = object.text_if_any("price")) {
    line.price = billing::PriceId::parse(*price);
    if (!line.price) broken();
  }
  return line;
}

}  // namespace

std::string address_text(const billing::Address& address) {
  return js::serialize(json_of(address));
}

billing::Address read_address(const std::string& text) { return address_in(parsed(text)); }

std::string lines_text(const std::vector<billing::InvoiceLine>& lines) {
  js::array array;
  array.reserve(lines.size());
  for (const auto& line : lines) array.emplace_back(json_of(line));
  return js::serialize(array);
}

std::vector<billing::InvoiceLine> read_lines(const std::string& text) {
  const auto value = parsed(text);
  const auto* array = value.if_array();
  if (array == nullptr) broken();
  std::vector<billing::InvoiceLine> lines;
  lines.reserve(array->size());
  for (const auto& line : *array) lines.push_back(line_in(line));
  return lines;
}

std::string bill_to_text(const billing::BillTo& bill_to) {
  js::object object{{"name", bill_to.name}, {"email", bill_to.email}};
  if (bill_to.address) object.emplace("address", json_of(*bill_to.address));
  if (bill_to.tax_id) object.emplace("tax_id", *bill_to.tax_id);
  return js::serialize(object);
}

billing::BillTo read_bill_to(const std::string& text) {
  const auto value = parsed(text);
  const Object object{value};
  billing::BillTo bill_to{.name = object.text("name"),
                          .email = object.text("email"),
                          .address = std::nullopt,
                          .tax_id = object.text_if_any("tax_id")};
  if (const auto* address = object.find("address")) bill_to.address = address_in(*address);
  return bill_to;
}

}  // namespace sql
