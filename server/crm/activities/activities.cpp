#include "crm/activities/activities.h"

#include <algorithm>

#include "base/text.h"
#include "crm/activities/touch.h"
#include "records/listing.h"

namespace rapport::crm::activities {

using base::Instant;
using records::Record;
using records::RecordService;
using records::Reference;
using records::Saving;
using storage::Test;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::size_t kSubjectChars = 80;

// The person and the company of what an activity is tied to.
struct Concerned {
  std::optional<base::Id> contact, account;
};

// Whom a link of the record leads to; an entity of the company's own may have none of that name,
// or one that leads elsewhere.
std::optional<base::Id> linked(const Record& record, std::string_view field,
                               std::string_view entity) {
  const auto* link = record.entity().find(field);
  bool leads_there = link && link->shape() == schema::Shape::Reference && link->to.size() == 1 &&
                     link->to[0] == entity;
  return leads_there ? record.id(field) : std::nullopt;
}

Concerned concerned_by(Saving& saving, const Reference& target) {
  if (target.entity == "leads") return {};
  if (target.entity == "accounts") return {{}, target.id};
  auto record = saving.service.find(saving.context().entity(target.entity), target.id);
  if (!record) return {};
  bool person = target.entity == "contacts";
  return {person ? target.id : linked(*record, "contact", "contacts"),
          linked(*record, "account", "accounts")};
}

// An activity on a deal is also one with its account and its person.
void settle_links(Saving& saving) {
  Record& activity = saving.record;
  bool has_contact = activity.entity().find(contact.name) != nullptr;
  if (!changed(saving, related) && !(has_contact && changed(saving, contact))) return;
  auto target = activity.get(related);
  Concerned concerned = target ? concerned_by(saving, *target) : Concerned();
  if (has_contact && is_empty(activity, contact) && concerned.contact)
    activity.put(contact, *concerned.contact);
  auto person = has_contact ? activity.get(contact) : std::nullopt;
  if (!concerned.account && person) concerned = concerned_by(saving, {"contacts", *person});
  if (concerned.account) activity.put(account, *concerned.account);
  else clear(activity, account);
}

void settle_duration(Saving& saving) {
  Record& call = saving.record;
  if (!call.entity().find(duration_s.name)) return;
  auto begin = call.get(starts_at), end = call.get(ends_at), length = call.get(duration_s);
  if (begin && end && (!length || (changed(saving, ends_at) && !changed(saving, duration_s))))
    call.put(duration_s, (*end - *begin) / kSecondUs);
  else if (begin && length && !end) call.put(ends_at, *begin + *length * kSecondUs);
}

// What is entered when it is over was completed at its own time; so was a meeting, whenever one
// says so. A call or task that waited is completed when it is done.
Instant completion_instant(const Saving& saving) {
  const Record& activity = saving.record;
  const auto& entity = activity.entity().name;
  Instant now = saving.context().now;
  bool import = is_import(saving.context());
  if (!import && (entity == "tasks" || (entity == "calls" && !saving.is_new()))) return now;
  for (auto field : {ends_at, starts_at})
    if (auto time = activity.get(field)) return std::min(*time, now);
  return import ? std::min(activity.get(due_at).value_or(now), now) : now;
}

void settle_completion(Saving& saving) {
  Record& activity = saving.record;
  if (is_empty(activity, status))
    activity.put(status, activity.entity().name == "tasks" ? "new" : "planned");
  if (activity.get(status) != kDone) clear(activity, completed_at);
  else if (is_empty(activity, completed_at)) activity.put(completed_at, completion_instant(saving));
}

void validate(Saving& saving) {
  auto begin = saving.record.get(starts_at), end = saving.record.get(ends_at);
  bool asked = changed(saving, starts_at) || changed(saving, ends_at);
  if (asked && begin && end && *end < *begin) saving.reject("ends_at", "dates_reversed");
}

void before_save(Saving& saving) {
  settle_links(saving);
  settle_duration(saving);
  settle_completion(saving);
}

// The first line of a note stands for it in lists.
std::string subject_of(const Record& note) {
  auto text = note.get(body).value_or("");
  auto line = base::trim(std::string_view(text).substr(0, text.find('\n')));
  auto begin = base::prefix_of(line, kSubjectChars);
  return begin.size() < line.size() ? std::string(begin) + "…" : std::string(begin);
}

void before_save_note(Saving& saving) {
  Record& note = saving.record;
  settle_links(saving);
  bool own = saving.before && !is_empty(*saving.before, subject) &&
             saving.before->get(subject) != subject_of(*saving.before);
  bool given = changed(saving, subject) && !is_empty(note, subject);
  if (given || (own && !is_empty(note, subject))) return;
  if (auto line = subject_of(note); !line.empty()) note.put(subject, line);
}

}  // namespace

records::EntityRules rules() {
  return {.validate = validate,
          .before_save = before_save,
          .after_save = keep_touch,
          .before_delete = forget_touch};
}

records::EntityRules note_rules() {
  return {.before_save = before_save_note, .after_save = keep_touch, .before_delete = forget_touch};
}

std::string complete(records::ActionCall& call) {
  auto activity = call.service.load(call.entity, call.id, access::Action::Update);
  if (activity.get(status) == kDone) base::fail(base::ErrorKind::Invalid, "already_complete");
  const auto& context = call.service.context();
  base::json::object wished;
  if (call.body.is_object()) wished = call.body.get_object();
  wished["status"] = kDone;
  auto changes = records::parse_changes(context, call.entity, wished, records::ChangesFor::Update);
  call.service.update(call.entity, call.id, changes);
  return records::record_json(call.service.transaction(), context, call.entity, call.id);
}

void follow_account(RecordService& service, const Reference& target,
                    const std::optional<base::Id>& from, const std::optional<base::Id>& to) {
  const auto& context = service.context();
  for (const char* entity : kEntities) {
    storage::Update update;
    update.table = &context.table(context.entity(entity));
    update.values = {{"account", to ? schema::Cell(*to) : schema::Cell()}};
    update.where = storage::compare("related", Test::Equal, target.id);
    service.transaction().update(update);
  }
  for (const auto& id : {from, to})
    if (id) recount(service, {"accounts", *id});
}

void adopt(RecordService& service, const Reference& target,
           const std::optional<base::Id>& account_id, const std::optional<base::Id>& contact_id) {
  const auto& context = service.context();
  for (const char* entity : kPlanned) {
    if (!contact_id || target.entity == "contacts") break;
    storage::Update update;
    update.table = &context.table(context.entity(entity));
    update.values = {{"contact", *contact_id}};
    update.where = storage::all_of(
        {storage::compare("related", Test::Equal, target.id), storage::is_null("contact")});
    service.transaction().update(update);
  }
  follow_account(service, target, std::nullopt, account_id);
  recount(service, target);
  if (contact_id) recount(service, {"contacts", *contact_id});
}

}  // namespace rapport::crm::activities
