#include "storage/bulk/bulk.h"

#include <gtest/gtest.h>

#include <map>

#include "storage/bulk/row_bytes.h"
#include "storage/postgres/connection.h"
#include "storage/sqlite/connection.h"
#include "storage/test_engine.h"

namespace rapport::storage {
namespace {

using testing::query_of;

const Table& people() {
  static const Table table{"people",
                           {{"id", ColumnType::Bytes},
                            {"name", ColumnType::Text},
                            {"name_fold", ColumnType::Text},
                            {"age", ColumnType::Integer},
                            {"team", ColumnType::Bytes}},
                           {},
                           {{{"id"}, true, {}}, {{"age"}, false, "age IS NOT NULL"}},
                           "name_fold",
                           "team"};
  return table;
}

const Table& pairs() {
  static const Table table{"pairs",
                           {{"note", ColumnType::Text},
                            {"b", ColumnType::Bytes},
                            {"a", ColumnType::Text}},
                           {"a", "b"},
                           {},
                           {}};
  return table;
}

const std::vector<const Table*>& tables() {
  static const std::vector<const Table*> all{&people(), &pairs()};
  return all;
}

base::Id id_of(int number) {
  base::Id id;
  id.bytes[0] = static_cast<std::uint8_t>(number >> 8);
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

// A place for a database of an engine, with nothing in it.
class Place {
 public:
  explicit Place(const std::string& engine)
      : folder_(std::filesystem::temp_directory_path() /
                ("rapport-bulk-" + base::system_random().hex(8))) {
    if (engine == "sqlite") {
      std::filesystem::create_directories(folder_);
      url = (folder_ / "test.db").string();
      return;
    }
    std::string server = std::getenv("RAPPORT_TEST_POSTGRES");
    schema_ = "bulk_" + base::system_random().hex(6);
    postgres::Connection connection({server, false, false, 0});
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm;CREATE SCHEMA " + schema_);
    url = server + "&options=-csearch_path%3D" + schema_ + "%2Cpublic";
  }
  ~Place() {
    std::filesystem::remove_all(folder_);
    if (schema_.empty()) return;
    postgres::Connection connection({std::getenv("RAPPORT_TEST_POSTGRES"), false, false, 0});
    connection.execute("DROP SCHEMA " + schema_ + " CASCADE");
  }
  std::unique_ptr<Database> open() const {
    OpenOptions options;
    options.readers = 2;
    options.durable = false;
    return open_database(url, options);
  }

  std::string url;

 private:
  std::filesystem::path folder_;
  std::string schema_;
};

constexpr int kPeople = 3000;

void fill(Database& database) {
  database.migrate(tables());
  database.write([](Transaction& transaction) {
    for (int i = 1; i <= kPeople; ++i)
      transaction.insert({&people(),
                          {{"id", id_of(i)},
                           {"name", "Ёлка \"" + std::to_string(i) + "\"\n\\N"},
                           {"name_fold", "елка " + std::to_string(i)},
                           {"age", i % 3 ? Cell(std::int64_t{i} - 1500) : Cell()},
                           {"team", i % 2 ? Cell(id_of(1)) : Cell()}}});
    const std::int64_t most = kPeople - 10;
    transaction.remove({&people(), compare("rid", storage::Test::Greater, most)});
    for (std::string a : {"", "z", "я", "A"})
      transaction.insert({&pairs(), {{"a", a}, {"b", id_of(7)}, {"note", Cell()}}});
  });
}

std::map<std::string, RowsDigest> digests(Snapshot& snapshot) {
  std::map<std::string, RowsDigest> all;
  for (const auto& table : snapshot.tables()) {
    auto columns = bulk_columns(table);
    snapshot.rows(table, [&](const Row& row) {
      std::string bytes;
      append_row(bytes, columns, row);
      all[table.name].add(bytes);
      return true;
    });
  }
  return all;
}

void move(Snapshot& from, Loader& to) {
  for (const auto& table : from.tables()) {
    to.create(table);
    to.begin(table);
    from.rows(table, [&](const Row& row) {
      to.add(row);
      return true;
    });
    to.end();
    to.set_last_number(table, from.last_number(table));
  }
  to.database()->migrate(tables());
}

class Bulk : public ::testing::TestWithParam<std::pair<std::string, std::string>> {};

std::vector<std::pair<std::string, std::string>> ways() {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& from : testing::engines())
    for (const auto& to : testing::engines()) all.emplace_back(from, to);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Way, Bulk, ::testing::ValuesIn(ways()), [](const auto& info) {
  return info.param.first + "_to_" + info.param.second;
});

TEST_P(Bulk, MovesAllThereIs) {
  Place source(GetParam().first), target(GetParam().second);
  fill(*source.open());
  auto from = take_snapshot(source.url);
  ASSERT_EQ(from->tables().size(), 2U);
  EXPECT_EQ(from->tables()[0].key, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(from->tables()[1].key.empty());
  auto before = digests(*from);
  EXPECT_EQ(before["people"].rows(), kPeople - 10);
  EXPECT_EQ(from->count(from->tables()[1]), kPeople - 10);
  auto to = begin_load(target.url);
  move(*from, *to);
  to->commit();
  to.reset();
  auto moved = take_snapshot(target.url);
  EXPECT_EQ(digests(*moved), before);
  EXPECT_EQ(moved->last_number(moved->tables()[1]), kPeople);
}

// What is there afterwards works as what was made by use: indexes, search, numbers of rows.
TEST_P(Bulk, LeavesADatabaseThatWorks) {
  Place source(GetParam().first), target(GetParam().second);
  fill(*source.open());
  auto from = take_snapshot(source.url);
  auto to = begin_load(target.url);
  move(*from, *to);
  to->commit();
  to.reset();
  auto database = target.open();
  EXPECT_EQ(database->migrate(tables()), std::vector<std::string>{});
  EXPECT_EQ(database->check(CheckDepth::Everything), "ok");
  database->read([](Transaction& transaction) {
    auto query = query_of(people(), {"rid"},
                          compare("name_fold", storage::Test::Contains, std::string("ка 2987")));
    EXPECT_EQ(transaction.count(query, 10), 1);
  });
  database->write([](Transaction& transaction) {
    EXPECT_EQ(transaction.insert({&people(), {{"id", id_of(5000)}}}), kPeople + 1);
  });
  EXPECT_THROW(database->write([](Transaction& transaction) {
    transaction.insert({&people(), {{"id", id_of(1)}}});
  }),
               UniqueViolation);
}

TEST_P(Bulk, LeavesNothingWhenItIsGivenUp) {
  Place source(GetParam().first), target(GetParam().second);
  fill(*source.open());
  {
    auto from = take_snapshot(source.url);
    auto to = begin_load(target.url);
    move(*from, *to);
  }
  if (GetParam().second == "sqlite") std::filesystem::remove(target.url);
  EXPECT_NO_THROW(begin_load(target.url));
}

TEST_P(Bulk, RefusesADatabaseWithTables) {
  Place target(GetParam().second);
  target.open()->migrate({&pairs()});
  try {
    begin_load(target.url);
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code, "database_not_empty");
  }
}

TEST_P(Bulk, TellsRowsThatCannotBe) {
  Place target(GetParam().second);
  auto to = begin_load(target.url);
  to->create(people());
  to->begin(people());
  std::vector<Cell> row{std::int64_t{1}, id_of(1), Cell(), Cell(), Cell(), Cell()};
  EXPECT_ANY_THROW({
    to->add(schema::CellVectorSource(row));
    to->add(schema::CellVectorSource(row));
    to->end();
  });
}

TEST_P(Bulk, SeesOneMoment) {
  Place source(GetParam().first);
  auto database = source.open();
  fill(*database);
  auto from = take_snapshot(source.url);
  auto before = digests(*from);
  database->write([](Transaction& transaction) {
    transaction.remove({&pairs(), always()});
    transaction.insert({&people(), {{"id", id_of(6000)}}});
  });
  EXPECT_EQ(digests(*from), before);
}

TEST(BulkNames, OnlyPlainOnes) {
  for (const char* good : {"a", "_x", "deals_substring2", "Z9"}) EXPECT_TRUE(is_plain_name(good));
  for (const char* bad : {"", "9a", "a b", "a\"b", "a;--", "имя", "a-b"})
    EXPECT_FALSE(is_plain_name(bad)) << bad;
  EXPECT_FALSE(is_plain_name(std::string(64, 'a')));
}

TEST(BulkImage, IsTheFileOfOneMoment) {
  Place source("sqlite"), target("sqlite");
  auto database = source.open();
  fill(*database);
  auto from = take_snapshot(source.url);
  auto before = digests(*from);
  std::string image(static_cast<std::size_t>(from->image_bytes()), '\0');
  std::vector<int> written(image.size() / 4096);
  bool others_wrote = false;
  from->image([&](std::int64_t offset, std::string_view bytes) {
    if (!std::exchange(others_wrote, true))
      database->write([](Transaction& transaction) {
        transaction.remove({&people(), always()});
        transaction.insert({&people(), {{"id", id_of(6000)}}});
      });
    ASSERT_LE(static_cast<std::size_t>(offset) + bytes.size(), image.size());
    image.replace(static_cast<std::size_t>(offset), bytes.size(), bytes);
    ++written[static_cast<std::size_t>(offset) / 4096];
  });
  EXPECT_EQ(std::count(written.begin(), written.end(), 0), 0);
  FILE* file = std::fopen(target.url.c_str(), "wb");
  std::fwrite(image.data(), 1, image.size(), file);
  std::fclose(file);
  auto restored = take_snapshot(target.url);
  EXPECT_EQ(digests(*restored), before);
  EXPECT_EQ(target.open()->check(CheckDepth::Everything), "ok");
}

TEST(BulkSqlite, RefusesWhatWouldRunByItself) {
  for (const char* sql : {"CREATE TRIGGER t AFTER INSERT ON people BEGIN DELETE FROM pairs; END",
                          "CREATE VIEW v AS SELECT 1"}) {
    Place source("sqlite");
    fill(*source.open());
    sqlite::Connection(source.url, sqlite::OpenMode::ReadWrite, 1 << 20, false).execute(sql);
    EXPECT_THROW(take_snapshot(source.url), base::Error);
  }
}

TEST(BulkImage, StopsWhenItIsNotWanted) {
  Place source("sqlite");
  fill(*source.open());
  auto from = take_snapshot(source.url);
  EXPECT_THROW(from->image([](std::int64_t, std::string_view) { throw std::length_error("full"); }),
               std::length_error);
}

TEST(RowBytes, RefuseWhatTheyAreNot) {
  std::vector<schema::ColumnDef> columns{{"n", ColumnType::Integer}, {"t", ColumnType::Text}};
  std::vector<Cell> row{std::int64_t{-77}, std::string("text")};
  std::string bytes;
  append_row(bytes, columns, schema::CellVectorSource(row));
  RowReader reader(columns);
  std::string_view rest = bytes;
  ASSERT_TRUE(reader.next(rest));
  EXPECT_TRUE(rest.empty());
  EXPECT_EQ(reader.integer(0), -77);
  EXPECT_EQ(reader.text(1), "text");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    rest = std::string_view(bytes).substr(0, size);
    EXPECT_FALSE(reader.next(rest)) << size;
  }
  for (std::string bad : {std::string("\x02\x01x\x00", 4), std::string("\x00\x02\xff\xff\xff\xff"
                          "\xff\xff\xff\xff\xff\xff", 12), std::string("\x09", 1)}) {
    rest = bad;
    EXPECT_FALSE(reader.next(rest));
  }
}

}  // namespace
}  // namespace rapport::storage
