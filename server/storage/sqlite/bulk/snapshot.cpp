#include "storage/sqlite/bulk/snapshot.h"

#include <filesystem>

#include "storage/sqlite/bulk/catalogue.h"
#include "storage/sqlite/bulk/image.h"
#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::int64_t kCacheBytes = 16 << 20;

class SqliteSnapshot final : public Snapshot {
 public:
  explicit SqliteSnapshot(const std::string& path)
      : connection_(path, OpenMode::ReadOnly, kCacheBytes, true) {
    connection_.run({"BEGIN", {}});
    tables_ = stored_tables(connection_);  // the first that is read makes the moment
  }
  ~SqliteSnapshot() override { connection_.end_read(); }

  std::string_view engine() const override { return "sqlite"; }
  const std::vector<Table>& tables() const override { return tables_; }
  void rows(const Table& table, const RowSink& sink) override {
    read_rows(connection_, table, sink);
  }
  std::int64_t count(const Table& table) override {
    return connection_.integer({"SELECT count(*) FROM " + storage::quoted(table.name), {}});
  }
  std::int64_t last_number(const Table& table) override {
    if (!table.key.empty()) return 0;
    return connection_.integer({"SELECT seq FROM sqlite_sequence WHERE name=?", {table.name}});
  }
  std::int64_t image_bytes() override {
    return connection_.integer({"PRAGMA page_count", {}}) *
           connection_.integer({"PRAGMA page_size", {}});
  }
  void image(const ImageSink& sink) override { read_image(connection_, sink); }

 private:
  Connection connection_;
  std::vector<Table> tables_;
};

}  // namespace

std::unique_ptr<Snapshot> take_snapshot(const std::string& path) {
  if (!std::filesystem::is_regular_file(path))
    throw base::Error(base::ErrorKind::Unavailable, "database_unavailable", {},
                      path + " is not there");
  return std::make_unique<SqliteSnapshot>(path);
}

}  // namespace rapport::storage::sqlite
