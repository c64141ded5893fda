// A small shipped model with a database, and customisers on it as several processes would have.
// Only *_test.cpp files include it.
#pragma once
#include <filesystem>
#include <memory>

#include "access/actor.h"
#include "base/clock.h"
#include "customisation/customiser.h"
#include "records/listing.h"
#include "records/rules.h"
#include "records/service.h"

namespace rapport::customisation::testing {

namespace json = base::json;

// tidy: table
inline const std::vector<schema::SourceFile>& small_files() {
  static const std::vector<schema::SourceFile> files{
      {"sales/deals.json", R"({"name": "deals", "color": "green", "search": ["name"],
         "board": "kind", "activities": true, "fields": {
         "name": {"type": "text", "required": true},
         "kind": {"type": "choice", "choices": [{"key": "new", "color": "blue"}, {"key": "old"}]},
         "amount": {"type": "money", "indexed": true}, "note": {"type": "text"}}})"},
      {"activities/tasks.json", R"({"name": "tasks", "title": "subject", "fields": {
         "subject": {"type": "text"}, "related": {"type": "link", "to": ["deals", "users"]}}})"},
      {"system/users.json", R"({"name": "users", "access": "system", "fields": {
         "name": {"type": "text"}}})"},
      {"system/teams.json", R"({"name": "teams", "access": "system", "fields": {
         "name": {"type": "text"}}})"},
      {"system/files.json", R"({"name": "files", "fields": {"name": {"type": "text"}}})"},
      {"layouts/deals.json", R"({"list": ["name", "kind"], "create": ["name"],
         "detail": [{"key": "main", "rows": [["name", "kind"], ["amount"]]}]})"},
      {"strings/en/deals.json", R"({"one": "Deal", "many": "Deals", "new": "New deal",
         "fields": {"name": "Name", "kind": "Kind"}})"},
      {"strings/ru/deals.json", R"({"one": "Сделка", "many": "Сделки", "new": "Новая сделка",
         "fields": {"name": "Название", "kind": "Вид"}})"},
      {"strings/uz/deals.json", R"({"one": "Bitim", "many": "Bitimlar", "new": "Yangi bitim",
         "fields": {"name": "Nomi", "kind": "Turi"}})"},
      {"strings/en/messages.json", R"({"section_own": "More", "section_main": "Main",
         "own_title": "Name"})"},
  };
  return files;
}

struct WordedModel {
  WordedModel(const std::vector<schema::SourceFile>& files, const records::Rules& rules)
      : strings(files), model(schema::load_schema(files), &rules, &strings) {}
  schema::Strings strings;
  records::Model model;
};

// A process of its own, as far as the database can tell.
class Process {
 public:
  explicit Process(const std::string& path, Mode mode = Mode::Usual) {
    database = storage::open_database(path, {});
    customiser = std::make_unique<Customiser>(CustomiserParts{
        *database,
        shipped_,
        {"session", "metadata"},
        [this](const auto& files) -> ModelPtr {
          auto worded = std::make_shared<const WordedModel>(files, rules_);
          return {worded, &worded->model};
        },
        [](const records::Model& model) {
          auto tables = model.tables.all();
          for (const auto* table : records::engine_tables()) tables.push_back(table);
          tables.push_back(&customisation_table());
          return tables;
        },
        [this](ModelPtr next) {
          model = std::move(next);
          ++adopted;
        }});
    model = customiser->open(mode);
  }

  records::Context context() const {
    records::Context context;
    context.model = model;
    auto actor = std::make_shared<access::Actor>(access::system_actor());
    actor->email = "admin@example.com";
    context.actor = std::move(actor);
    context.directory = std::make_shared<const access::DirectorySnapshot>();
    context.settings = std::make_shared<const records::Settings>();
    context.now = base::system_clock().now();
    context.random = &base::system_random();
    return context;
  }

  Outcome change(Edit::Kind kind, std::string entity, std::string field, std::string_view body,
                 const Wish& wish = {}) {
    Edit edit{kind, std::move(entity), std::move(field),
              body.empty() ? json::value() : base::parse_json(body)};
    return customiser->change(context(), edit, wish);
  }
  Outcome put_field(std::string entity, std::string field, std::string_view body,
                    const Wish& wish = {}) {
    return change(Edit::Kind::PutField, std::move(entity), std::move(field), body, wish);
  }
  Outcome hide_field(std::string entity, std::string field) {
    return change(Edit::Kind::HideField, std::move(entity), std::move(field), "");
  }
  Outcome put_entity(std::string entity, std::string_view body) {
    return change(Edit::Kind::PutEntity, std::move(entity), "", body);
  }
  Outcome install(std::string_view body, const Wish& wish = {}) {
    return change(Edit::Kind::Install, "", "", body, wish);
  }

  base::Id create(const std::string& entity, std::string_view body) {
    base::Id id;
    auto context = this->context();
    database->write([&](storage::Transaction& transaction) {
      const auto& definition = context.entity(entity);
      auto changes = records::parse_changes(context, definition, base::parse_json(body),
                                            records::ChangesFor::Create);
      id = records::RecordService(transaction, context).create(definition, changes).record.id();
    });
    return id;
  }
  json::value get(const std::string& entity, const base::Id& id) {
    auto context = this->context();
    std::string text;
    database->read([&](storage::Transaction& transaction) {
      text = records::record_json(transaction, context, context.entity(entity), id);
    });
    return base::parse_json(text);
  }
  const schema::EntityDef& entity(const std::string& name) const {
    return model->schema->entity(name);
  }

 private:
  Shipped shipped_{small_files()};
  records::Rules rules_;

 public:
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<Customiser> customiser;
  ModelPtr model;
  int adopted = 0;
};

class Folder {
 public:
  Folder() {
    path_ = std::filesystem::temp_directory_path() /
            ("customisation-" + base::system_random().hex(8));
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string database() const { return (path_ / "rapport.db").string(); }

 private:
  std::filesystem::path path_;
};

// "code field; code field" of the error that `work` throws; empty when it throws none.
template <class Work>
std::string refusal_of(const Work& work) {
  try {
    work();
    return "";
  } catch (const base::Error& error) {
    std::string text = error.fields.empty() ? error.code : "";
    for (const auto& field : error.fields)
      text += (text.empty() ? "" : "; ") + field.code + " " + field.field;
    return text;
  }
}

}  // namespace rapport::customisation::testing
