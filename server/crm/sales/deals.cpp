#include "crm/sales/deals.h"

#include "base/money.h"
#include "base/text.h"
#include "crm/activities/activities.h"
#include "crm/sales/stage_times.h"
#include "crm/sales/stages.h"

namespace rapport::crm::deals {

using base::Date;
using base::Instant;
using records::Money;
using records::Record;
using records::Saving;

namespace {

constexpr std::int64_t kHourUs = 3'600'000'000, kDayUs = 24 * kHourUs;

bool has_moved(const Saving& saving) { return changed(saving, stage) || changed(saving, pipeline); }

std::optional<Pipeline> pipeline_of(const Saving& saving) {
  auto id = saving.record.get(pipeline);
  return id ? load_pipeline(saving.transaction(), saving.context(), *id) : std::nullopt;
}

// A place in a pipeline for a deal that has none: the default pipeline, its first stage. One that
// was moved to a pipeline without its stage begins there anew.
void place(Saving& saving) {
  Record& deal = saving.record;
  bool stage_is_old = !saving.is_new() && changed(saving, pipeline) && !changed(saving, stage);
  if (!is_empty(deal, pipeline) && !is_empty(deal, stage) && !stage_is_old) return;
  auto way = is_empty(deal, pipeline)
                 ? load_default_pipeline(saving.transaction(), saving.context())
                 : pipeline_of(saving);
  if (!way || !way->first()) return;
  deal.put(pipeline, way->id);
  auto key = deal.get(stage);
  if (!key || (stage_is_old && !way->find(*key))) deal.put(stage, way->first()->key);
}

// What is asked on the way in must not be taken away while the deal stands there.
bool is_missing(const Saving& saving, const std::string& field) {
  const auto* definition = saving.record.entity().find(field);
  if (!definition || !saving.record.is_empty(field)) return false;
  return has_moved(saving) || !saving.before->is_empty(field);
}

void require_fields(Saving& saving, const Stage& at) {
  const auto& context = saving.context();
  auto language = context.actor->language;
  if (at.kind == StageKind::Lost && is_missing(saving, std::string(loss_reason.name)))
    saving.reject(std::string(loss_reason.name), "loss_reason_required");
  for (const auto& field : at.required) {
    if (!is_missing(saving, field)) continue;
    if (at.kind == StageKind::Lost && field == loss_reason.name) continue;
    auto label = context.model->strings->text(language, "deals.fields." + field);
    saving.reject(field, "stage_requires",
                  {{"stage", stage_label(context, at, language)}, {"fields", std::string(label)}});
  }
}

void validate(Saving& saving) {
  place(saving);
  const Record& deal = saving.record;
  auto key = deal.get(stage);
  if (!key) return;
  auto way = pipeline_of(saving);
  if (!way) {
    if (is_empty(deal, pipeline)) saving.reject("pipeline", "required");
    return;
  }
  const Stage* at = way->find(*key);
  if (!at && has_moved(saving)) saving.reject("stage", "unknown_stage", {{"value", *key}});
  if (at && !is_import(saving.context())) require_fields(saving, *at);
}

// A deal entered when it was long over was closed on the day it tells.
Instant closing_instant(const Saving& saving) {
  const auto& context = saving.context();
  auto day = saving.record.get(closes_on);
  bool history = saving.is_new() || is_import(context);
  if (!history || !day || *day >= context.today()) return context.now;
  Instant noon = *day * kDayUs + 12 * kHourUs;
  return noon - base::zone_offset_us(context.actor->time_zone, noon);
}

void close(Saving& saving) {
  Record& deal = saving.record;
  deal.put(closed_at, closing_instant(saving));
  Date today = saving.context().today();
  auto day = deal.get(closes_on);
  if (!day || *day > today) deal.put(closes_on, today);
}

void settle_closing(Saving& saving, const Stage& at) {
  Record& deal = saving.record;
  bool was_closed = saving.before && !is_empty(*saving.before, closed_at);
  if (was_closed && at.kind != StageKind::Lost) clear(deal, loss_reason);
  if (at.kind == StageKind::Open) clear(deal, closed_at);
  else close(saving);
}

void settle_stage(Saving& saving) {
  Record& deal = saving.record;
  bool moved = has_moved(saving);
  if (!moved && !(changed(saving, probability) && is_empty(deal, probability))) return;
  auto way = pipeline_of(saving);
  auto key = deal.get(stage);
  const Stage* at = way && key ? way->find(*key) : nullptr;
  if (!at) return;
  bool by_hand = changed(saving, probability) && !is_empty(deal, probability);
  if (!by_hand || at->kind != StageKind::Open) deal.put(probability, at->probability);
  if (!moved) return;
  settle_closing(saving, *at);
  bool over = at->kind != StageKind::Open;
  deal.put(stage_changed_at, over ? *deal.get(closed_at) : saving.context().now);
}

// Amounts are ten-thousandths of a unit, probabilities ten-thousandths of the whole; the result is
// rounded to what the currency has: cents, or whole yen.
void settle_expected_amount(Record& deal) {
  auto whole = deal.get(amount);
  if (!whole) {
    clear(deal, expected_amount);
    return;
  }
  std::int64_t unit = 1;
  for (int i = base::currency_digits(whole->currency); i < base::kMoneyScale; ++i) unit *= 10;
  __int128 parts = static_cast<__int128>(unit) * 10'000;
  __int128 exact = static_cast<__int128>(whole->amount) * deal.get(probability).value_or(0);
  auto units = static_cast<std::int64_t>((exact + parts / 2) / parts);
  deal.put(expected_amount, Money{units * unit, whole->currency});
}

void fill_account(Saving& saving) {
  Record& deal = saving.record;
  auto person = deal.get(contact);
  if (!is_empty(deal, account) || !person || !changed(saving, contact)) return;
  const auto& context = saving.context();
  auto found = saving.service.find(context.entity("contacts"), *person);
  auto company = found ? found->id("account") : std::nullopt;
  auto target = company ? saving.service.find(context.entity("accounts"), *company) : std::nullopt;
  if (target && may_read(saving.service, *target)) deal.put(account, *company);
}

std::string title_of(const Saving& saving, const char* entity, const std::optional<base::Id>& id) {
  auto record = id ? saving.service.find(saving.context().entity(entity), *id) : std::nullopt;
  return record ? record->title() : std::string();
}

std::string name_of(const Saving& saving) {
  const Record& deal = saving.record;
  std::string who = title_of(saving, "accounts", deal.get(account));
  if (who.empty()) who = title_of(saving, "contacts", deal.get(contact));
  std::string what = title_of(saving, "products", deal.get(product));
  if (who.empty() && what.empty()) return company_words(saving.context(), "deals.new");
  std::string both = who.empty() || what.empty() ? who + what : who + " — " + what;
  auto limit = deal.entity().field(name.name).max.value_or(200);
  return std::string(base::prefix_of(both, static_cast<std::size_t>(limit)));
}

void before_save(Saving& saving) {
  Record& deal = saving.record;
  fill_account(saving);
  if (saving.is_new() && is_empty(deal, starts_on)) {
    Date today = saving.context().today();
    if (deal.get(closes_on).value_or(today) >= today) deal.put(starts_on, today);
  }
  settle_stage(saving);
  settle_expected_amount(deal);
  if (is_empty(deal, name)) deal.put(name, name_of(saving));
}

void after_save(Saving& saving) {
  const Record& deal = saving.record;
  if (has_moved(saving))
    begin_stage(saving.transaction(), deal,
                deal.get(stage_changed_at).value_or(saving.context().now));
  if (saving.before && changed(saving, account))
    activities::follow_account(saving.service, {"deals", deal.id()}, saving.before->get(account),
                               deal.get(account));
}

}  // namespace

records::EntityRules rules() {
  return {.defaults = place,
          .validate = validate,
          .before_save = before_save,
          .after_save = after_save};
}

}  // namespace rapport::crm::deals
