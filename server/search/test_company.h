// A small company with a search index, for tests: people of different rights, records made through
// the pipeline, the index brought up to date when asked. Only *_test.cpp files include it.
#pragma once
#include <filesystem>
#include <map>
#include <memory>

#include "records/changes.h"
#include "records/rules.h"
#include "records/service.h"
#include "schema/loader.h"
#include "search/index.h"

namespace rapport::search::testing {

namespace json = base::json;

// tidy: table
inline const std::vector<schema::SourceFile>& small_schema() {
  static const std::vector<schema::SourceFile> files = {
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
         "search": ["name", "inn", "emails", "website"], "fields": {
         "name": {"type": "text", "indexed": true}, "inn": {"type": "text"},
         "emails": {"type": "emails"}, "website": {"type": "url"}}})"},
      {"sales/contacts.json", R"({"name": "contacts", "activities": true,
         "search": ["name", "account", "emails", "phones", "tags", "address", "description"],
         "fields": {
         "name": {"type": "text", "indexed": true}, "job_title": {"type": "text"},
         "account": {"type": "link", "to": "accounts", "indexed": true},
         "emails": {"type": "emails"}, "phones": {"type": "phones"},
         "address": {"type": "address"}, "description": {"type": "long_text"}}})"},
      {"sales/deals.json", R"({"name": "deals", "activities": true,
         "search": ["name", "account", "contact", "description"], "fields": {
         "name": {"type": "text", "indexed": true},
         "account": {"type": "link", "to": "accounts", "indexed": true},
         "contact": {"type": "link", "to": "contacts", "indexed": true},
         "description": {"type": "long_text"}}})"},
      {"sales/products.json", R"({"name": "products", "search": ["name", "code"], "fields": {
         "name": {"type": "text", "indexed": true}, "code": {"type": "text"}}})"},
      {"activities/tasks.json", R"({"name": "tasks", "title": "subject",
         "search": ["subject", "related", "description"], "fields": {
         "subject": {"type": "text", "indexed": true}, "description": {"type": "long_text"},
         "related": {"type": "link", "to": ["accounts", "contacts"], "indexed": true}}})"},
      {"layouts/contacts.json", R"({"list": ["name", "account", "owner", "job_title", "phones"]})"},
  };
  return files;
}

inline constexpr std::string_view kRepRights =
    R"({"*": {"read": "team", "create": "all", "update": "all", "delete": "all"}})";
inline constexpr std::string_view kSingleRights =
    R"({"*": {"read": "own", "create": "all", "update": "all", "delete": "all"}})";
inline constexpr std::string_view kClerkRights = R"({
  "*": {"read": "all", "create": "all", "update": "all", "delete": "all"},
  "accounts": {"read": "own", "hidden": ["inn"]},
  "contacts": {"read": "all", "hidden": ["emails", "description"]},
  "products": {"read": "all", "hidden": ["name"]},
  "tasks": {"read": "none"}})";

class Company {
 public:
  explicit Company(const std::vector<schema::SourceFile>& files = small_schema())
      : folder_(std::filesystem::temp_directory_path() /
                ("rapport-search-" + base::system_random().hex(8))) {
    std::filesystem::create_directories(folder_);
    storage::OpenOptions options;
    options.durable = false;
    database = storage::open_database((folder_ / "company.db").string(), options);
    use_schema(files);
    add_people();
    open_index();
  }
  ~Company() {
    index.reset();
    database.reset();
    std::filesystem::remove_all(folder_);
  }

  // The index is left as it is until it is opened again.
  void use_schema(const std::vector<schema::SourceFile>& files) {
    model = std::make_shared<const records::Model>(schema::load_schema(files), &rules_, &strings_);
    auto all = model->tables.all();
    for (const auto* table : records::engine_tables()) all.push_back(table);
    database->migrate(all);
  }

  std::string index_path() const { return (folder_ / "search.db").string(); }
  void open_index() {
    index.reset();
    index = std::make_unique<Index>(index_path(), *database, model);
  }
  void catch_up() {
    while (index->catch_up(1'000)) {
    }
  }

  // admin; rep and colleague of team north; stranger of team south; single, who sees his own
  // records; clerk, who sees all but some accounts, fields and tasks.
  records::Context as(const std::string& who) {
    now_ += 1'000'000;
    records::Context context;
    context.model = model;
    context.actor = directory_->actor(people_.at(who));
    context.directory = directory_;
    context.settings = settings_;
    context.now = now_;
    context.random = &base::system_random();
    return context;
  }

  template <class Work>
  void change(const std::string& who, const Work& work, const std::string& source = {}) {
    auto context = as(who);
    context.source = source;
    database->write([&](storage::Transaction& transaction) {
      records::RecordService service(transaction, context);
      work(service);
    });
  }

  base::Id create(const std::string& who, std::string_view entity, std::string_view body) {
    base::Id id;
    change(who, [&](records::RecordService& service) {
      const auto& definition = model->schema->entity(entity);
      auto changes = records::parse_changes(service.context(), definition, base::parse_json(body),
                                            records::ChangesFor::Create);
      id = service.create(definition, changes).record.id();
    });
    return id;
  }
  base::Id named(const std::string& who, std::string_view entity, std::string_view name) {
    std::string body = "{\"" + model->schema->entity(entity).title + "\":";
    base::append_json_string(body, name);
    return create(who, entity, body + "}");
  }
  void update(const std::string& who, std::string_view entity, const base::Id& id,
              std::string_view body) {
    change(who, [&](records::RecordService& service) {
      const auto& definition = model->schema->entity(entity);
      auto changes = records::parse_changes(service.context(), definition, base::parse_json(body),
                                            records::ChangesFor::Update);
      service.update(definition, id, changes);
    });
  }

  json::array search(const std::string& who, const std::string& text,
                     std::vector<std::string> entities = {}, std::size_t limit = 20) {
    auto context = as(who);
    std::string answer;
    database->read([&](storage::Transaction& transaction) {
      answer = index->search(transaction, context, {text, std::move(entities), limit});
    });
    return base::parse_json(answer).at("items").as_array();
  }
  // "contacts Иванов Пётр | deals Поставка": what was found, in order.
  std::string found(const std::string& who, const std::string& text) {
    std::string out;
    for (const auto& item : search(who, text)) {
      if (!out.empty()) out += " | ";
      out += std::string(item.at("entity").as_string());
      const auto* name = item.at("name").if_string();
      out += " " + (name ? std::string(*name) : "-");
    }
    return out;
  }

 private:
  base::Id insert(storage::Transaction& transaction, const std::string& table,
                  std::vector<storage::Assignment> values) {
    auto id = base::new_id(now_, base::system_random());
    values.push_back({"id", id});
    storage::Insert row;
    row.table = &model->tables.of(table);
    row.values = std::move(values);
    transaction.insert(row);
    return id;
  }

  void add_people() {
    static const std::map<std::string, std::pair<std::string_view, const char*>> kPeople = {
        {"admin", {"administrator", ""}}, {"rep", {"rep", "North"}},
        {"colleague", {"rep", "North"}},  {"stranger", {"rep", "South"}},
        {"single", {"single", "North"}},  {"clerk", {"clerk", ""}}};
    std::map<std::string_view, std::string_view> rights = {{"administrator", "{}"},
                                                           {"rep", kRepRights},
                                                           {"single", kSingleRights},
                                                           {"clerk", kClerkRights}};
    database->write([&](storage::Transaction& transaction) {
      std::map<std::string_view, base::Id> roles, teams;
      for (const auto& [key, text] : rights) {
        std::string name(key);
        roles[key] = insert(transaction, "roles",
                            {{"name", name}, {"key", name}, {"rights", std::string(text)}});
      }
      for (const char* team : {"North", "South"})
        teams[team] = insert(transaction, "teams", {{"name", team}});
      const auto& users = model->schema->entity("users");
      for (const auto& [name, place] : kPeople) {
        people_[name] = insert(transaction, "users",
                               {{"name", name}, {"email", name + "@example.com"},
                                {"role", roles.at(place.first)}, {"active", std::int64_t{1}}});
        if (!*place.second) continue;
        storage::Insert pair;
        pair.table = &model->tables.of_link(users, users.field("teams"));
        pair.values = {{"a", people_[name]}, {"b", teams.at(place.second)}};
        transaction.insert(pair);
      }
    });
    database->read([&](storage::Transaction& transaction) {
      directory_ = access::load_directory(transaction, *model->schema, model->tables);
    });
  }

  std::filesystem::path folder_;
  schema::Strings strings_{{}};
  records::Rules rules_;
  std::map<std::string, base::Id> people_;
  access::DirectoryPtr directory_;
  std::shared_ptr<const records::Settings> settings_ = std::make_shared<const records::Settings>();
  base::Instant now_ = 1'780'000'000'000'000;  // 2026-05-28

 public:
  std::shared_ptr<const records::Model> model;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<Index> index;
};

}  // namespace rapport::search::testing
