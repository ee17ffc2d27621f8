#include <billing/application/billing_run.hpp>

#include <algorithm>
#include <utility>

#include <billing/application/billing_work.hpp>
#include <billing/domain/billing_errors.hpp>

// The works of a billing run: how each is submitted, and what becomes of its end.
namespace billing {
namespace {

// Somebody else issued it, or ended it, since it was read: that is what was wanted.
bool settled_meanwhile(const shared::Error& error) { return error == errors::invoice_not_draft(); }

}  // namespace

void BillingRun::submit(Item item) {
  const auto said = std::make_shared<Said>();
  ++in_flight_;
  auto work = work_for(item, said);
  work.ended = [this, item = std::move(item), said](const shared::Done& done) mutable {
    --in_flight_;
    ended(std::move(item), *said, done);
  };
  parts_.works.submit(std::move(work));
}

// Ids are drawn anew for each try: what a lost one may have made keeps its own.
shared::Work BillingRun::work_for(const Item& item, const std::shared_ptr<Said>& said) const {
  const auto at = parts_.clock.now();
  const auto& module = parts_.module;
  switch (progress_.phase) {
    case Phase::subscriptions:
      return work_of(module.advance_subscription,
                     {.id = *SubscriptionId::parse(item.ids.front()),
                      .invoice = {parts_.ids.next()},
                      .payment = {parts_.ids.next()},
                      .as_of = as_of_,
                      .at = at},
                     [said, &module](const auto& command, const auto& result) {
                       said->changed = result && !*result;
                       said->issued = said->changed && module.advance_subscription.issued(command);
                     });
    case Phase::drafts:
      return work_of(
          module.finalize_invoice,
          {.id = *InvoiceId::parse(item.ids.front()),
           .payment = {parts_.ids.next()},
           .expected_version = std::nullopt,
           .at = at},
          [said](const auto&, const auto& result) { said->issued = result && !*result; });
    default: {
      RecognizeRevenue::Command command{.invoices = {}, .as_of = as_of_, .at = at};
      for (const auto& id : item.ids) command.invoices.push_back(*InvoiceId::parse(id));
      return work_of(module.recognize_revenue, std::move(command), [](const auto&, const auto&) {});
    }
  }
}

void BillingRun::ended(Item item, const Said& said, const shared::Done& done) {
  if (over()) return;  // it failed meanwhile
  if (!done && done.error().kind == shared::ErrorKind::unavailable) {
    return unavailable(std::move(item), done.error());
  }
  if (progress_.phase != Phase::revenue) ++progress_.done;
  if (!done && !settled_meanwhile(done.error())) return refused(std::move(item), done.error());
  if (progress_.phase == Phase::revenue) progress_.schedules_recognized += std::ssize(item.ids);
  if (said.changed) {
    pass_changed_ = true;
    ++progress_.subscriptions_advanced;
  }
  if (said.issued) ++progress_.invoices_issued;
}

void BillingRun::refused(Item item, const shared::Error& error) {
  if (item.ids.size() == 1) return problem(item.ids.front(), error);
  // One of a group: each is tried alone, so that it keeps no other from going on.
  for (auto& id : item.ids) again_.push_back({.ids = {std::move(id)}});
  again_at_ = parts_.clock.monotonic();
}

void BillingRun::problem(const std::string& id, const shared::Error& error) {
  ++progress_.problem_count;
  if (progress_.problems.size() < Progress::problems_shown) {
    progress_.problems.push_back({id, std::string{error.code}, error.detail});
  }
  left_alone_.insert(id);
  if (left_alone_.size() > limits_.problems_max) fail("too many were refused");
}

void BillingRun::unavailable(Item item, const shared::Error& error) {
  if (++item.tries == limits_.tries_max) return fail(error.detail);
  const auto doubled = limits_.retry_first * (1LL << std::min(item.tries - 1, 20));
  again_at_ = std::max(again_at_, parts_.clock.monotonic() + std::min<std::chrono::milliseconds>(
                                                                 doubled, limits_.retry_max));
  again_.push_back(std::move(item));
}

void BillingRun::fail(std::string why) {
  progress_.failure = std::move(why);
  progress_.phase = Phase::failed;
}

}  // namespace billing
