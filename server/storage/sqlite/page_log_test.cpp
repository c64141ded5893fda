#include "storage/sqlite/page_log.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace rapport::storage::sqlite {
namespace {

constexpr std::int64_t kPageBytes = 4096;

// Writes what comes over a copy of the file.
class Copy final : public PageSink {
 public:
  explicit Copy(std::string path) : path_(std::move(path)) {}

  void begin(base::Instant) override { ++begun; }
  void page(std::int64_t number, std::string_view bytes) override {
    if (breaks) throw std::runtime_error("the disk is full");
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp((number - 1) * kPageBytes);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    ++pages_of_commit;
  }
  void commit(base::Instant seen, base::Instant at, std::int64_t pages) override {
    EXPECT_LE(seen, at);
    std::filesystem::resize_file(path_, static_cast<std::uintmax_t>(pages * kPageBytes));
    ++commits;
  }
  void rest(base::Instant) override { ++rests; }
  bool wants_new_beginning() override { return std::exchange(wants_new, false); }

  int begun = 0, commits = 0, rests = 0, pages_of_commit = 0;
  bool wants_new = false, breaks = false;

 private:
  std::string path_;
};

class PageLogTest : public ::testing::Test {
 protected:
  PageLogTest() {
    folder_ = std::filesystem::temp_directory_path() /
              ("rapport-pages-" + base::system_random().hex(6));
    std::filesystem::create_directories(folder_);
    writer = open();
    writer->execute("PRAGMA wal_autocheckpoint=0");
    writer->execute("CREATE TABLE items(id INTEGER PRIMARY KEY, text TEXT)");
    bring_in();
    std::filesystem::copy_file(path("test.db"), path("copy.db"));
    copy = std::make_shared<Copy>(path("copy.db"));
    log = std::make_unique<PageLog>(path("test.db"), copy);
    log->keep({});
  }
  ~PageLogTest() override {
    log.reset();
    writer.reset();
    std::filesystem::remove_all(folder_);
  }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  std::unique_ptr<Connection> open() const {
    return std::make_unique<Connection>(path("test.db"), OpenMode::ReadWrite, 1 << 20, true);
  }
  void add(Connection& connection, int count) {
    connection.run({"BEGIN", {}});
    for (int n = 0; n < count; ++n)
      connection.run({"INSERT INTO items(text) VALUES(hex(randomblob(500)))", {}});
    connection.run({"COMMIT", {}});
  }
  // All of the log, so that the next writer begins it anew.
  void bring_in() {
    sqlite3_wal_checkpoint_v2(writer->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                              nullptr);
  }
  // The rows of the copy are those of the database.
  void expect_same() {
    Connection kept(path("copy.db"), OpenMode::ReadOnly, 1 << 20, true);
    const Statement sum{"SELECT count(*)*1000000+sum(unicode(substr(text,7,1))*id%999983) FROM "
                        "items", {}};
    EXPECT_EQ(kept.integer(sum), writer->integer(sum));
    EXPECT_EQ(kept.prepare("PRAGMA integrity_check").step(), true);
  }

  std::unique_ptr<Connection> writer;
  std::shared_ptr<Copy> copy;
  std::unique_ptr<PageLog> log;

 private:
  std::filesystem::path folder_;
};

TEST_F(PageLogTest, EachPageComesOnceWithItsLastImage) {
  for (int n = 0; n < 5; ++n) add(*writer, 3);
  log->keep({});
  EXPECT_EQ(copy->commits, 1);
  EXPECT_LT(copy->pages_of_commit, 15);
  expect_same();
  log->keep({});
  EXPECT_EQ(copy->commits, 1);  // nothing has changed
  EXPECT_EQ(copy->rests, 3);
}

TEST_F(PageLogTest, ALogThatBeginsAnewIsFollowed) {
  for (int n = 0; n < 4; ++n) {
    add(*writer, 200);
    log->keep([this] { bring_in(); });
    add(*writer, 1);
    log->keep({});
  }
  writer->execute("DELETE FROM items WHERE id%3=0");
  log->keep([this] { bring_in(); });
  EXPECT_EQ(copy->begun, 1);
  expect_same();
}

TEST_F(PageLogTest, WhatOthersWriteComesToo) {
  auto other = open();
  add(*other, 50);
  add(*writer, 50);
  log->keep([this] { bring_in(); });
  add(*other, 5);
  log->keep({});
  EXPECT_EQ(copy->begun, 1);
  expect_same();
}

TEST_F(PageLogTest, WhatWasBroughtInUnseenBreaksTheChain) {
  add(*writer, 10);
  bring_in();
  add(*writer, 10);
  log->keep({});
  EXPECT_EQ(copy->begun, 2);
  EXPECT_EQ(copy->commits, 0);
}

TEST_F(PageLogTest, ASinkThatFailsHoldsNothingUpAndBeginsAnew) {
  copy->breaks = true;
  add(*writer, 10);
  bool is_brought_in = false;
  log->keep([&] { is_brought_in = true; });
  EXPECT_TRUE(is_brought_in);
  EXPECT_EQ(copy->begun, 1);
  copy->breaks = false;
  log->keep({});
  EXPECT_EQ(copy->begun, 2);
}

TEST_F(PageLogTest, AnotherBeginningIsHadForTheAsking) {
  add(*writer, 10);
  copy->wants_new = true;
  log->keep({});
  EXPECT_EQ(copy->commits, 1);
  EXPECT_EQ(copy->begun, 2);
}

TEST_F(PageLogTest, OneKeepsThem) {
  EXPECT_TRUE(PageLog::is_kept_by_another(path("test.db")));
  EXPECT_THROW(PageLog(path("test.db"), copy), base::Error);
  log.reset();
  EXPECT_FALSE(PageLog::is_kept_by_another(path("test.db")));
  EXPECT_FALSE(PageLog::is_kept_by_another(path("copy.db")));
}

}  // namespace
}  // namespace rapport::storage::sqlite
