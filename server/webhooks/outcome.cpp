#include "webhooks/outcome.h"

#include <algorithm>

#include "base/text.h"
#include "webhooks/hooks.h"
#include "webhooks/retries.h"

namespace rapport::webhooks {

namespace {

constexpr std::size_t kAnswerBytes = 1'000;
constexpr std::int64_t kSecondUs = 1'000'000;
constexpr int kGone = 410, kTooMany = 429, kUnavailable = 503;

bool is_success(int status) { return status >= 200 && status < 300; }

// The beginning of an answer as text, whatever it was.
std::string beginning_of(std::string_view answer) {
  std::string text(answer.substr(0, kAnswerBytes));
  std::replace(text.begin(), text.end(), '\0', '?');
  auto whole = text;
  for (int cut = 0; cut < 3 && !whole.empty() && !base::is_valid_utf8(whole); ++cut)
    whole.pop_back();  // a letter that was cut in two
  if (base::is_valid_utf8(whole)) return whole;
  for (char& c : text)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return text;
}

}  // namespace

Outcome outcome_of(const Attempt& attempt, const Exchange& exchange, base::Instant now,
                   base::Random& random) {
  const auto& answer = exchange.answer;
  Outcome outcome;
  outcome.attempted_at = exchange.began_at;
  outcome.duration_ms = exchange.duration_ms;
  outcome.status = answer.status;
  outcome.answer = beginning_of(answer.body);
  if (is_success(answer.status)) return outcome;
  outcome.error = answer.status ? "webhook_status" : answer.error;
  outcome.error_detail = answer.status ? std::to_string(answer.status) : answer.detail;
  auto pause_us = pause_after(attempt.number, random);
  if (!pause_us || answer.status == kGone) {
    outcome.state = Outcome::State::Failed;
    return outcome;
  }
  outcome.state = Outcome::State::Waiting;
  if (answer.status == kTooMany || answer.status == kUnavailable) {
    auto asked_s = std::clamp<std::int64_t>(answer.retry_after_s, 0, kLongestWaitUs / kSecondUs);
    pause_us = std::max(*pause_us, asked_s * kSecondUs);
  }
  outcome.due_at = now + *pause_us;
  return outcome;
}

void conclude(storage::Transaction& transaction, const records::Context& program,
              const Attempt& attempt, const Exchange& exchange) {
  auto outcome = outcome_of(attempt, exchange, program.now, *program.random);
  if (!settle(transaction, attempt, outcome)) return;
  auto hook = active_hook(transaction, *program.model, attempt.hook);
  if (!hook) return;
  HookNews news{exchange.began_at, outcome.status, outcome.error, 0};
  bool failed = outcome.state != Outcome::State::Delivered;
  if (failed) news.failing_since = hook->failing_since ? hook->failing_since : exchange.began_at;
  note_on_hook(transaction, *program.model, hook->id, news);
  if (outcome.status == kGone)
    switch_off(transaction, program, *hook, OffBecause::Gone);
  else if (failed && program.now - news.failing_since >= kDeadAfterUs)
    switch_off(transaction, program, *hook, OffBecause::Dead);
}

}  // namespace rapport::webhooks
