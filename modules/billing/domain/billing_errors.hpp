#pragma once

#include <string>
#include <string_view>

#include <shared/domain/error.hpp>

// What billing refuses, and in which words.
namespace billing::errors {

using shared::Error;
using shared::ErrorKind;

inline Error customer_not_found() {
  return {ErrorKind::not_found, "billing.customer_not_found", "There is no such customer (yet).",
          ""};
}
inline Error currency_unknown() {
  return {ErrorKind::invalid, "billing.currency_unknown",
          "A currency is an active ISO 4217 code, such as \"eur\".", "/currency"};
}
inline Error currency_required() {
  return {ErrorKind::invalid, "billing.currency_required",
          "A billing profile is opened with its currency.", "/currency"};
}
inline Error product_not_found() {
  return {ErrorKind::not_found, "billing.product_not_found", "There is no such product.", ""};
}
inline Error price_not_found() {
  return {ErrorKind::not_found, "billing.price_not_found", "There is no such price.", ""};
}
inline Error subscription_not_found() {
  return {ErrorKind::not_found, "billing.subscription_not_found",
          "There is no such subscription.",
          ""};
}
inline Error invoice_not_found() {
  return {ErrorKind::not_found, "billing.invoice_not_found", "There is no such invoice.", ""};
}
inline Error payment_not_found() {
  return {ErrorKind::not_found, "billing.payment_not_found", "There is no such payment.", ""};
}
inline Error product_name_invalid() {
  return {ErrorKind::invalid, "billing.product_name_invalid",
          "A name is 1 to 200 characters, without control characters.",
          "/name"};
}
inline Error product_description_invalid() {
  return {ErrorKind::invalid, "billing.product_description_invalid",
          "A description is at most 2,000 characters, without control characters but line ends.",
          "/description"};
}
inline Error entitlement_invalid() {
  return {ErrorKind::invalid, "billing.entitlement_invalid",
          "An entitlement is 1 to 64 characters of a-z, 0-9, _, . and -; each stands once.",
          "/entitlements"};
}
inline Error too_many_entitlements() {
  return {ErrorKind::invalid, "billing.too_many_entitlements",
          "A product has at most 50 entitlements.",
          "/entitlements"};
}
inline Error product_archived() {
  return {ErrorKind::conflict, "billing.product_archived",
          "The product is archived: it is sold no more.",
          ""};
}
inline Error price_archived() {
  return {ErrorKind::conflict, "billing.price_archived",
          "The price is archived: it is sold no more. Use its newest revision.",
          ""};
}
inline Error price_replaced_differs() {
  return {ErrorKind::invalid, "billing.price_replaced_differs",
          "A new revision of a price keeps its product, currency and interval; only the amount "
          "changes. Leave them out, or create a price of its own.",
          ""};
}
inline Error interval_unknown() {
  return {ErrorKind::invalid, "billing.interval_unknown",
          "An interval is \"month\" or \"year\".",
          "/interval"};
}
inline Error unit_amount_out_of_range() {
  return {ErrorKind::invalid, "billing.unit_amount_out_of_range",
          "A unit amount is 0 to 1,000,000,000,000 minor units.",
          "/unit_amount_minor"};
}
inline Error quantity_out_of_range() {
  return {ErrorKind::invalid, "billing.quantity_out_of_range",
          "A quantity is 1 to 1,000,000.",
          "/quantity"};
}
inline Error amount_too_large() {
  return {ErrorKind::invalid, "billing.amount_too_large",
          "A period of a subscription costs at most 10,000,000,000,000 minor units: its price "
          "times its quantity. Take less of it.",
          "/quantity"};
}
inline Error trial_out_of_range() {
  return {ErrorKind::invalid, "billing.trial_out_of_range",
          "A trial is 0 to 730 days.",
          "/trial_days"};
}
inline Error customer_inactive() {
  return {ErrorKind::conflict, "billing.customer_inactive",
          "The user is deactivated: reactivate them first.",
          ""};
}
inline Error time_zone_unknown() {
  return {ErrorKind::conflict, "billing.time_zone_unknown",
          "The user's time zone is none of the IANA time zone database, so it is not known when "
          "their days begin: correct time_zone in the user's profile first, such as "
          "Europe/Berlin.",
          ""};
}
inline Error currency_differs() {
  return {ErrorKind::conflict, "billing.currency_differs",
          "The price is in another currency than the customer's billing profile. Choose a price"
          " in that currency, or change the profile.",
          ""};
}
inline Error currency_in_use() {
  return {ErrorKind::conflict, "billing.currency_in_use",
          "A subscription of this customer pays in another currency. End it first.",
          "/currency"};
}
inline Error too_many_subscriptions() {
  return {ErrorKind::conflict, "billing.too_many_subscriptions",
          "A customer has at most 100 subscriptions that have not ended.",
          ""};
}
inline Error subscription_ended() {
  return {ErrorKind::conflict, "billing.subscription_ended",
          "The subscription has ended, and an end is for good. Subscribe anew.",
          ""};
}
inline Error subscription_not_canceling() {
  return {ErrorKind::conflict, "billing.subscription_not_canceling",
          "The subscription is not about to end: there is nothing to take back.",
          ""};
}
inline Error subscription_not_paused() {
  return {ErrorKind::conflict, "billing.subscription_not_paused",
          "The subscription is not paused.",
          ""};
}
inline Error invoice_not_draft() {
  return {ErrorKind::conflict, "billing.invoice_not_draft",
          "The invoice was issued already: only a draft can be finalized.",
          ""};
}
inline Error invoice_not_open() {
  return {ErrorKind::conflict, "billing.invoice_not_open",
          "The invoice is not open: a draft is not owed yet, and one that is paid, void or "
          "uncollectible is settled.",
          ""};
}
inline Error invoice_has_payments() {
  return {ErrorKind::conflict, "billing.invoice_has_payments",
          "A part of the invoice is paid: it cannot be voided any more.",
          ""};
}
inline Error payment_in_progress() {
  return {ErrorKind::conflict, "billing.payment_in_progress",
          "A payment of this invoice is under way, and its outcome is not known yet. Ask again "
          "when it is settled.",
          ""};
}
inline Error payment_settled() {
  return {ErrorKind::conflict, "billing.payment_settled",
          "The payment is settled: there is nothing to look up any more.", ""};
}
inline Error payment_not_unknown() {
  return {ErrorKind::conflict, "billing.payment_not_unknown",
          "Only a payment whose outcome is unknown is settled by hand: a pending one is about to "
          "be asked for, and one that is settled stays so.",
          ""};
}
inline Error outcome_unreadable() {
  return {ErrorKind::invalid, "billing.outcome_unreadable",
          "An outcome is \"succeeded\" or \"failed\".", "/outcome"};
}
inline Error reason_invalid() {
  return {ErrorKind::invalid, "billing.reason_invalid",
          "A reason is 1 to 200 characters, without control characters.", "/reason"};
}
inline Error no_payment_method() {
  return {ErrorKind::conflict, "billing.no_payment_method",
          "The customer has no payment method. Set payment_method in the billing profile, or "
          "record a payment that came another way.",
          ""};
}
inline Error payment_method_invalid() {
  return {ErrorKind::invalid, "billing.payment_method_invalid",
          "A payment method is a token of the gateway: 1 to 200 characters of A-Z, a-z, 0-9, _,"
          " - and .; never a card's number.",
          "/payment_method"};
}
inline Error amount_out_of_range() {
  return {ErrorKind::invalid, "billing.amount_out_of_range",
          "An amount is 1 to 1,000,000,000,000,000 minor units.",
          "/amount_minor"};
}
inline Error reference_invalid() {
  return {ErrorKind::invalid, "billing.reference_invalid",
          "A reference is 1 to 200 characters, without control characters.",
          "/reference"};
}
inline Error reference_used(std::string_view payment) {
  return {ErrorKind::conflict, "billing.reference_used",
          "A payment of this invoice was recorded under this reference: " + std::string{payment} +
              ". Where more money came, say its own reference.",
          "/reference"};
}
inline Error amount_overflow() {
  return {ErrorKind::invalid, "billing.amount_overflow",
          "The amount leaves the range of 64 bits: nothing was booked. Use smaller quantities "
          "or prices.",
          ""};
}
inline Error sum_too_large() {
  return {ErrorKind::conflict, "billing.sum_too_large",
          "A sum of the books leaves the range of 64 bits: it cannot be shown, and nothing in them "
          "is wrong. Ask as of an earlier day, and read the entries behind it.",
          ""};
}
inline Error amount_malformed() {
  return {ErrorKind::invalid, "billing.amount_malformed",
          "An amount is digits, with a point and at most the currency's digits behind it, such "
          "as 12.50.",
          ""};
}
inline Error address_invalid() {
  return {ErrorKind::invalid, "billing.address_invalid",
          "An address needs line1, city and a country (ISO 3166-1, two letters, such as DE); no"
          " line is longer than 200 characters or has control characters.",
          "/address"};
}
inline Error clock_backwards() {
  return {ErrorKind::conflict, "billing.clock_backwards", "Billing's time never goes back.", "/to"};
}
inline Error clock_too_far() {
  return {ErrorKind::invalid, "billing.clock_too_far",
          "Billing's time is at most 100 years ahead of the wall clock.",
          "/to"};
}
inline Error clock_not_for_tests() {
  return {ErrorKind::conflict, "billing.clock_not_for_tests",
          "Time passes by itself here: whoever moves it ahead has everybody charged, for good. A "
          "server for tests allows it: cleave serve --test-clock, or billing.test_clock = true in "
          "its configuration.",
          ""};
}
inline Error clock_not_advancing() {
  return {ErrorKind::conflict, "billing.clock_not_advancing",
          "Billing's clock is not being advanced just now: there is nothing to stop.", ""};
}
inline Error as_of_too_far() {
  return {ErrorKind::invalid, "billing.as_of_too_far",
          "A run is as of at most a year ahead of billing's time: what it issues bears today's "
          "date. To see more months pass, advance the clock.",
          "/as_of"};
}
inline Error too_many_runs() {
  return {ErrorKind::unavailable, "billing.too_many_runs",
          "8 runs wait already: ask again when some of them have ended.", ""};
}
inline Error run_not_found() {
  return {ErrorKind::not_found, "billing.run_not_found",
          "There is no such run: the last 100 are remembered, and none from before a restart.", ""};
}
inline Error clock_target_ambiguous() {
  return {ErrorKind::invalid, "billing.clock_target_ambiguous",
          "Say either to, an instant, or by, a duration.", "/to"};
}
inline Error duration_invalid() {
  return {ErrorKind::invalid, "billing.duration_invalid",
          "A duration is as ISO 8601 writes it, in whole numbers, such as P1M, P3D or PT1H.",
          "/by"};
}
inline Error tax_id_invalid() {
  return {ErrorKind::invalid, "billing.tax_id_invalid",
          "A tax id is 1 to 32 printable ASCII characters, without space at either end.",
          "/tax_id"};
}
// The version that the caller saw is not the current one.
inline Error version_mismatch() {
  return {ErrorKind::precondition, "billing.version_mismatch",
          "It has changed since the version you named: read it again, then repeat.", ""};
}
// An event of the user module's that billing cannot read; parks its key.
inline Error user_event_unreadable(std::string_view why) {
  return {ErrorKind::malformed, "billing.user_event_unreadable", std::string{why}, ""};
}

}  // namespace billing::errors
