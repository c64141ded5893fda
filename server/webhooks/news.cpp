#include "webhooks/news.h"

#include <algorithm>

#include "base/log.h"
#include "records/history.h"
#include "webhooks/deliveries.h"

namespace rapport::webhooks {

using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Transaction;

namespace {

constexpr std::size_t kEntries = 256;
// After so many entries of which nothing was told the place is stored all the same.
constexpr std::int64_t kUnstored = 10'000;
constexpr const char* kCursor = "log";

std::int64_t load_cursor(Transaction& transaction) {
  Query query;
  query.table = &cursor_table();
  query.columns = {Expression{0, "entry"}};
  query.where = storage::compare("name", storage::Test::Equal, schema::Cell(std::string(kCursor)));
  query.order_is_optional = true;
  std::int64_t entry = 0;
  transaction.select(query, [&](const Row& row) {
    entry = row.integer(0);
    return false;
  });
  return entry;
}

std::vector<LogEntry> entries_after(Transaction& transaction, std::int64_t position,
                                    std::size_t most) {
  Query query;
  query.table = &records::change_log_table();
  for (const char* column : {"rid", "at", "actor", "entity", "record", "kind", "changes"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::compare("rid", storage::Test::Greater, position);
  query.order = {{Expression{0, "rid"}, false}};
  query.limit = most;
  std::vector<LogEntry> entries;
  transaction.select(query, [&](const Row& row) {
    LogEntry entry;
    entry.number = row.integer(0);
    entry.at = row.integer(1);
    if (!row.is_null(2)) entry.actor = row.id(2);
    entry.entity_name = row.text(3);
    entry.record = row.id(4);
    entry.kind = row.text(5);
    if (!row.is_null(6)) entry.changes = row.text(6);
    entries.push_back(std::move(entry));
    return true;
  });
  return entries;
}

bool wants(const Hook& hook, const LogEntry& entry) {
  auto event = event_of(entry.kind);
  return !event.empty() && entry.number > hook.told_from && entry.entity_name == hook.entity &&
         hook.events.find("|" + std::string(event) + "|") != std::string::npos;
}

}  // namespace

const storage::Table& cursor_table() {
  static const storage::Table table{
      "webhook_cursor",
      {{"name", schema::ColumnType::Text}, {"entry", schema::ColumnType::Integer}},
      {"name"},
      {},
      {}};
  return table;
}

records::Context News::program() const {
  return context_(std::make_shared<const access::Actor>(access::system_actor()), "webhook");
}

bool News::step() {
  std::vector<LogEntry> entries;
  std::vector<Hook> hooks;
  auto before = program();
  database_.read([&](Transaction& transaction) {
    hooks = active_hooks(transaction, *before.model);
    if (hooks.empty()) return;
    if (!is_loaded_) position_ = stored_ = load_cursor(transaction);
    is_loaded_ = true;
    auto first = std::min_element(hooks.begin(), hooks.end(), [](const auto& a, const auto& b) {
      return a.told_from < b.told_from;
    });
    auto position = std::max(position_, first->told_from);
    entries = entries_after(transaction, position, kEntries);
  });
  if (entries.empty()) return false;
  bool any_wanted = std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
    return std::any_of(hooks.begin(), hooks.end(),
                       [&](const auto& hook) { return wants(hook, entry); });
  });
  // Of now: what has been saved was saved by this model or an older one, never by a newer.
  auto now = program();
  std::vector<Told> told;
  if (any_wanted)
    database_.read(
        [&](Transaction& transaction) { told = tell(transaction, now, hooks, entries); });
  auto last = entries.back().number;
  if (!told.empty() || last - stored_ >= kUnstored) store(now, told, last);
  position_ = last;
  return entries.size() == kEntries;
}

std::vector<News::Told> News::tell(Transaction& transaction, const records::Context& program,
                                   const std::vector<Hook>& hooks,
                                   std::vector<LogEntry>& entries) {
  std::vector<Told> told;
  for (auto& entry : entries) {
    entry.entity = program.model->schema->find(entry.entity_name);
    for (const auto& hook : hooks) {
      if (!entry.entity || !wants(hook, entry)) continue;
      auto owner = program.directory->actor(hook.owner);
      if (!owner) {
        told.push_back({&hook, &entry, {}, "webhook_owner"});
        continue;
      }
      auto context = program;
      context.actor = std::move(owner);
      try {
        auto body = change_body(transaction, context, hook, entry);
        if (!body.empty()) told.push_back({&hook, &entry, std::move(body)});
      } catch (const base::Error& error) {
        // The entity, or what its owner may see, has changed since the filter was saved.
        base::log(base::LogLevel::Warning, "a webhook's filter cannot be used",
                  {{"webhook", hook.id.text()}, {"error", error.what()}});
        told.push_back({&hook, &entry, {}, "webhook_filter"});
      }
    }
  }
  return told;
}

void News::store(const records::Context& program, const std::vector<Told>& told,
                 std::int64_t last) {
  database_.write([&](Transaction& transaction) {
    for (const auto& [hook, entry, body, fault] : told) {
      if (!fault.empty()) {
        note_fault(transaction, *program.model, hook->id, fault);
        continue;
      }
      NewDelivery delivery;
      delivery.hook = hook->id;
      delivery.log_entry = entry->number;
      delivery.event = entry->entity_name + "." + std::string(event_of(entry->kind));
      delivery.entity = entry->entity_name;
      delivery.record = entry->record;
      delivery.body = body;
      add_delivery(transaction, program, delivery);
    }
    storage::Insert cursor;
    cursor.table = &cursor_table();
    cursor.values = {{"name", std::string(kCursor)}, {"entry", last}};
    cursor.replace_conflict = true;
    transaction.insert(cursor);
  });
  stored_ = last;
}

}  // namespace rapport::webhooks
