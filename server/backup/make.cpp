#include "backup/make.h"

#include <fstream>
#include <iterator>

#include "backup/format/container.h"
#include "backup/contents.h"
#include "backup/image_run.h"
#include "backup/output_file.h"
#include "storage/bulk/row_bytes.h"

namespace rapport::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kRowsBetweenWords = 10'000;

// Cuts a run of bytes of one kind into blocks.
class Run {
 public:
  Run(BlockWriter& writer, BlockKind kind) : writer_(writer), kind_(kind) {}
  void add(std::string_view bytes) {
    if (!bytes_.empty() && bytes_.size() + bytes.size() > kBlockBytes) end();
    for (; bytes.size() > kBlockBytes; bytes.remove_prefix(kBlockBytes))
      writer_.write(kind_, std::string(bytes.substr(0, kBlockBytes)));
    bytes_ += bytes;
  }
  void end() {
    if (!bytes_.empty()) writer_.write(kind_, std::exchange(bytes_, {}));
  }

 private:
  BlockWriter& writer_;
  BlockKind kind_;
  std::string bytes_;
};

Manifest manifest_of(storage::Snapshot& snapshot, const std::vector<files::Content>& contents,
                     const std::string& version, base::Instant now) {
  Manifest manifest;
  manifest.rapport = version;
  manifest.made_at = now;
  manifest.engine = snapshot.engine();
  manifest.image_bytes = snapshot.image_bytes();
  for (const auto& table : snapshot.tables())
    manifest.tables.push_back({table, snapshot.count(table)});
  for (const auto& content : contents)
    manifest.file_bytes += static_cast<std::int64_t>(content.bytes);
  manifest.files = static_cast<std::int64_t>(contents.size());
  return manifest;
}

void write_rows(BlockWriter& writer, storage::Snapshot& snapshot, const KeptTable& kept,
                const Progress& progress) {
  auto columns = storage::bulk_columns(kept.table);
  storage::RowsDigest digest;
  Run run(writer, BlockKind::Rows);
  std::string bytes;
  snapshot.rows(kept.table, [&](const storage::Row& row) {
    bytes.clear();
    storage::append_row(bytes, columns, row);
    digest.add(bytes);
    run.add(bytes);
    if (digest.rows() % kRowsBetweenWords == 0)
      progress(kept.table.name, digest.rows(), kept.rows);
    return true;
  });
  run.end();
  writer.write(BlockKind::TableEnd,
               table_end_json({digest.rows(), snapshot.last_number(kept.table), digest.hex()}));
}

void write_image(BlockWriter& writer, storage::Snapshot& snapshot, std::int64_t all,
                 const Progress& progress) {
  ImageRun run(writer);
  std::int64_t done = 0;
  snapshot.image([&](std::int64_t offset, std::string_view bytes) {
    run.add(offset, bytes);
    done += static_cast<std::int64_t>(bytes.size());
    if (done % (16 << 20) == 0) progress("database, bytes", std::min(done, all), all);
  });
  run.end();
}

// What is removed for good while the backup is made belongs to a record that its own moment may
// still have: it is counted as missing.
BackupEnd write_contents(BlockWriter& writer, files::FileStore& store,
                         const std::vector<files::Content>& contents, const Progress& progress) {
  BackupEnd end;
  for (const auto& content : contents) {
    std::optional<Run> run;
    auto take = [&](std::string_view piece) {
      if (!run) {
        writer.write(BlockKind::FileBegin, files::name_of(content.id));
        run.emplace(writer, BlockKind::FileBytes);
      }
      run->add(piece);
    };
    try {
      end.file_bytes += read_content(store, content, take);
    } catch (const base::Error& error) {
      if (error.kind != base::ErrorKind::NotFound || run) throw;
      continue;
    }
    if (!run) take({});
    run->end();
    progress("files", ++end.files, static_cast<std::int64_t>(contents.size()));
  }
  return end;
}

void write_key(BlockWriter& writer, const fs::path& key) {
  std::ifstream in(key, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in || bytes.size() > kBlockBytes) throw std::runtime_error(key.string() + " cannot be read");
  writer.write(BlockKind::Key, std::move(bytes));
}

}  // namespace

// Contents are listed after the moment of the snapshot, so that those of all its files are there.
Made make_backup(const Order& order, base::Clock& clock, base::Random& random,
                 const Progress& progress) {
  OutputFile output(order.output);
  auto snapshot = storage::take_snapshot(order.database);
  const auto now = clock.now();
  const auto contents = order.files ? contents_of(*order.files) : std::vector<files::Content>();
  Made made;
  made.manifest = manifest_of(*snapshot, contents, order.version, now);
  made.manifest.only_database = !order.files;
  made.manifest.chain = order.chain;
  if (order.files) made.missing_files = unmatched(*snapshot, contents).files;
  {
    BlockWriter writer(order.lock, random, [&](std::string_view bytes) { output.write(bytes); });
    Run run(writer, BlockKind::Manifest);
    run.add(manifest_json(made.manifest));
    run.end();
    if (made.manifest.has_image())
      write_image(writer, *snapshot, made.manifest.image_bytes, progress);
    else
      for (const auto& kept : made.manifest.tables) write_rows(writer, *snapshot, kept, progress);
    snapshot.reset();  // what was written meanwhile need not be kept apart any longer
    BackupEnd end;
    if (order.files) end = write_contents(writer, *order.files, contents, progress);
    if (order.lock.kind != LockKind::Open && fs::exists(order.key)) write_key(writer, order.key);
    end.missing_files = made.missing_files;
    writer.finish(end_json(end));
  }
  output.finish();
  made.bytes = output.bytes();
  return made;
}

}  // namespace rapport::backup
