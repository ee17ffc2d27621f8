#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/write.hpp>

#include <tests/simulation/billing_life.hpp>

// The commands of billing that wishes are.
namespace sim {
namespace {

// The state that a use case found to be as asked already, as the routes tell it.
template <class UseCase>
sync::Command given(const UseCase& use_case, typename UseCase::Command input) {
  sync::Command command;
  command.want = [&use_case, input] { use_case.want(input); };
  command.decide = [&use_case, input]() -> shared::Result<std::string> {
    const auto result = use_case(input);
    if (!result) return shared::refuse(result.error());
    std::string text;
    if (*result) json::write(text, **result);
    return text;
  };
  return command;
}

}  // namespace

sync::Command BillingLife::command(const Wish& wish, const Attempt& attempt) {
  switch (wish.verb) {
    case Verb::set_billing_profile:
      return given(module_.set_billing_profile,
                   {.id = {wish.user},
                    .expected_version = wish.expected_version,
                    .currency = wish.currency,
                    .tax_id = wish.tax_id,
                    .address = {},
                    .payment_method = wish.payment_method});
    case Verb::create_product:
    case Verb::archive_product:
    case Verb::create_price:
    case Verb::revise_price:
    case Verb::archive_price: return catalogue_command(wish, attempt);
    case Verb::subscribe:
    case Verb::cancel:
    case Verb::keep: return subscription_command(wish, attempt);
    default: return invoice_command(wish, attempt);
  }
}

sync::Command BillingLife::catalogue_command(const Wish& wish, const Attempt& attempt) {
  const auto at = attempt.at;
  switch (wish.verb) {
    case Verb::create_product: {
      const std::vector<std::string> entitlements{"seats", wish.flag ? "export" : "import"};
      return given(module_.create_product, {.id = {attempt.new_id},
                                            .words = {.name = "Plan",
                                                      .description = {},
                                                      .entitlements = entitlements},
                                            .at = at});
    }
    case Verb::archive_product:
      return given(module_.archive_product, {{wish.subject}, wish.expected_version, at});
    case Verb::create_price:
      return given(module_.create_price, {.id = {attempt.new_id},
                                          .product = billing::ProductId{wish.subject},
                                          .currency = wish.currency,
                                          .interval = wish.flag ? "year" : "month",
                                          .unit_amount_minor = wish.amount_minor,
                                          .replaces = {},
                                          .at = at});
    case Verb::revise_price:
      return given(module_.create_price, {.id = {attempt.new_id},
                                          .product = {},
                                          .currency = {},
                                          .interval = {},
                                          .unit_amount_minor = wish.amount_minor,
                                          .replaces = billing::PriceId{wish.subject},
                                          .at = at});
    default: return given(module_.archive_price, {{wish.subject}, wish.expected_version, at});
  }
}

sync::Command BillingLife::subscription_command(const Wish& wish, const Attempt& attempt) {
  switch (wish.verb) {
    case Verb::subscribe:
      return given(module_.subscribe, {.id = {attempt.new_id},
                                       .invoice = {attempt.invoice_id},
                                       .payment = {attempt.payment_id},
                                       .customer = {wish.user},
                                       .price = {wish.subject},
                                       .quantity = wish.count,
                                       .trial_days = wish.days,
                                       .at = attempt.at});
    case Verb::cancel:
      return given(module_.cancel_subscription,
                   {{wish.subject}, wish.expected_version, wish.flag, attempt.at});
    default:
      return given(module_.keep_subscription, {{wish.subject}, wish.expected_version, attempt.at});
  }
}

sync::Command BillingLife::invoice_command(const Wish& wish, const Attempt& attempt) {
  const auto at = attempt.at;
  switch (wish.verb) {
    case Verb::finalize:
      return given(module_.finalize_invoice,
                   {{wish.subject}, {attempt.payment_id}, wish.expected_version, at});
    case Verb::void_invoice:
      return given(module_.void_invoice, {{wish.subject}, wish.expected_version, at});
    case Verb::give_up:
      return given(module_.give_up_invoice, {{wish.subject}, wish.expected_version, at});
    case Verb::pay:
      return given(module_.pay_invoice, {{attempt.payment_id}, {wish.subject}, at});
    case Verb::record_payment:
      return given(module_.record_payment,
                   {.payment = {attempt.payment_id},
                    .invoice = {wish.subject},
                    .amount_minor = wish.amount_minor,
                    .reference = billing::PaymentId{attempt.payment_id}.text(),
                    .at = at});
    default: return given(module_.advance_clock, {wish.to, at});
  }
}

}  // namespace sim
