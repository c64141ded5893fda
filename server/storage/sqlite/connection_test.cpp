#include "storage/sqlite/connection.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>

#include "base/clock.h"

namespace rapport::storage::sqlite {
namespace {

TEST(Connection, AnIndexThatDiffersFromItsTableIsFoundWhenIndexesAreLookedAt) {
  auto path = std::filesystem::temp_directory_path() /
              ("rapport-check-" + base::system_random().hex(8) + ".db");
  {
    Connection connection(path.string(), OpenMode::ReadWrite, 1 << 20, false);
    connection.execute("CREATE TABLE t(a);CREATE INDEX i ON t(a);INSERT INTO t VALUES(1)");
    EXPECT_EQ(connection.check(true), "ok");
    sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    connection.execute(
        "PRAGMA writable_schema=ON;UPDATE sqlite_schema SET sql='CREATE INDEX i ON t(a) WHERE a>5' "
        "WHERE name='i'");
  }
  Connection connection(path.string(), OpenMode::ReadWrite, 1 << 20, false);
  EXPECT_EQ(connection.check(false), "ok");
  EXPECT_NE(connection.check(true), "ok");
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + end);
}

// SQLite counts the instructions of a statement over all its runs: in time even the shortest one is
// told to be long.
TEST(Connection, LettingGoOfASnapshotIsNotWatched) {
  auto path = std::filesystem::temp_directory_path() /
              ("rapport-connection-" + base::system_random().hex(8) + ".db");
  {
    Connection connection(path.string(), OpenMode::ReadWrite, 1 << 20, false);
    bool letting_go = false;
    int told = 0;
    connection.set_on_long([&] { told += letting_go; });
    for (int i = 0; i < 60'000; ++i) {
      connection.run({"BEGIN", {}});
      connection.set_deadline_ms(20'000);
      letting_go = true;
      connection.end_read();
      letting_go = false;
    }
    EXPECT_EQ(told, 0);
  }
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
}

}  // namespace
}  // namespace rapport::storage::sqlite
