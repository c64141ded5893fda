// The log as its writer writes it: others see a commit whole and at once, what is rolled back
// leaves nothing, and a disk that fails in the middle of a commit fails that commit alone.
#include "storage/sqlite/wal_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "base/clock.h"
#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {
namespace {

constexpr std::int64_t kSmallCache = 64 << 10;  // what is larger spills into the log before it ends

class WalFileTest : public ::testing::Test {
 protected:
  WalFileTest()
      : path_(std::filesystem::temp_directory_path() /
              ("rapport-wal-" + base::system_random().hex(8) + ".db")) {
    Connection writer(path_, OpenMode::ReadWrite, kSmallCache, true);
    writer.run({"CREATE TABLE t(n INTEGER PRIMARY KEY, filling BLOB)", {}});
  }
  ~WalFileTest() override {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  }

  static void insert(Connection& writer, int rows) {
    for (int i = 0; i < rows; ++i)
      writer.run({"INSERT INTO t(filling) VALUES(randomblob(3000))", {}});
  }
  std::int64_t rows() {
    Connection reader(path_, OpenMode::ReadOnly, kSmallCache, true);
    auto cursor = reader.prepare("PRAGMA integrity_check");
    EXPECT_TRUE(cursor.step());
    EXPECT_EQ(cursor.text(0), "ok");
    return reader.integer({"SELECT count(*) FROM t", {}});
  }

  std::string path_;
};

TEST_F(WalFileTest, OthersSeeACommitAtOnce) {
  Connection writer(path_, OpenMode::ReadWrite, kSmallCache, true);
  Connection reader(path_, OpenMode::ReadOnly, kSmallCache, true);
  std::int64_t expected = 0;
  for (int count : {1, 3, 400, 1, 100}) {
    writer.run({"BEGIN IMMEDIATE", {}});
    insert(writer, count);
    EXPECT_EQ(writer.integer({"SELECT count(*) FROM t", {}}), expected + count)
        << "what was spilled is read again";
    EXPECT_EQ(reader.integer({"SELECT count(*) FROM t", {}}), expected) << "not before its commit";
    writer.run({"COMMIT", {}});
    expected += count;
    EXPECT_EQ(reader.integer({"SELECT count(*) FROM t", {}}), expected);
  }
  EXPECT_EQ(rows(), expected);
}

TEST_F(WalFileTest, WhatIsRolledBackLeavesNothing) {
  Connection writer(path_, OpenMode::ReadWrite, kSmallCache, true);
  for (int round = 0; round < 5; ++round) {
    writer.run({"BEGIN IMMEDIATE", {}});
    insert(writer, 50 * round + 1);
    writer.run({"ROLLBACK", {}});
    insert(writer, 1);
  }
  EXPECT_EQ(rows(), 5);
}

// What was gathered of it has no place in the log any more: there lies what another process has
// committed since.
TEST_F(WalFileTest, WhatIsRolledBackIsNotWrittenOverTheCommitsOfOthers) {
  Connection other(path_, OpenMode::ReadWrite, kSmallCache, true);
  std::int64_t expected = 0;
  for (int round = 0; round < 20; ++round) {
    {
      Connection writer(path_, OpenMode::ReadWrite, kSmallCache, true);
      writer.run({"BEGIN IMMEDIATE", {}});
      insert(writer, 30 + round);
      writer.run({"ROLLBACK", {}});
      insert(other, 40);
      expected += 40;
      if (round % 2 == 0) {
        insert(writer, 1);
        ++expected;
      }
    }
    ASSERT_EQ(rows(), expected) << "round " << round;
  }
}

TEST_F(WalFileTest, TheLogBeginsAnewAfterItWasBroughtIn) {
  Connection writer(path_, OpenMode::ReadWrite, kSmallCache, true);
  for (int round = 0; round < 5; ++round) {
    insert(writer, 40);
    auto code = sqlite3_wal_checkpoint_v2(writer.handle(), nullptr, SQLITE_CHECKPOINT_RESTART,
                                          nullptr, nullptr);
    ASSERT_EQ(code, SQLITE_OK);
  }
  EXPECT_EQ(rows(), 200);
}

// In a process of its own, whose files may not grow beyond a limit.
TEST_F(WalFileTest, ADiskThatIsFullFailsTheCommitAndNothingElse) {
  int done[2];
  ASSERT_EQ(pipe(done), 0);
  auto child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{700'000, 700'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    int committed = 0, failed = 0;
    try {
      Connection writer(path_, OpenMode::ReadWrite, kSmallCache, true);
      sqlite3_wal_autocheckpoint(writer.handle(), 0);
      while (failed < 3 && committed < 1'000) {
        try {
          writer.run({"BEGIN IMMEDIATE", {}});
          insert(writer, 5);
          writer.run({"COMMIT", {}});
          ++committed;
        } catch (const base::Error& error) {
          ++failed;
          if (error.code != "storage_failed") committed = -1000;
          if (!sqlite3_get_autocommit(writer.handle())) writer.run({"ROLLBACK", {}});
        }
      }
    } catch (const std::exception&) {
      committed = -1;
    }
    [[maybe_unused]] auto told = ::write(done[1], &committed, sizeof committed);
    _exit(0);  // as a crash: nothing is closed
  }
  int committed = 0;
  ASSERT_EQ(::read(done[0], &committed, sizeof committed), static_cast<ssize_t>(sizeof committed));
  close(done[0]);
  close(done[1]);
  waitpid(child, nullptr, 0);
  EXPECT_GT(committed, 5);
  EXPECT_LT(committed, 1'000) << "the disk was never full";
  EXPECT_EQ(rows(), committed * 5) << "what was acknowledged, and no more";
}

}  // namespace
}  // namespace rapport::storage::sqlite
