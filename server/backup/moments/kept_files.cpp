#include "backup/moments/kept_files.h"

#include <fstream>
#include <set>

#include "backup/format/container.h"
#include "backup/contents.h"
#include "backup/output_file.h"
#include "files/folder_store.h"

namespace rapport::backup {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFiles = "files";
constexpr const char* kGone = ".gone";  // beside one that the company has no more, since when
constexpr std::int64_t kSecondUs = 1'000'000;

void keep(const files::Content& content, const fs::path& to, const FilesPlan& plan,
          base::Random& random) {
  fs::create_directories(to.parent_path());
  OutputFile output(to);
  BlockWriter writer(plan.lock, random, [&](std::string_view bytes) { output.write(bytes); });
  writer.write(BlockKind::FileBegin, files::name_of(content.id));
  read_content(plan.files, content, [&](std::string_view piece) {
    writer.write(BlockKind::FileBytes, std::string(piece));
  });
  writer.finish("{}");
  output.finish();
}

// One that comes back, by an undo, is not gone.
bool is_long_gone(const fs::path& kept, bool is_there, std::int64_t keep_us) {
  const auto mark = kept.string() + kGone;
  if (is_there) {
    fs::remove(mark);
    return false;
  }
  if (!fs::exists(mark)) {
    std::ofstream(mark) << '\n';
    return false;
  }
  const auto age = fs::file_time_type::clock::now() - fs::last_write_time(mark);
  return std::chrono::duration_cast<std::chrono::seconds>(age).count() * kSecondUs > keep_us;
}

}  // namespace

void keep_files(const FilesPlan& plan, base::Random& random, const std::function<bool()>& goes_on) {
  std::set<base::Id> there;
  const auto shelf = plan.folder / kFiles;
  for (const auto& content : contents_of(plan.files)) {
    there.insert(content.id);
    if (!goes_on()) return;
    const auto to = shelf / files::name_of(content.id);
    if (!fs::exists(to)) keep(content, to, plan, random);
  }
  files::FolderStore kept(shelf);
  for (const auto& content : contents_of(kept)) {
    const auto path = shelf / files::name_of(content.id);
    if (!is_long_gone(path, there.contains(content.id), plan.keep_us)) continue;
    fs::remove(path);
    fs::remove(path.string() + kGone);
  }
}

bool give_back_file(const fs::path& folder, const Lock& lock, const base::Id& id,
                    files::FileStore& to) {
  const auto name = files::name_of(id);
  const auto kept = folder / kFiles / name;
  if (!fs::exists(kept)) return false;
  BlockReader reader(kept, lock);
  auto first = reader.next();
  if (!first || first->kind != BlockKind::FileBegin || first->bytes != name)
    throw Unusable(kept.string() + " is another file's");
  const auto spooled = to.spool(id);
  std::ofstream out(spooled, std::ios::binary);
  while (auto block = reader.next())
    if (block->kind == BlockKind::FileBytes)
      out.write(block->bytes.data(), static_cast<std::streamsize>(block->bytes.size()));
  out.close();
  if (!out) throw std::runtime_error("a file cannot be written: is the disk full?");
  to.put(id, spooled);
  std::error_code ignored;
  fs::remove(spooled, ignored);
  return true;
}

}  // namespace rapport::backup
