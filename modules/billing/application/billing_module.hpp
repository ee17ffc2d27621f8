#pragma once

#include <billing/application/advance_clock.hpp>
#include <billing/application/advance_subscription.hpp>
#include <billing/application/archive_price.hpp>
#include <billing/application/archive_product.hpp>
#include <billing/application/cancel_subscription.hpp>
#include <billing/application/change_product.hpp>
#include <billing/application/create_price.hpp>
#include <billing/application/create_product.hpp>
#include <billing/application/end_customer_of_deleted_user.hpp>
#include <billing/application/finalize_invoice.hpp>
#include <billing/application/follow_user_status.hpp>
#include <billing/application/give_up_invoice.hpp>
#include <billing/application/keep_subscription.hpp>
#include <billing/application/keep_user_replica.hpp>
#include <billing/application/look_up_payment.hpp>
#include <billing/application/pay_invoice.hpp>
#include <billing/application/recognize_revenue.hpp>
#include <billing/application/record_payment.hpp>
#include <billing/application/set_billing_profile.hpp>
#include <billing/application/settle_payment.hpp>
#include <billing/application/settle_payment_by_hand.hpp>
#include <billing/application/subscribe.hpp>
#include <billing/application/void_invoice.hpp>

namespace billing {

// BillingModule: the front door. Every use case runs inside this module's write lane: first its
// want, then, when the rows are there, the call.
struct BillingModule {
  BillingModule(const BillingPorts& ports, const BillingRules& rules)
      : set_billing_profile(ports),
        create_product(ports),
        change_product(ports),
        archive_product(ports),
        create_price(ports),
        archive_price(ports),
        subscribe(ports, rules),
        cancel_subscription(ports),
        keep_subscription(ports),
        advance_subscription(ports, rules),
        finalize_invoice(ports, rules),
        void_invoice(ports),
        give_up_invoice(ports),
        pay_invoice(ports),
        record_payment(ports),
        settle_payment(ports),
        look_up_payment(ports),
        settle_payment_by_hand(ports),
        recognize_revenue(ports),
        advance_clock(ports, rules),
        keep_user_replica(ports.user_replica),
        follow_user_status(ports, rules),
        end_customer_of_deleted_user(ports) {}

  SetBillingProfile set_billing_profile;

  CreateProduct create_product;
  ChangeProduct change_product;
  ArchiveProduct archive_product;
  CreatePrice create_price;
  ArchivePrice archive_price;

  Subscribe subscribe;
  CancelSubscription cancel_subscription;
  KeepSubscription keep_subscription;
  AdvanceSubscription advance_subscription;

  FinalizeInvoice finalize_invoice;
  VoidInvoice void_invoice;
  GiveUpInvoice give_up_invoice;
  PayInvoice pay_invoice;
  RecordPayment record_payment;
  SettlePayment settle_payment;
  LookUpPayment look_up_payment;
  SettlePaymentByHand settle_payment_by_hand;
  RecognizeRevenue recognize_revenue;
  AdvanceClock advance_clock;

  // What follows the user module's events.
  KeepUserReplica keep_user_replica;
  FollowUserStatus follow_user_status;
  EndCustomerOfDeletedUser end_customer_of_deleted_user;
};

}  // namespace billing
