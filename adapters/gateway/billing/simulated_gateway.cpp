#include <adapters/gateway/billing/simulated_gateway.hpp>

#include <ports/sync/store_errors.hpp>

#include <adapters/sql/migrations.hpp>

namespace gateway {
namespace {

// How often a late payment is looked up in vain.
constexpr std::int64_t look_ups_in_vain = 2;

}  // namespace

SimulatedGateway::SimulatedGateway(const sql::Location& at, shared::Clock& clock)
    : clock_(clock),
      session_(at, sql::Access::writer),
      records_(session_,
               "SELECT call, invoice, method, currency, amount_minor, outcome, code, captures "
               "FROM gateway_record WHERE reference = :reference ORDER BY record_no",
               "t", "ttttnttn"),
      declined_before_(session_,
                       "SELECT record_no FROM gateway_record "
                       "WHERE method = :method AND outcome = 'declined' LIMIT 1",
                       "t", "n"),
      insert_(session_,
              "INSERT INTO gateway_record (reference, call, invoice, method, currency, "
              "amount_minor, outcome, code, captures, repeats, recorded_at) VALUES (:reference, "
              ":call, :invoice, :method, :currency, :amount, :outcome, :code, :captures, :repeats, "
              ":at)",
              "tttttnttnnn") {
  sql::Migrator{session_}.apply("gateway", sql::migrations_of("gateway"), clock.now());
}

std::vector<billing::ChargeAnswer> SimulatedGateway::charge(
    std::span<const billing::ChargeRequest> requests) {
  return in_transaction([&](Answers& answers) {
    answer_late(answers);
    for (const auto& request : requests) charge_one(request, answers);
  });
}

std::vector<billing::ChargeAnswer> SimulatedGateway::look_up(
    std::span<const billing::PaymentId> references) {
  return in_transaction([&](Answers& answers) {
    for (const auto& reference : references) look_up_one(reference, answers);
  });
}

template <class Work>
SimulatedGateway::Answers SimulatedGateway::in_transaction(Work work) {
  const auto late_before = late_;
  try {
    Answers answers;
    session_.begin();
    work(answers);
    session_.commit();
    return answers;
  } catch (const sync::StoreFailure&) {
    session_.rollback();
    late_ = late_before;
    return {};
  }
}

SimulatedGateway::Known SimulatedGateway::known(const billing::PaymentId& reference) {
  Known known{.subject = {reference, "", "", "", 0}, .code = ""};
  records_.with(reference.text()).each([&] {
    if (records_.text(0) == "look_up") {
      ++known.look_ups;
    } else if (known.charges++ == 0) {
      known.subject = {reference, records_.text(1), records_.text(2), records_.text(3),
                       records_.number(4)};
    }
    known.captured = known.captured || records_.number(7) != 0;
    known.pending = known.pending || records_.text(5) == "pending";
    if (records_.text(5) == "declined") {
      known.declined = true;
      known.code = records_.text(6);
    }
  });
  return known;
}

void SimulatedGateway::write(const Subject& subject, const Entry& entry) {
  insert_
      .with(subject.reference.text(), entry.call, subject.invoice, subject.method, subject.currency,
            subject.amount_minor, entry.outcome, entry.code,
            static_cast<std::int64_t>(entry.captures), static_cast<std::int64_t>(entry.repeats),
            shared::to_unix_ms(clock_.now()))
      .run();
}

void SimulatedGateway::charge_one(const billing::ChargeRequest& request, Answers& answers) {
  const Subject subject{request.reference, request.invoice.text(), request.method,
                        request.amount.currency.code(), request.amount.amount_minor};
  const auto before = known(request.reference);
  if (before.captured) {
    write(subject, {.call = "charge", .outcome = "succeeded", .repeats = true});
    answers.push_back({request.reference, Outcome::succeeded, ""});
  } else if (before.declined) {
    decline(subject, before.code, answers);
  } else if (before.pending) {
    write(subject, {.call = "charge", .outcome = "pending"});
    answers.push_back({request.reference, Outcome::pending, ""});
  } else {
    charge_new(subject, before, answers);
  }
}

// A reference of which nothing came yet.
void SimulatedGateway::charge_new(const Subject& subject, const Known& before, Answers& answers) {
  switch (behaviour_of(subject.method)) {
    case Behaviour::declined:
      return decline(subject, "card_declined", answers);
    case Behaviour::insufficient_funds:
      return decline(subject, "insufficient_funds", answers);
    case Behaviour::unknown:
      return decline(subject, "unknown_method", answers);
    case Behaviour::declines_once:
      if (!declined_before_.with(subject.method).one()) {
        return decline(subject, "card_declined", answers);
      }
      break;
    case Behaviour::timeout_charged:
      return write(subject, {.call = "charge", .outcome = "no_answer", .captures = true});
    case Behaviour::timeout_lost:
      if (before.charges == 0) return write(subject, {.call = "charge", .outcome = "no_answer"});
      break;
    case Behaviour::late:
      if (late_.size() < late_max) late_.push_back(subject.reference);
      write(subject, {.call = "charge", .outcome = "pending"});
      return answers.push_back({subject.reference, Outcome::pending, ""});
    case Behaviour::doubled:
      answers.push_back({subject.reference, Outcome::succeeded, ""});
      break;
    case Behaviour::ok:
      break;
  }
  write(subject, {.call = "charge", .outcome = "succeeded", .captures = true});
  answers.push_back({subject.reference, Outcome::succeeded, ""});
}

void SimulatedGateway::decline(const Subject& subject, std::string_view code, Answers& answers) {
  write(subject, {.call = "charge", .outcome = "declined", .code = code});
  answers.push_back({subject.reference, Outcome::declined, std::string{code}});
}

void SimulatedGateway::look_up_one(const billing::PaymentId& reference, Answers& answers) {
  const auto is = known(reference);
  if (is.captured) {
    write(is.subject, {.call = "look_up", .outcome = "succeeded"});
    answers.push_back({reference, Outcome::succeeded, ""});
  } else if (is.declined) {
    write(is.subject, {.call = "look_up", .outcome = "declined", .code = is.code});
    answers.push_back({reference, Outcome::declined, is.code});
  } else if (is.pending && is.look_ups < look_ups_in_vain) {
    write(is.subject, {.call = "look_up", .outcome = "pending"});
    answers.push_back({reference, Outcome::pending, ""});
  } else if (is.pending) {
    write(is.subject, {.call = "look_up", .outcome = "succeeded", .captures = true});
    answers.push_back({reference, Outcome::succeeded, ""});
  } else {
    write(is.subject, {.call = "look_up", .outcome = "not_found"});
    answers.push_back({reference, Outcome::not_found, ""});
  }
}

// Payments that an earlier call left pending: their answers come with this one.
void SimulatedGateway::answer_late(Answers& answers) {
  for (; !late_.empty(); late_.pop_front()) {
    const auto is = known(late_.front());
    if (!is.captured) {
      write(is.subject, {.call = "late", .outcome = "succeeded", .captures = true});
    }
    answers.push_back({late_.front(), Outcome::succeeded, ""});
  }
}

}  // namespace gateway
