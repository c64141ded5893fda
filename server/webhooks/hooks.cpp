#include "webhooks/hooks.h"

#include "base/log.h"
#include "outbound/client.h"
#include "records/lists/filter.h"
#include "webhooks/deliveries.h"
#include "webhooks/message.h"
#include "webhooks/secrets.h"

namespace rapport::webhooks {

using base::Id;
using records::RecordService;
using records::Saving;
using storage::Expression;
using storage::Test;

namespace {

constexpr const char* kColumns[] = {"id",     "owner",  "name", "url",
                                    "entity", "events", "filter", "failing_since"};

std::string text_or_empty(const storage::Row& row, int column) {
  return row.is_null(column) ? std::string() : std::string(row.text(column));
}

std::vector<Hook> select_hooks(storage::Transaction& transaction, const records::Model& model,
                               storage::Condition which) {
  storage::Query query;
  query.table = &model.tables.of(kEntity);
  for (const char* column : kColumns) query.columns.push_back(Expression{0, column});
  query.columns.push_back(Expression{1, "told_from"});
  storage::Source state;
  state.number = 1;
  state.table = &hook_states_table();
  state.parent_column = "id";
  state.column = "hook";
  query.joins.push_back(state);
  query.where = storage::all_of({storage::is_null("deleted_at"),
                                 storage::compare("active", Test::Equal, std::int64_t{1}),
                                 std::move(which)});
  query.order_is_optional = true;
  query.limit = kHooksMost;
  std::vector<Hook> hooks;
  transaction.select(query, [&](const storage::Row& row) {
    if (row.is_null(8)) return true;  // without a secret nothing can be signed
    Hook hook;
    hook.id = row.id(0);
    if (!row.is_null(1)) hook.owner = row.id(1);
    hook.name = text_or_empty(row, 2);
    hook.url = text_or_empty(row, 3);
    hook.entity = text_or_empty(row, 4);
    hook.events = text_or_empty(row, 5);
    hook.filter = text_or_empty(row, 6);
    hook.failing_since = row.is_null(7) ? 0 : row.integer(7);
    hook.told_from = row.integer(8);
    hooks.push_back(std::move(hook));
    return true;
  });
  return hooks;
}

}  // namespace

std::vector<Hook> active_hooks(storage::Transaction& transaction, const records::Model& model) {
  return select_hooks(transaction, model, storage::always());
}

std::optional<Hook> active_hook(storage::Transaction& transaction, const records::Model& model,
                                const Id& id) {
  auto hooks = select_hooks(transaction, model, storage::compare("id", Test::Equal, id));
  if (hooks.empty()) return std::nullopt;
  return std::move(hooks.front());
}

namespace {
void set(storage::Transaction& transaction, const records::Model& model, const Id& hook,
         std::vector<storage::Assignment> values) {
  storage::Update update;
  update.table = &model.tables.of(kEntity);
  update.values = std::move(values);
  update.where = storage::compare("id", Test::Equal, hook);
  transaction.update(update);
}
}  // namespace

void note_on_hook(storage::Transaction& transaction, const records::Model& model, const Id& hook,
                  const HookNews& news) {
  auto cell = [](std::int64_t number) { return number ? schema::Cell(number) : schema::Cell(); };
  set(transaction, model, hook,
      {{"last_sent_at", news.sent_at},
       {"last_status", cell(news.status)},
       {"last_error", news.error.empty() ? schema::Cell() : schema::Cell(news.error)},
       {"failing_since", cell(news.failing_since)}});
}

void note_fault(storage::Transaction& transaction, const records::Model& model, const Id& hook,
                const std::string& code) {
  set(transaction, model, hook, {{"last_error", code}});
}

namespace {

// There are no notices yet: a task is what its owner is sure to see, in his language.
void give_notice(RecordService& service, const Hook& hook, OffBecause why) {
  const auto& context = service.context();
  const auto* owner = context.directory->person(hook.owner);
  if (!owner || !owner->active) return;
  auto words = [&](std::string_view code) {
    return context.model->strings->message(owner->language, code,
                                           {{"name", hook.name}, {"url", hook.url}});
  };
  const auto& tasks = context.entity("tasks");
  records::Changes changes;
  changes.set(tasks, "subject", words("webhook_off_subject"));
  changes.set(tasks, "description",
              words(why == OffBecause::Gone ? "webhook_off_gone" : "webhook_off_dead"));
  changes.set(tasks, "priority", std::string("high"));
  changes.set(tasks, "due_at", context.now);
  changes.set(tasks, "owner", owner->id);
  service.create(tasks, changes);
}

}  // namespace

void switch_off(storage::Transaction& transaction, const records::Context& program,
                const Hook& hook, OffBecause why) {
  RecordService service(transaction, program);
  service.change(program.entity(kEntity), hook.id,
                 [](records::Record& record) { record.set("active", std::int64_t{0}); });
  cancel_waiting(transaction, hook.id, program.now);
  try {
    transaction.savepoint([&] { give_notice(service, hook, why); });
  } catch (const base::Error& error) {
    base::log(base::LogLevel::Error, "no notice of a webhook that was switched off",
              {{"webhook", hook.id.text()}, {"error", error.what()}});
  }
}

namespace {

// The filter as the hook's owner could use it; places in errors begin with "filter".
void check_filter(Saving& saving, const schema::EntityDef& entity, const std::string& filter) {
  auto context = saving.context();
  auto owner = saving.record.id("owner");
  auto actor = owner ? context.directory->actor(*owner) : nullptr;
  if (actor) context.actor = std::move(actor);
  try {
    records::PathResolver paths(context, entity);
    records::parse_filter(paths, base::parse_json(filter), "filter");
  } catch (const base::Error& error) {
    for (const auto& field : error.fields)
      saving.reject(field.field, field.code, field.arguments);
    if (error.fields.empty()) saving.reject("filter", error.code, error.arguments);
  }
}

void validate(Saving& saving) {
  const auto& record = saving.record;
  auto url = record.text("url");
  if (url && saving.changed("url"))
    if (auto fault = outbound::fault_of_url(*url)) saving.reject("url", fault->code);
  auto name = record.text("entity");
  const auto* entity = name ? saving.context().model->schema->find(*name) : nullptr;
  if (name && !entity) saving.reject("entity", "unknown_entity", {{"entity", *name}});
  auto filter = record.text("filter");
  bool is_new_filter =
      saving.changed("filter") || saving.changed("entity") || saving.changed("owner");
  if (entity && filter && is_new_filter) check_filter(saving, *entity, *filter);
}

bool is_switched_on(const Saving& saving) {
  return saving.record.integer("active").value_or(0) != 0 &&
         (saving.changed("active") || saving.changed("deleted_at"));
}

// A hook that is mended or switched on again has not failed yet.
void before_save(Saving& saving) {
  if (saving.record.is_empty("active")) saving.record.set("active", std::int64_t{0});
  bool is_new_try = is_switched_on(saving) || saving.changed("url");
  if (is_new_try) saving.record.clear("failing_since");
  bool may_be_mended = is_new_try || saving.changed("filter") || saving.changed("owner") ||
                       saving.changed("entity");
  if (may_be_mended) saving.record.clear("last_error");
}

void after_save(Saving& saving) {
  auto id = saving.record.id();
  if (saving.is_new()) begin_state(saving.transaction(), saving.context(), id);
  else if (is_switched_on(saving)) tell_from_now(saving.transaction(), id);
}

}  // namespace

records::EntityRules rules() {
  return {.validate = validate, .before_save = before_save, .after_save = after_save};
}

std::string act_rotate(records::ActionCall& call) {
  call.service.load(call.entity, call.id, access::Action::Update);
  auto secret = rotate_secret(call.service.transaction(), call.service.context(), call.id);
  return "{\"secret\":\"" + secret + "\"}";
}

std::string act_test(records::ActionCall& call) {
  call.service.load(call.entity, call.id, access::Action::Update);
  auto& transaction = call.service.transaction();
  const auto& context = call.service.context();
  if (!active_hook(transaction, *context.model, call.id))
    base::fail(base::ErrorKind::Invalid, "webhook_off");
  NewDelivery ping;
  ping.hook = call.id;
  ping.event = "ping";
  ping.body = ping_body(context, call.id);
  auto id = add_delivery(transaction, context, ping);
  // The log has no entry of it, but who follows the log sends it.
  if (auto* listener = context.model->listener)
    transaction.on_commit([listener, entity = &call.entity] { listener->committed(*entity); });
  return "{\"delivery\":\"" + id.text() + "\"}";
}

}  // namespace rapport::webhooks
