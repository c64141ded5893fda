// What a stranger could put into a file that calls itself a backup, and what becomes of it.
#include <gtest/gtest.h>

#include <fstream>

#include "access/secrets.h"
#include "files/file_store.h"
#include "backup/make.h"
#include "backup/reading.h"
#include "backup/restore.h"
#include "storage/bulk/row_bytes.h"

namespace rapport::backup {
namespace {

namespace fs = std::filesystem;
using storage::Cell;
using storage::ColumnType;

constexpr const char* kVersion = "0.3.0";
const std::string kName = "7f/01900000-0000-7000-8000-00000000007f";

void silent(const std::string&, std::int64_t, std::int64_t) {}

class BackupTest : public ::testing::Test {
 protected:
  BackupTest()
      : folder_(fs::temp_directory_path() / ("rapport-backup-" + base::system_random().hex(8))) {
    access::require_sodium();
    fs::create_directories(folder_);
  }
  ~BackupTest() override { fs::remove_all(folder_); }

  fs::path file() const { return folder_ / "test.backup"; }
  fs::path company() const { return folder_ / "company"; }

  using Fill = std::function<void(BlockWriter&)>;
  void write(const Fill& fill, const std::string& end = end_json({}), const Lock& lock = {}) {
    std::ofstream out(file(), std::ios::binary | std::ios::trunc);
    BlockWriter writer(lock, base::system_random(), [&](std::string_view bytes) {
      out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    });
    fill(writer);
    writer.finish(end);
  }

  // What is said of it; empty: nothing is wrong. Restoring must say the same, and leave nothing.
  std::string verdict(const Lock& lock = {}) {
    std::string verified, restored;
    try {
      Receiver nobody;
      read_backup(file(), lock, kVersion, nobody, silent);
    } catch (const std::exception& error) {
      verified = error.what();
    }
    try {
      NewFolder folder(company());
      auto all = restore_into(folder, {file(), lock, kVersion, {}, folder.inside() / "none"},
                              silent);
      if (all.loader) all.loader->commit();
    } catch (const std::exception& error) {
      restored = error.what();
    }
    EXPECT_EQ(verified.empty(), restored.empty()) << verified << " | " << restored;
    EXPECT_FALSE(fs::exists(company()));
    return verified;
  }

  static Manifest rows_manifest() {
    Manifest manifest;
    manifest.rapport = "0.1.0";
    manifest.engine = "postgres";
    storage::Table table;
    table.name = "notes";
    table.columns = {{"text", ColumnType::Text}};
    manifest.tables.push_back({table, 1});
    return manifest;
  }
  static Manifest image_manifest(std::int64_t pages) {
    Manifest manifest;
    manifest.rapport = "0.1.0";
    manifest.engine = "sqlite";
    manifest.image_bytes = pages * 4096;
    return manifest;
  }
  static void write_rows(BlockWriter& writer, const Manifest& manifest, const std::string& text,
                         std::int64_t rows = 1, std::string digest = {}) {
    writer.write(BlockKind::Manifest, manifest_json(manifest));
    std::vector<Cell> cells{std::int64_t{1}, text};
    std::string bytes;
    storage::append_row(bytes, storage::bulk_columns(manifest.tables[0].table),
                        schema::CellVectorSource(cells));
    storage::RowsDigest counted;
    counted.add(bytes);
    for (std::size_t at = 0; at < bytes.size(); at += kBlockBytes)
      writer.write(BlockKind::Rows, bytes.substr(at, kBlockBytes));
    if (digest.empty()) digest = counted.hex();
    writer.write(BlockKind::TableEnd, table_end_json({rows, 1, digest}));
  }
  static std::string page_at(std::uint64_t offset, std::size_t bytes = 4096) {
    return std::string(reinterpret_cast<const char*>(&offset), 8) + std::string(bytes, 'x');
  }

  fs::path folder_;
};

TEST_F(BackupTest, WhatIsRightIsTaken) {
  write([](auto& writer) { write_rows(writer, rows_manifest(), "hello"); });
  EXPECT_EQ(verdict(), "");
  // A row of several blocks.
  write([](auto& writer) { write_rows(writer, rows_manifest(), std::string(5 << 20, 'z')); });
  EXPECT_EQ(verdict(), "");
}

TEST_F(BackupTest, OfANewerVersion) {
  for (const char* newer : {"0.3.1", "0.4.0", "1.0.0", "10.0.0"}) {
    write([&](auto& writer) {
      auto manifest = rows_manifest();
      manifest.rapport = newer;
      write_rows(writer, manifest, "x");
    });
    EXPECT_NE(verdict().find("made by Rapport " + std::string(newer)), std::string::npos);
  }
  write([](auto& writer) {
    auto manifest = rows_manifest();
    manifest.rapport = kVersion;
    write_rows(writer, manifest, "x");
  });
  EXPECT_EQ(verdict(), "");
}

TEST_F(BackupTest, NamesThatLeadElsewhere) {
  EXPECT_TRUE(files::id_of(kName));
  const std::vector<std::string> names{"../../etc/passwd", "/etc/passwd", "", kName + "/x",
                                       "7f/../../../../../../tmp/x", "ab/" + kName.substr(3),
                                       "7f/01900000-0000-7000-8000-0000000000FF", "./" + kName,
                                       std::string("7f/\0", 4)};
  for (const auto& bad : names) {
    EXPECT_FALSE(files::id_of(bad)) << bad;
    write([&](auto& writer) {
      write_rows(writer, rows_manifest(), "x");
      writer.write(BlockKind::FileBegin, bad);
      writer.write(BlockKind::FileBytes, "root::0:0");
    }, end_json({1, 9, 0}));
    EXPECT_NE(verdict().find("name"), std::string::npos) << bad;
  }
  for (const char* bad : {"no\"tes", "notes;drop", "", "имя"}) {
    write([&](auto& writer) {
      auto manifest = rows_manifest();
      manifest.tables[0].table.name = bad;
      write_rows(writer, manifest, "x");
    });
    EXPECT_NE(verdict(), "") << bad;
    write([&](auto& writer) {
      auto manifest = rows_manifest();
      manifest.tables[0].table.columns[0].name = bad;
      write_rows(writer, manifest, "x");
    });
    EXPECT_NE(verdict(), "") << bad;
  }
}

TEST_F(BackupTest, FilesAreThereOnceAndWhole) {
  auto files = [&](const std::vector<std::string>& names, BackupEnd end) {
    write([&](auto& writer) {
      write_rows(writer, rows_manifest(), "x");
      for (const auto& name : names) {
        writer.write(BlockKind::FileBegin, name);
        writer.write(BlockKind::FileBytes, "abc");
      }
    }, end_json(end));
    return verdict();
  };
  EXPECT_EQ(files({kName}, {1, 3, 0}), "");
  EXPECT_NE(files({kName, kName}, {2, 6, 0}), "");
  EXPECT_NE(files({kName}, {1, 4, 0}), "");
  EXPECT_NE(files({kName}, {2, 3, 0}), "");
}

TEST_F(BackupTest, PiecesOfTheDatabaseThatCannotBe) {
  auto image = [&](std::int64_t pages, const std::vector<std::string>& blocks) {
    write([&](auto& writer) {
      writer.write(BlockKind::Manifest, manifest_json(image_manifest(pages)));
      for (const auto& block : blocks) writer.write(BlockKind::Image, block);
    });
    Receiver nobody;
    try {
      read_backup(file(), {}, kVersion, nobody, silent);
    } catch (const Unusable& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(image(2, {page_at(0), page_at(4096)}), "");
  EXPECT_NE(image(2, {page_at(0)}), "");
  EXPECT_NE(image(1, {page_at(4096)}), "");
  EXPECT_NE(image(1, {page_at(0), page_at(~std::uint64_t{0} - 4095)}), "");
  EXPECT_NE(image(1, {page_at(0), page_at(std::uint64_t{1} << 62)}), "");
  EXPECT_NE(image(1, {page_at(0), page_at(1)}), "");
  EXPECT_NE(image(1, {page_at(0, 4095)}), "");
  EXPECT_NE(image(1, {page_at(0), std::string("short")}), "");
  EXPECT_NE(image((std::int64_t{1} << 30) + 1, {page_at(0)}), "");  // no memory is asked for it
}

TEST_F(BackupTest, MoreThanTheDiskHolds) {
  write([](auto& writer) {
    writer.write(BlockKind::Manifest, manifest_json(image_manifest(std::int64_t{1} << 29)));
    writer.write(BlockKind::Image, page_at(0));
  });
  try {
    NewFolder folder(company());
    restore_into(folder, {file(), {}, kVersion, {}, {}}, silent);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("no room"), std::string::npos) << error.what();
  }
  EXPECT_FALSE(fs::exists(company()));
}

TEST_F(BackupTest, RowsThatAreNotWhatTheyWere) {
  write([](auto& writer) { write_rows(writer, rows_manifest(), "x", 2); });
  EXPECT_NE(verdict(), "");
  write([](auto& writer) { write_rows(writer, rows_manifest(), "x", 1, std::string(32, '0')); });
  EXPECT_NE(verdict(), "");
  write([](auto& writer) {
    writer.write(BlockKind::Manifest, manifest_json(rows_manifest()));
    writer.write(BlockKind::Rows, std::string("\x09\x09\x09", 3));
    writer.write(BlockKind::TableEnd, table_end_json({1, 1, "x"}));
  });
  EXPECT_NE(verdict(), "");
}

TEST_F(BackupTest, PartsInDisorder) {
  auto refused = [&](const Fill& fill) {
    write(fill);
    return verdict() != "";
  };
  const auto manifest = manifest_json(rows_manifest());
  EXPECT_TRUE(refused([&](auto&) {}));
  EXPECT_TRUE(refused([&](auto& w) { w.write(BlockKind::Rows, "x"); }));
  EXPECT_TRUE(refused([&](auto& w) { w.write(BlockKind::Manifest, manifest); }));
  EXPECT_TRUE(refused([&](auto& w) {
    w.write(BlockKind::Manifest, manifest);
    w.write(BlockKind::Key, "k");
    w.write(BlockKind::TableEnd, "{}");
  }));
  EXPECT_TRUE(refused([&](auto& w) {
    write_rows(w, rows_manifest(), "x");
    w.write(BlockKind::Key, "k");
    w.write(BlockKind::Key, "k");
  }));
  EXPECT_TRUE(refused([&](auto& w) {
    write_rows(w, rows_manifest(), "x");
    w.write(static_cast<BlockKind>(77), "k");
  }));
  EXPECT_TRUE(refused([&](auto& w) { w.write(BlockKind::Manifest, "[1"); }));
  EXPECT_TRUE(refused([&](auto& w) { w.write(BlockKind::Manifest, "{}"); }));
  EXPECT_TRUE(refused([&](auto& w) {  // found by fuzzing: a table without a name
    auto text = manifest;
    w.write(BlockKind::Manifest, text.replace(text.find("\"name\""), 6, "\"naee\""));
  }));
}

// Of an open backup too, whose key everybody has: no byte can change by itself and not be seen.
TEST_F(BackupTest, EveryByteCounts) {
  write([](auto& writer) { write_rows(writer, rows_manifest(), "hello, world"); });
  std::ifstream in(file(), std::ios::binary);
  const std::string good{std::istreambuf_iterator<char>(in), {}};
  Receiver nobody;
  auto put = [&](const std::string& bytes) {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    EXPECT_THROW(read_backup(file(), {}, kVersion, nobody, silent), Unusable);
  };
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    if (at >= 10 && at < 24) continue;  // of the head, what an open one does not use: see below
    put(bad);
    put(good.substr(0, at));
  }
  put(good + "x");
  put("");
}

TEST_F(BackupTest, Locks) {
  Lock key{LockKind::KeyFile, std::string(32, 'k')}, words{LockKind::Passphrase, "many words"};
  write([](auto& writer) { write_rows(writer, rows_manifest(), "x"); }, end_json({}), key);
  EXPECT_EQ(verdict(key), "");
  EXPECT_EQ(lock_kind_of(file()), LockKind::KeyFile);
  EXPECT_NE(verdict({LockKind::KeyFile, std::string(32, 'l')}).find("key"), std::string::npos);
  EXPECT_NE(verdict(words).find("--key-file"), std::string::npos);
  EXPECT_NE(verdict().find("--key-file"), std::string::npos);
  write([](auto& writer) { write_rows(writer, rows_manifest(), "x"); }, end_json({}), words);
  EXPECT_EQ(verdict(words), "");
  EXPECT_NE(verdict({LockKind::Passphrase, "other words"}).find("key"), std::string::npos);
  write([](auto& writer) { write_rows(writer, rows_manifest(), "x"); });
  EXPECT_NE(verdict(key).find("--plain"), std::string::npos);
}

// A stranger's file does not decide how much memory and time its key takes.
TEST_F(BackupTest, AHeadThatAsksForTooMuch) {
  Head head;
  head.kind = LockKind::Passphrase;
  head.operations = 3;
  head.memory_bytes = 1ULL << 40;
  EXPECT_THROW(Head::parse(head.bytes()), Unusable);
  head.memory_bytes = 1 << 20;
  EXPECT_EQ(Head::parse(head.bytes()).memory_bytes, head.memory_bytes);
  head.operations = 1'000'000;
  EXPECT_THROW(Head::parse(head.bytes()), Unusable);
  EXPECT_THROW(Head::parse("RAPPORTB"), Unusable);
}

TEST_F(BackupTest, KeysOutOfFiles) {
  std::ofstream(folder_ / "key") << std::string(64, 'a') << "\n";
  EXPECT_EQ(lock_of_key_file(folder_ / "key").secret, std::string(32, '\xaa'));
  std::ofstream(folder_ / "key") << std::string(63, 'a');
  EXPECT_ANY_THROW(lock_of_key_file(folder_ / "key"));
  std::ofstream(folder_ / "key") << std::string(64, 'x');
  EXPECT_ANY_THROW(lock_of_key_file(folder_ / "key"));
  std::ofstream(folder_ / "words") << "too short\n";
  EXPECT_ANY_THROW(lock_of_passphrase_file(folder_ / "words"));
  EXPECT_ANY_THROW(lock_of_passphrase_file(folder_ / "none"));
}

}  // namespace
}  // namespace rapport::backup
