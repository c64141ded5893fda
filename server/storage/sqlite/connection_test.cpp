#include "storage/sqlite/connection.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/clock.h"

namespace rapport::storage::sqlite {
namespace {

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
