// A small company for the tests of signing in: a database of its own, people, a clock to set.
// Only *_test.cpp files include it.
#pragma once
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "access/credentials.h"
#include "access/directory.h"
#include "access/sign_in.h"
#include "access/vault.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "schema/loader.h"
#include "storage/tables.h"

namespace rapport::access::testing {

inline constexpr std::string_view kPassword = "Correct-horse-battery-9";

class FakeClock final : public base::Clock {
 public:
  base::Instant now() override { return now_us_; }
  std::int64_t monotonic_us() override { return now_us_ - kBegin; }
  void advance(std::int64_t microseconds) { now_us_ += microseconds; }

 private:
  static constexpr base::Instant kBegin = 1'700'000'000'000'000;
  std::atomic<base::Instant> now_us_ = kBegin + 3'600'000'000;
};

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
  });
}

inline std::filesystem::path made_folder() {
  auto folder = std::filesystem::temp_directory_path() /
                ("rapport-sign-in-" + base::system_random().hex(8));
  std::filesystem::create_directories(folder);
  return folder;
}

class Company {
 public:
  Company()
      : folder_(made_folder()),
        schema(small_schema()),
        tables(schema) {
    database = storage::open_database((folder_ / "company.db").string(), {});
    auto all = tables.all();
    for (const auto* table : sign_in_tables()) all.push_back(table);
    database->migrate(all);
    role = insert("roles", {{"name", "Rep"}, {"key", "rep"}});
  }
  ~Company() {
    database.reset();
    std::filesystem::remove_all(folder_);
  }

  base::Id insert(const std::string& entity, std::vector<storage::Assignment> values) {
    auto id = base::new_id(clock.now(), base::system_random());
    values.push_back({"id", id});
    storage::Insert row;
    row.table = &tables.of(entity);
    row.values = std::move(values);
    database->write([&](storage::Transaction& transaction) { transaction.insert(row); });
    return id;
  }

  base::Id add_user(const std::string& email) {
    auto id = insert("users", {{"name", email},
                               {"email", email},
                               {"email_folded", base::fold(email)},
                               {"role", role},
                               {"active", std::int64_t{1}}});
    reload();
    return id;
  }

  void give_password(const base::Id& user, std::string_view password = kPassword) {
    database->write([&](storage::Transaction& transaction) {
      set_password(transaction, user, password, clock.now());
    });
  }

  // As another process would: this one's directory does not know until reload().
  void set_active(const base::Id& user, bool active) {
    storage::Update update;
    update.table = &tables.of("users");
    update.values = {{"active", std::int64_t{active}}};
    update.where = storage::compare("id", storage::Test::Equal, user);
    database->write([&](storage::Transaction& transaction) { transaction.update(update); });
  }

  void reload() {
    database->read([&](storage::Transaction& transaction) {
      directory.set(load_directory(transaction, *schema, tables));
    });
  }

  std::int64_t rows_of(const storage::Table& table) {
    storage::Query query;
    query.table = &table;
    std::int64_t count = 0;
    database->read(
        [&](storage::Transaction& transaction) { count = transaction.count(query, 10'000); });
    return count;
  }

 private:
  std::filesystem::path folder_;

 public:
  FakeClock clock;
  base::Random& random = base::system_random();
  Vault vault{folder_ / "secret.key", random};
  schema::SchemaPtr schema;
  storage::EntityTables tables;
  std::unique_ptr<storage::Database> database;
  Directory directory;
  base::Id role;
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

}  // namespace rapport::access::testing
