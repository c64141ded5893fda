// A small company for the tests of webhooks: the real entities and words, a database of its own, an
// administrator, people with less rights, a clock to set. Only *_test.cpp files include it.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <unordered_map>

#include "records/listing.h"
#include "schema/test_files.h"
#include "webhooks/deliveries.h"
#include "webhooks/hooks.h"
#include "webhooks/news.h"
#include "webhooks/secrets.h"
#include "webhooks/webhooks.h"

namespace rapport::webhooks::testing {

namespace json = base::json;

class Company : public ::testing::Test {
 protected:
  Company()
      : strings_(schema::testing::shipped_sources()),
        folder_(std::filesystem::temp_directory_path() /
                ("rapport-webhooks-" + base::system_random().hex(8))) {
    register_rules(rules_);
    model_ = std::make_shared<const records::Model>(
        schema::load_schema(schema::testing::shipped_sources()), &rules_, &strings_);
    std::filesystem::create_directories(folder_);
    storage::OpenOptions options;
    options.durable = false;
    database_ = storage::open_database((folder_ / "company.db").string(), options);
    auto all = model_->tables.all();
    for (const auto& group : {records::engine_tables(), tables()})
      all.insert(all.end(), group.begin(), group.end());
    database_->migrate(all);
    add_people();
    news_.emplace(*database_, contexts());
  }
  ~Company() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  // admin (speaks Russian); rep, who sees his own only; clerk, who sees all accounts but not their
  // annual_revenue; program.
  records::Context as(const std::string& who) {
    auto actor = who == "program"
                     ? std::make_shared<const access::Actor>(access::system_actor())
                     : directory_->actor(people_.at(who));
    return context(std::move(actor));
  }
  records::Context context(std::shared_ptr<const access::Actor> actor) {
    records::Context context;
    context.model = model_;
    context.directory = directory_;
    context.actor = std::move(actor);
    context.settings = std::make_shared<const records::Settings>();
    context.now = now_;
    context.random = &base::system_random();
    return context;
  }
  ContextFactory contexts() {
    return [this](auto actor, auto) { return context(std::move(actor)); };
  }

  template <class Work>
  void write(const Work& work) {
    database_->write([&](storage::Transaction& transaction) { work(transaction); });
  }

  const schema::EntityDef& entity(std::string_view name) const {
    return model_->schema->entity(name);
  }

  base::Id create(const std::string& who, std::string_view name, std::string_view body) {
    auto context = as(who);
    base::Id id;
    write([&](storage::Transaction& transaction) {
      auto changes = records::parse_changes(context, entity(name), base::parse_json(body),
                                            records::ChangesFor::Create);
      records::SaveOptions options;
      options.on_duplicate = records::OnDuplicate::Create;
      id = records::RecordService(transaction, context)
               .create(entity(name), changes, options)
               .record.id();
    });
    return id;
  }
  void update(const std::string& who, std::string_view name, const base::Id& id,
              std::string_view body) {
    auto context = as(who);
    write([&](storage::Transaction& transaction) {
      records::RecordService(transaction, context)
          .update(entity(name), id,
                  records::parse_changes(context, entity(name), base::parse_json(body),
                                         records::ChangesFor::Update));
    });
  }
  template <class Work>
  void service(const std::string& who, const Work& work) {
    auto context = as(who);
    write([&](storage::Transaction& transaction) {
      records::RecordService made(transaction, context);
      work(made);
    });
  }
  records::Record get(std::string_view name, const base::Id& id) {
    std::optional<records::Record> found;
    service("program", [&](records::RecordService& made) { found = made.find(entity(name), id); });
    return std::move(*found);
  }

  // The body of a hook of accounts; `rest` has members that are other than usual.
  static std::string hook_body(const std::string& rest) {
    json::object body{{"name", "H"}, {"url", "https://example.com/"}, {"entity", "accounts"}};
    auto parsed = base::parse_json("{" + rest + "}");
    for (const auto& [name, value] : parsed.get_object()) body[name] = value;
    return json::serialize(body);
  }
  // A hook that belongs to the administrator, or to `owner`.
  base::Id hook(const std::string& rest = "", const std::string& owner = "admin") {
    auto of = R"("owner":")" + people_.at(owner).text() + "\"";
    return create("admin", "webhooks", hook_body(rest.empty() ? of : of + "," + rest));
  }
  base::Id account(const std::string& rest = "", const std::string& who = "admin") {
    return create(who, "accounts", R"({"name":"Navruz")" + (rest.empty() ? "" : "," + rest) + "}");
  }

  // The messages for a hook, in the order in which they were made.
  std::vector<json::value> told(const base::Id& hook) {
    while (news_->step()) {}
    return bodies(hook);
  }
  std::vector<json::value> bodies(const base::Id& hook) {
    storage::Query query;
    query.table = &deliveries_table();
    query.columns = {storage::Expression{0, "body"}};
    query.where = storage::compare("hook", storage::Test::Equal, hook);
    query.order = {{storage::Expression{0, "rid"}, false}};
    std::vector<json::value> all;
    database_->read([&](storage::Transaction& transaction) {
      transaction.select(query, [&](const storage::Row& row) {
        all.push_back(base::parse_json(row.text(0)));
        return true;
      });
    });
    return all;
  }
  std::vector<std::string> types(const base::Id& hook) {
    std::vector<std::string> all;
    for (const auto& body : told(hook)) all.emplace_back(body.at("type").as_string());
    return all;
  }

 private:
  base::Id insert(storage::Transaction& transaction, std::string_view name,
                  std::vector<storage::Assignment> values) {
    auto id = base::new_id(now_, base::system_random());
    values.push_back({"id", id});
    storage::Insert row;
    row.table = &model_->tables.of(name);
    row.values = std::move(values);
    transaction.insert(row);
    return id;
  }
  void add_people() {
    struct Person {
      const char *name, *language, *rights;
    };
    constexpr Person kPeople[] = {
        {"administrator", "ru", "{}"},
        {"rep", "en", R"({"*":{"read":"own","create":"own","update":"own"}})"},
        {"clerk", "uz", R"({"*":{"read":"all"},"accounts":{"hidden":["annual_revenue"]}})"}};
    write([&](storage::Transaction& transaction) {
      for (const auto& [name, language, rights] : kPeople) {
        auto role = insert(transaction, "roles",
                           {{"name", std::string(name)}, {"key", std::string(name)},
                            {"rights", std::string(rights)}});
        auto person = insert(transaction, "users",
                             {{"name", std::string(name)}, {"language", std::string(language)},
                              {"email", std::string(name) + "@example.com"}, {"role", role},
                              {"active", std::int64_t{1}}});
        people_[std::string(name) == "administrator" ? "admin" : name] = person;
      }
    });
    database_->read([&](storage::Transaction& transaction) {
      directory_ = access::load_directory(transaction, *model_->schema, model_->tables);
    });
  }

  records::Rules rules_;
  schema::Strings strings_;
  std::filesystem::path folder_;
  access::DirectoryPtr directory_;

 protected:
  std::shared_ptr<const records::Model> model_;
  std::unique_ptr<storage::Database> database_;
  std::unordered_map<std::string, base::Id> people_;
  base::Instant now_ = 1'780'000'000'000'000;  // 2026-05-28
  std::optional<News> news_;
};

}  // namespace rapport::webhooks::testing
