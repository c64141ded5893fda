// A small company for the tests of the rules: the real entities and words, a database of its own,
// people of each role, a clock that goes on by a second with every piece of work. Only *_test.cpp
// files include it.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <unordered_map>

#include "access/stores/sign_in_stores.h"
#include "crm/rules.h"
#include "crm/system/seeds.h"
#include "records/listing.h"
#include "schema/test_files.h"

namespace rapport::crm::testing {

namespace json = base::json;

class Company : public ::testing::Test {
 protected:
  Company()
      : strings_(schema::testing::shipped_sources()),
        folder_(std::filesystem::temp_directory_path() /
                ("rapport-crm-" + base::system_random().hex(8))) {
    register_rules(rules_);
    model_ = std::make_shared<const records::Model>(
        schema::load_schema(schema::testing::shipped_sources()), &rules_, &strings_);
    std::filesystem::create_directories(folder_);
    storage::OpenOptions options;
    options.durable = false;
    database_ = storage::open_database((folder_ / "company.db").string(), options);
    auto all = model_->tables.all();
    for (const auto& group : {records::engine_tables(), access::sign_in_tables(), tables()})
      all.insert(all.end(), group.begin(), group.end());
    database_->migrate(all);
    found();
  }
  ~Company() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  // admin, manager, rep and colleague of the first team, stranger of another, reader; system: the
  // program.
  records::Context as(const std::string& who, std::string source = {}) {
    now_ += 1'000'000;
    records::Context context;
    context.model = model_;
    context.directory = directory_;
    context.actor = who == "system" ? std::make_shared<const access::Actor>(access::system_actor())
                                    : directory_->confirmed_actor(people_.at(who));
    context.settings = std::make_shared<const records::Settings>(settings_);
    context.now = now_;
    context.random = &base::system_random();
    context.source = std::move(source);
    return context;
  }

  template <class Work>
  void work(const records::Context& context, const Work& piece) {
    database_->write([&](storage::Transaction& transaction) {
      records::RecordService service(transaction, context);
      piece(service);
    });
  }

  const schema::EntityDef& entity(std::string_view name) const {
    return model_->schema->entity(name);
  }

  base::Id create(const std::string& who, std::string_view name, std::string_view body,
                  std::string source = {}) {
    auto context = as(who, std::move(source));
    base::Id id;
    work(context, [&](records::RecordService& service) {
      auto changes = records::parse_changes(context, entity(name), base::parse_json(body),
                                            records::ChangesFor::Create);
      records::SaveOptions options;
      options.on_duplicate = records::OnDuplicate::Create;
      id = service.create(entity(name), changes, options).record.id();
    });
    return id;
  }

  void update(const std::string& who, std::string_view name, const base::Id& id,
              std::string_view body, std::string source = {}) {
    auto context = as(who, std::move(source));
    work(context, [&](records::RecordService& service) {
      service.update(entity(name), id,
                     records::parse_changes(context, entity(name), base::parse_json(body),
                                            records::ChangesFor::Update));
    });
  }

  void remove(const std::string& who, std::string_view name, const base::Id& id) {
    work(as(who), [&](records::RecordService& service) { service.remove(entity(name), id); });
  }

  json::value act(const std::string& who, std::string_view name, const base::Id& id,
                  std::string_view action, std::string_view body = "{}") {
    std::string answer;
    work(as(who), [&](records::RecordService& service) {
      auto wished = base::parse_json(body);
      records::ActionCall call{service, entity(name), id, wished};
      answer = rules_.find_action(std::string(name), action)(call);
    });
    return base::parse_json(answer);
  }

  // A live record as it is stored.
  records::Record get(std::string_view name, const base::Id& id) {
    std::optional<records::Record> found;
    work(as("system"),
         [&](records::RecordService& service) { found = service.find(entity(name), id); });
    return found.value();
  }
  bool exists(std::string_view name, const base::Id& id) {
    bool there = false;
    work(as("system"), [&](records::RecordService& service) {
      there = service.find(entity(name), id).has_value();
    });
    return there;
  }

  std::int64_t count(std::string_view name, storage::Condition where = storage::always()) {
    std::int64_t rows = 0;
    database_->read([&](storage::Transaction& transaction) {
      storage::Query query;
      query.table = &model_->tables.of(name);
      query.where = storage::all_of({std::move(where), storage::is_null("deleted_at")});
      query.order_is_optional = true;
      rows = transaction.count(query, 1'000'000);
    });
    return rows;
  }

  // "field code" of each wrong field, else the code; "" when the work succeeds.
  template <class Piece>
  std::string refusal(const Piece& piece) {
    try {
      piece();
    } catch (const base::Error& error) {
      std::string text;
      for (const auto& field : error.fields) {
        if (!text.empty()) text += ", ";
        text += field.field.empty() ? field.code : field.field + " " + field.code;
      }
      return text.empty() ? error.code : text;
    }
    return "";
  }

  base::Id user(const std::string& who) const { return people_.at(who); }
  base::Id role(std::string_view key) const { return directory_->role_by_key(key)->id; }
  base::Id default_pipeline() {
    base::Id id;
    work(as("system"), [&](records::RecordService& service) {
      id = service.find_by(entity("pipelines"), "default", std::int64_t{1})->id();
    });
    return id;
  }
  static std::string quoted(const base::Id& id) { return "\"" + id.text() + "\""; }
  static base::Id id_of(const json::value& reference) {
    return base::Id::parse(reference.at("id").as_string()).value();
  }
  void reload_directory() {
    database_->read([&](storage::Transaction& transaction) {
      directory_ = access::load_directory(transaction, *model_->schema, model_->tables);
    });
  }

  base::Instant now_ =
      base::parse_instant("2026-05-28T07:00:00Z").value();  // a Thursday noon in Tashkent
  records::Settings settings_;
  records::Rules rules_;
  schema::Strings strings_;
  std::shared_ptr<const records::Model> model_;
  access::DirectoryPtr directory_ = std::make_shared<const access::DirectorySnapshot>();
  std::unique_ptr<storage::Database> database_;

 private:
  void found() {
    work(as("system"), [](records::RecordService& service) { create_company(service); });
    base::Id south = create("system", "teams", R"({"name": "South"})");
    reload_directory();
    base::Id first;
    for (const auto& [id, name] : directory_->teams)
      if (id != south) first = id;
    hire("admin", "administrator", first);
    hire("manager", "manager", first);
    hire("rep", "rep", first);
    hire("colleague", "rep", first);
    hire("stranger", "rep", south);
    hire("reader", "read_only", first);
    reload_directory();
  }
  void hire(const std::string& name, const std::string& role_key, const base::Id& team) {
    work(as("system"), [&](records::RecordService& service) {
      people_[name] = make_user(service, {.name = name,
                                          .email = name + "@example.com",
                                          .role = role_key,
                                          .teams = {team},
                                          .language = schema::Language::Ru});
    });
  }

  std::unordered_map<std::string, base::Id> people_;
  std::filesystem::path folder_;
};

}  // namespace rapport::crm::testing
