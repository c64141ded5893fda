#include "crm/activities/touch.h"

#include <algorithm>

#include "crm/activities/activities.h"

namespace rapport::crm::activities {

using base::Instant;
using records::Record;
using records::RecordService;
using records::Reference;
using storage::Condition;
using storage::Test;

namespace {

constexpr const char* kNext = "next_activity_at";
constexpr const char* kLast = "last_touch_at";

using Time = std::optional<Instant>;

bool is_planned(const std::string& entity) {
  return std::find(kPlanned.begin(), kPlanned.end(), entity) != kPlanned.end();
}

// A task is due at its end, a call or meeting at its beginning.
Time due_of(const std::string& entity, const Time& due, const Time& starts) {
  return entity == "tasks" ? (due ? due : starts) : (starts ? starts : due);
}

Condition is_open(const std::string& entity) {
  if (entity != "tasks") return storage::compare("status", Test::Equal, std::string("planned"));
  return storage::in({0, "status"},
                     {std::string("new"), std::string("in_progress"), std::string("waiting")});
}

// Activities that concern the record: of an account through what it is tied to, of a contact also
// those that only name the person.
Condition concerning(const std::string& entity, const Reference& target) {
  auto tied = storage::compare("related", Test::Equal, target.id);
  if (target.entity == "accounts") return storage::compare("account", Test::Equal, target.id);
  if (target.entity == "contacts" && is_planned(entity))
    return storage::any_of({tied, storage::compare("contact", Test::Equal, target.id)});
  return tied;
}

storage::Query activities_of(const RecordService& service, const std::string& entity,
                             const Reference& target, const base::Id& without, Condition more) {
  const auto& context = service.context();
  storage::Query query;
  query.table = &context.table(context.entity(entity));
  query.where = storage::all_of({concerning(entity, target), storage::is_null("deleted_at"),
                                 storage::compare("id", Test::NotEqual, without), std::move(more)});
  query.order_is_optional = true;
  return query;
}

Time time_at(const storage::Row& row, int column) {
  return row.is_null(column) ? Time() : Time(row.integer(column));
}

void keep_earlier(Time& kept, const Time& other) {
  if (other && (!kept || *other < *kept)) kept = other;
}
void keep_later(Time& kept, const Time& other) {
  if (other && (!kept || *other > *kept)) kept = other;
}

Time next_of(const RecordService& service, const Reference& target, const base::Id& without) {
  Time next;
  for (std::string entity : kPlanned) {
    auto query = activities_of(service, entity, target, without, is_open(entity));
    query.columns = {{0, "due_at"}, {0, "starts_at"}};
    service.transaction().select(query, [&](const storage::Row& row) {
      keep_earlier(next, due_of(entity, time_at(row, 0), time_at(row, 1)));
      return true;
    });
  }
  return next;
}

Time last_of(const RecordService& service, const Reference& target, const base::Id& without) {
  Time last;
  for (std::string entity : {"calls", "meetings", "notes"}) {
    bool note = entity == "notes";
    auto done =
        note ? storage::always() : storage::compare("status", Test::Equal, std::string(kDone));
    auto query = activities_of(service, entity, target, without, std::move(done));
    query.measures = {{storage::Measure::Max, {0, note ? "created_at" : "completed_at"}}};
    service.transaction().select(query, [&](const storage::Row& row) {
      keep_later(last, time_at(row, 0));
      return true;
    });
  }
  return last;
}

// The leads, deals, contacts and accounts that the activity concerns.
std::vector<Reference> targets_of(const Record& activity) {
  std::vector<Reference> targets;
  auto add = [&](const std::optional<Reference>& target) {
    if (target && std::find(targets.begin(), targets.end(), *target) == targets.end())
      targets.push_back(*target);
  };
  add(activity.get(related));
  for (const char* link : {"account", "contact"})
    if (activity.entity().find(link)) add(activity.reference(link));
  return targets;
}

bool keeps_touch(const RecordService& service, const Reference& target) {
  const auto& entity = service.context().entity(target.entity);
  auto is_kept = [&](const char* name) {
    const auto* field = entity.find(name);
    return field && field->read_only && field->shape() == schema::Shape::Instant;
  };
  return is_kept(kNext) && is_kept(kLast);
}

void put(RecordService& service, const Reference& target, const char* field, const Time& time) {
  service.set_quietly(service.context().entity(target.entity), target.id,
                      {{field, time ? schema::Cell(*time) : schema::Cell()}});
}

// Changes the record only when it knows of nothing nearer.
void draw_nearer(RecordService& service, const Reference& target, const char* field, Test beyond,
                 Instant time) {
  storage::Update update;
  update.table = &service.context().table(service.context().entity(target.entity));
  update.values = {{field, time}};
  update.where = storage::all_of(
      {storage::compare("id", Test::Equal, target.id),
       storage::any_of({storage::is_null(field), storage::compare(field, beyond, time)})});
  service.transaction().update(update);
}

void settle_next(RecordService& service, const Reference& target, const Time& was,
                 const Time& now) {
  if (was == now) return;
  if (was && (!now || *now > *was)) put(service, target, kNext, next_of(service, target, {}));
  else draw_nearer(service, target, kNext, Test::Greater, *now);
}

void settle_last(RecordService& service, const Reference& target, const Time& was,
                 const Time& now) {
  if (was == now) return;
  if (was && (!now || *now < *was)) put(service, target, kLast, last_of(service, target, {}));
  else draw_nearer(service, target, kLast, Test::Less, *now);
}

}  // namespace

Mark mark_of(const Record& activity) {
  if (activity.is_deleted()) return {};
  const auto& entity = activity.entity().name;
  if (!is_planned(entity)) return {.touched = activity.integer("created_at")};
  auto at = activity.get(status).value_or("");
  Mark mark;
  bool closed = entity == "tasks" ? at == kDone || at == "cancelled" : at != "planned";
  if (!closed) mark.due = due_of(entity, activity.get(due_at), activity.get(starts_at));
  if (entity != "tasks" && at == kDone) mark.touched = activity.get(completed_at);
  return mark;
}

void keep_touch(records::Saving& saving) {
  auto& service = saving.service;
  Mark now = mark_of(saving.record), was;
  std::vector<Reference> targets = targets_of(saving.record), old_targets;
  if (saving.before) {
    was = mark_of(*saving.before);
    old_targets = targets_of(*saving.before);
  }
  auto is_in = [](const std::vector<Reference>& list, const Reference& target) {
    return std::find(list.begin(), list.end(), target) != list.end();
  };
  for (const auto& target : old_targets) {
    if (is_in(targets, target) || !keeps_touch(service, target)) continue;
    settle_next(service, target, was.due, {});
    settle_last(service, target, was.touched, {});
  }
  for (const auto& target : targets) {
    if (!keeps_touch(service, target)) continue;
    bool known = is_in(old_targets, target);
    settle_next(service, target, known ? was.due : Time(), now.due);
    settle_last(service, target, known ? was.touched : Time(), now.touched);
  }
}

void forget_touch(records::Saving& saving) {
  for (const auto& target : targets_of(saving.record))
    recount(saving.service, target, saving.record.id());
}

void recount(RecordService& service, const Reference& target, const base::Id& without) {
  if (!keeps_touch(service, target)) return;
  put(service, target, kNext, next_of(service, target, without));
  put(service, target, kLast, last_of(service, target, without));
}

}  // namespace rapport::crm::activities
