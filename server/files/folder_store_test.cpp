#include "files/folder_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <vector>

#include "base/error.h"

namespace rapport::files {
namespace {

namespace fs = std::filesystem;

class FolderStoreTest : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(top); }
  void TearDown() override { fs::remove_all(top); }

  void put(const base::Id& id, std::string_view text) {
    auto path = store.spool(id);
    std::ofstream(path) << text;
    store.put(id, path);
    EXPECT_FALSE(fs::exists(path));
  }
  std::string read(const base::Id& id, std::uint64_t offset, std::uint64_t size) {
    auto reading = store.open(id, offset, size);
    std::string all, piece;
    for (reading->next(piece); !piece.empty(); reading->next(piece)) all += piece;
    return all;
  }

  fs::path top = fs::temp_directory_path() / ("rapport_store_" + std::to_string(::getpid()));
  FolderStore store{top / "files"};
  base::Id id = *base::Id::parse("01900000-0000-7000-8000-0000000000ab");
  base::Id other = *base::Id::parse("01900000-0000-7000-8000-0000000000cd");
};

TEST_F(FolderStoreTest, NamesAreMadeOfIdsAlone) {
  EXPECT_EQ(name_of(id), "ab/01900000-0000-7000-8000-0000000000ab");
  EXPECT_EQ(id_of(name_of(id)), id);
  for (const char* bad : {"", "ab/", "cd/01900000-0000-7000-8000-0000000000ab",
                          "ab/01900000-0000-7000-8000-0000000000AB",
                          "AB/01900000-0000-7000-8000-0000000000ab",
                          "ab/01900000-0000-7000-8000-0000000000ab/",
                          "../01900000-0000-7000-8000-0000000000ab"})
    EXPECT_FALSE(id_of(bad)) << bad;
}

TEST_F(FolderStoreTest, KeepsReadsAndRemoves) {
  put(id, "0123456789");
  EXPECT_EQ(read(id, 0, 10), "0123456789");
  EXPECT_EQ(read(id, 3, 4), "3456");
  EXPECT_EQ(read(id, 3, 0), "");
  EXPECT_THROW(read(id, 3, 8), std::runtime_error);
  EXPECT_EQ(store.size_of(id), 10u);
  EXPECT_EQ(store.local(id)->path(), top / "files" / name_of(id));
  EXPECT_TRUE(store.size_of(id));  // what was local is the store's own
  store.remove(id);
  store.remove(id);
  EXPECT_FALSE(store.size_of(id));
  EXPECT_THROW(store.open(id, 0, 1), base::Error);
}

TEST_F(FolderStoreTest, ReadsInPieces) {
  const std::string content(2 * kPieceBytes + 5, 'x');
  put(id, content);
  auto reading = store.open(id, 0, content.size());
  std::vector<std::size_t> sizes;
  std::string piece;
  for (reading->next(piece); !piece.empty(); reading->next(piece)) sizes.push_back(piece.size());
  EXPECT_EQ(sizes, (std::vector<std::size_t>{kPieceBytes, kPieceBytes, 5}));
}

TEST_F(FolderStoreTest, ListsWhatIsItsOwn) {
  auto listed = [&] {
    std::vector<base::Id> ids;
    store.list([&](const Content& content) { ids.push_back(content.id); });
    return ids;
  };
  EXPECT_TRUE(listed().empty());
  put(id, "a");
  std::ofstream(top / "files" / "stranger.txt") << "x";
  std::ofstream(top / "files" / "ab" / "other") << "x";
  fs::create_symlink("/etc/passwd", top / "files" / "ab" / other.text());
  std::ofstream(store.spool(other)) << "on its way";
  EXPECT_EQ(listed(), std::vector<base::Id>{id});
}

TEST_F(FolderStoreTest, SaysWhereItCannotWrite) {
  store.probe();
  EXPECT_TRUE(fs::is_empty(top / "files"));
  std::ofstream(top / "no-folder") << "x";
  FolderStore wrong(top / "no-folder");
  EXPECT_THROW(wrong.probe(), base::Error);
  EXPECT_THROW(wrong.put(id, top / "no-folder"), base::Error);
}

}  // namespace
}  // namespace rapport::files
