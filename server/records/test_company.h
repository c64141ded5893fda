// A small company for the tests of the record engine: a schema and a database of its own, people
// with different rights, a clock that goes on by a second with every piece of work.
// Only *_test.cpp files include it.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "access/directory.h"
#include "base/text.h"
#include "records/changes.h"
#include "records/listing.h"
#include "records/rules.h"
#include "schema/loader.h"

namespace rapport::records::testing {

namespace json = base::json;

// tidy: table
inline schema::SchemaPtr small_schema() {
  return schema::load_schema({
      {"system/users.json", R"({"name": "users", "access": "system", "fields": {
         "name": {"type": "text"}, "email": {"type": "email", "unique": true},
         "role": {"type": "link", "to": "roles"}, "teams": {"type": "links", "to": "teams"},
         "language": {"type": "text"}, "time_zone": {"type": "text"},
         "active": {"type": "boolean"}}})"},
      {"system/teams.json",
       R"({"name": "teams", "access": "system", "fields": {"name": {"type": "text"}}})"},
      {"system/roles.json", R"({"name": "roles", "access": "system", "fields": {
         "name": {"type": "text"}, "key": {"type": "text"}, "rights": {"type": "json"}}})"},
      {"sales/accounts.json", R"({"name": "accounts", "activities": true,
         "duplicates": ["emails"], "fields": {
         "name": {"type": "text", "required": true, "indexed": true},
         "industry": {"type": "choice", "choices": [{"key": "retail"}, {"key": "food"}]},
         "employees": {"type": "integer"}, "annual_revenue": {"type": "money"},
         "emails": {"type": "emails"}, "email": {"type": "email"},
         "parent": {"type": "link", "to": "accounts", "inverse": "subsidiaries"}}})"},
      {"sales/contacts.json", R"({"name": "contacts", "activities": true, "fields": {
         "name": {"type": "text", "indexed": true}, "birthday": {"type": "date"},
         "account": {"type": "link", "to": "accounts", "inverse": "contacts",
                     "indexed": true}}})"},
      {"sales/deals.json", R"({"name": "deals", "activities": true, "board": "stage", "fields": {
         "name": {"type": "text", "required": true, "indexed": true},
         "account": {"type": "link", "to": "accounts", "inverse": "deals", "indexed": true},
         "contacts": {"type": "links", "to": "contacts", "inverse": "joint_deals"},
         "stage": {"type": "stage", "indexed": true}, "amount": {"type": "money", "indexed": true},
         "margin": {"type": "money"}, "probability": {"type": "percent", "min": 0, "max": 100},
         "score": {"type": "integer"}, "weight": {"type": "decimal", "scale": 3},
         "kind": {"type": "choice", "choices": [{"key": "new"}, {"key": "repeat"}]},
         "labels": {"type": "choices", "choices": [{"key": "hot"}, {"key": "vip"}]},
         "urgent": {"type": "boolean"}, "closes_on": {"type": "date", "indexed": true},
         "closed_at": {"type": "instant"}, "address": {"type": "address"},
         "comment": {"type": "long_text"}, "touched_at": {"type": "instant", "read_only": true},
         "code": {"type": "text", "unique": true}}})"},
      {"sales/leads.json", R"({"name": "leads", "activities": true, "fields": {
         "name": {"type": "text", "indexed": true},
         "converted_account": {"type": "link", "to": "accounts", "indexed": true,
                               "inverse": "converted_leads"}}})"},
      {"activities/tasks.json", R"({"name": "tasks", "title": "subject", "fields": {
         "subject": {"type": "text", "required": true, "indexed": true},
         "status": {"type": "choice", "default": "new",
                    "choices": [{"key": "new"}, {"key": "done"}]},
         "due_at": {"type": "instant", "indexed": true}, "completed_at": {"type": "instant"},
         "description": {"type": "long_text"}, "result": {"type": "long_text"},
         "related": {"type": "link", "to": ["leads", "accounts", "contacts", "deals"],
                     "inverse": "tasks", "indexed": true},
         "contact": {"type": "link", "to": "contacts", "inverse": "contact_tasks",
                     "indexed": true},
         "account": {"type": "link", "to": "accounts", "inverse": "all_tasks",
                     "indexed": true}}})"},
      {"activities/notes.json", R"({"name": "notes", "title": "subject", "fields": {
         "subject": {"type": "text"}, "body": {"type": "long_text", "required": true},
         "related": {"type": "link", "to": ["leads", "accounts", "contacts", "deals"],
                     "inverse": "notes", "indexed": true},
         "account": {"type": "link", "to": "accounts", "inverse": "all_notes",
                     "indexed": true},
         "pinned": {"type": "boolean", "default": false}}})"},
      {"activities/calls.json", R"({"name": "calls", "title": "subject", "fields": {
         "subject": {"type": "text", "required": true, "indexed": true},
         "starts_at": {"type": "instant", "indexed": true},
         "related": {"type": "link", "to": ["leads", "accounts", "contacts", "deals"],
                     "inverse": "calls", "indexed": true}}})"},
  });
}

// A role's rights as in the entity roles.
inline constexpr std::string_view kRepRights =
    R"({"*": {"read": "team", "create": "team", "update": "own", "delete": "own"}})";
inline constexpr std::string_view kClerkRights = R"({
  "*": {"read": "all", "create": "all", "update": "all", "delete": "all"},
  "accounts": {"read": "own", "hidden": ["annual_revenue"]},
  "deals": {"hidden": ["margin"], "locked": ["probability"]}})";

class Company {
 public:
  Company()
      : folder_(std::filesystem::temp_directory_path() /
                ("rapport-records-" + base::system_random().hex(8))),
        model_(std::make_shared<const Model>(small_schema(), &rules, &strings_)) {
    std::filesystem::create_directories(folder_);
    storage::OpenOptions options;
    options.durable = false;
    database = storage::open_database((folder_ / "company.db").string(), options);
    auto all = model_->tables.all();
    for (const auto* table : engine_tables()) all.push_back(table);
    database->migrate(all);
    add_people();
  }
  ~Company() {
    database.reset();
    std::filesystem::remove_all(folder_);
  }

  // admin; rep and colleague of team north; stranger of team south; clerk, who sees all deals but
  // not their margin, and his own accounts only; nobody, who may do nothing.
  Context as(const std::string& who) {
    now += 1'000'000;
    Context context;
    context.model = model_;
    context.actor = actors_.at(who);
    context.directory = directory_;
    context.settings = settings_;
    context.now = now;
    context.random = &base::system_random();
    return context;
  }
  const base::Id& user(const std::string& who) const { return actors_.at(who)->user; }

  template <class Work>
  void write(const Work& work) {
    database->write([&](storage::Transaction& transaction) { work(transaction); });
  }
  template <class Work>
  auto read(const Work& work) {
    decltype(work(std::declval<storage::Transaction&>())) result;
    database->read([&](storage::Transaction& transaction) { result = work(transaction); });
    return result;
  }

  const schema::EntityDef& entity(std::string_view name) const {
    return model_->schema->entity(name);
  }

  base::Id create(const std::string& who, std::string_view entity_name, std::string_view body) {
    auto context = as(who);
    const auto& definition = entity(entity_name);
    base::Id id;
    write([&](storage::Transaction& transaction) {
      auto changes = parse_changes(context, definition, base::parse_json(body), ChangesFor::Create);
      id = RecordService(transaction, context).create(definition, changes).record.id();
    });
    return id;
  }

  Saved update(const std::string& who, std::string_view entity_name, const base::Id& id,
               std::string_view body, const SaveOptions& options = {}) {
    auto context = as(who);
    const auto& definition = entity(entity_name);
    std::optional<Saved> saved;
    write([&](storage::Transaction& transaction) {
      auto changes = parse_changes(context, definition, base::parse_json(body), ChangesFor::Update);
      saved = RecordService(transaction, context).update(definition, id, changes, options);
    });
    return *saved;
  }

  json::value list(const std::string& who, std::string_view entity_name,
                   const ListRequest& request = {}) {
    auto context = as(who);
    return base::parse_json(read([&](storage::Transaction& transaction) {
      return list_page(transaction, context, entity(entity_name), request);
    }));
  }

  // A record as `who` sees it.
  json::value get(const std::string& who, std::string_view entity_name, const base::Id& id) {
    auto context = as(who);
    return base::parse_json(read([&](storage::Transaction& transaction) {
      return record_json(transaction, context, entity(entity_name), id);
    }));
  }

  void set_settings(Settings settings) {
    settings_ = std::make_shared<const Settings>(std::move(settings));
  }
  void set_time_zone(const std::string& who, std::string zone) {
    auto actor = std::make_shared<access::Actor>(*actors_.at(who));
    actor->time_zone = std::move(zone);
    actors_[who] = std::move(actor);
  }

 private:
  void insert(storage::Transaction& transaction, std::string_view table, const base::Id& id,
              std::vector<storage::Assignment> values) {
    values.push_back({"id", id});
    storage::Insert row;
    row.table = &model_->tables.of(table);
    row.values = std::move(values);
    transaction.insert(row);
  }

  base::Id add_role(storage::Transaction& transaction, std::string key, std::string_view rights) {
    auto id = base::new_id(now, base::system_random());
    insert(transaction, "roles", id,
           {{"name", key}, {"key", key}, {"rights", std::string(rights)}});
    return id;
  }

  void add_person(storage::Transaction& transaction, const std::string& name, const base::Id& role,
                  const std::optional<base::Id>& team) {
    auto id = base::new_id(now, base::system_random());
    insert(transaction, "users", id,
           {{"name", name},
            {"email", name + "@example.com"},
            {"role", role},
            {"time_zone", "UTC"},
            {"active", std::int64_t{1}}});
    people_[name] = id;
    if (!team) return;
    const auto& users = entity("users");
    storage::Insert pair;
    pair.table = &model_->tables.of_link(users, users.field("teams"));
    pair.values = {{"a", id}, {"b", *team}};
    transaction.insert(pair);
  }

  void add_people() {
    write([&](storage::Transaction& transaction) {
      auto north = base::new_id(now, base::system_random());
      auto south = base::new_id(now, base::system_random());
      insert(transaction, "teams", north, {{"name", "North"}});
      insert(transaction, "teams", south, {{"name", "South"}});
      auto administrator = add_role(transaction, "administrator", "{}");
      auto rep = add_role(transaction, "rep", kRepRights);
      auto clerk = add_role(transaction, "clerk", kClerkRights);
      auto nobody = add_role(transaction, "nobody", "{}");
      add_person(transaction, "admin", administrator, {});
      add_person(transaction, "rep", rep, north);
      add_person(transaction, "colleague", rep, north);
      add_person(transaction, "stranger", rep, south);
      add_person(transaction, "clerk", clerk, {});
      add_person(transaction, "nobody", nobody, {});
    });
    database->read([&](storage::Transaction& transaction) {
      directory_ = access::load_directory(transaction, *model_->schema, model_->tables);
    });
    for (const auto& [name, id] : people_) actors_[name] = directory_->actor(id);
  }

  std::filesystem::path folder_;
  schema::Strings strings_{{}};
  std::unordered_map<std::string, base::Id> people_;
  std::unordered_map<std::string, std::shared_ptr<const access::Actor>> actors_;
  access::DirectoryPtr directory_;
  std::shared_ptr<const Settings> settings_ = std::make_shared<const Settings>();

 public:
  Rules rules;
  std::unique_ptr<storage::Database> database;
  base::Instant now = 1'780'000'000'000'000;  // 2026-05-28

 private:
  std::shared_ptr<const Model> model_;
};

// The error that `work` throws; of kind Internal and code "none" when it throws none.
template <class Work>
base::Error error_of(const Work& work) {
  try {
    work();
  } catch (const base::Error& error) {
    return error;
  }
  return base::Error(base::ErrorKind::Internal, "none");
}

// "kind code field" of the error, short for tables of cases: "Malformed unknown_field
// filter.field".
template <class Work>
std::string refusal_of(const Work& work) {
  static constexpr std::string_view kKinds[] = {
      "Malformed", "Unauthenticated", "Forbidden",  "NotFound",         "MethodNotAllowed",
      "Duplicate", "Stale",           "TooLarge",   "UnsupportedMedia", "Invalid",
      "TooMany",   "Internal",        "Unavailable"};
  auto error = error_of(work);
  std::string text(kKinds[static_cast<std::size_t>(error.kind)]);
  text += " " + (error.fields.empty() ? error.code : error.fields[0].code);
  if (!error.fields.empty() && !error.fields[0].field.empty()) text += " " + error.fields[0].field;
  return text;
}

}  // namespace rapport::records::testing
