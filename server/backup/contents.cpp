#include "backup/contents.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <stdexcept>

#include "base/id.h"

namespace rapport::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPieceBytes = 1 << 20;

// Source: BLAKE2b (RFC 7693), 256 bits.
class Hash {
 public:
  Hash() { crypto_generichash_init(&state_, nullptr, 0, digest_.size()); }
  void add(std::string_view bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  std::array<unsigned char, 32> end() {
    crypto_generichash_final(&state_, digest_.data(), digest_.size());
    return digest_;
  }

 private:
  crypto_generichash_state state_;
  std::array<unsigned char, 32> digest_{};
};

}  // namespace

bool is_content_name(std::string_view name) {
  constexpr std::size_t kFolder = 3;  // "7f/"
  if (name.size() != kFolder + 36) return false;
  auto text = name.substr(kFolder);
  auto id = base::Id::parse(text);
  return id && id->text() == text && name[2] == '/' && name.substr(0, 2) == text.substr(34);
}

std::vector<Content> contents_of(const fs::path& files) {
  std::vector<Content> contents;
  if (!fs::is_directory(files)) return contents;
  for (const auto& entry : fs::recursive_directory_iterator(files)) {
    auto name = fs::relative(entry.path(), files).generic_string();
    if (entry.is_symlink() || !is_content_name(name) || !entry.is_regular_file()) continue;
    contents.push_back({name, static_cast<std::int64_t>(entry.file_size())});
  }
  std::sort(contents.begin(), contents.end(),
            [](const Content& a, const Content& b) { return a.name < b.name; });
  return contents;
}

std::int64_t missing_contents(storage::Snapshot& snapshot, const std::vector<Content>& contents) {
  std::set<std::string_view> known;
  for (const auto& content : contents) known.insert(std::string_view(content.name).substr(3));
  std::int64_t missing = 0;
  for (const auto& table : snapshot.tables()) {
    if (table.name != "files" || !table.find("id")) continue;
    auto columns = storage::bulk_columns(table);
    auto at = std::find_if(columns.begin(), columns.end(),
                           [](const auto& column) { return column.name == "id"; });
    const int place = static_cast<int>(at - columns.begin());
    snapshot.rows(table, [&](const storage::Row& row) {
      missing += known.contains(row.id(place).text()) ? 0 : 1;
      return true;
    });
  }
  return missing;
}

std::int64_t read_content(const fs::path& file, const PieceSink& sink) {
  std::ifstream in(file, std::ios::binary);
  std::string piece(kPieceBytes, '\0');
  std::int64_t bytes = 0;
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (in.gcount() == 0) break;
    sink(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
    bytes += in.gcount();
  }
  if (!in.eof()) throw std::runtime_error(file.string() + " cannot be read");
  return bytes;
}

void copy_contents(const fs::path& from, const fs::path& to, const std::vector<Content>& contents,
                   const Progress& progress) {
  std::int64_t done = 0;
  for (const auto& content : contents) {
    fs::create_directories((to / content.name).parent_path());
    std::ofstream out(to / content.name, std::ios::binary);
    Hash there, here;
    read_content(from / content.name, [&](std::string_view piece) {
      there.add(piece);
      out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    });
    out.close();
    if (out) read_content(to / content.name, [&](std::string_view piece) { here.add(piece); });
    if (!out || there.end() != here.end())
      throw std::runtime_error((to / content.name).string() + " is not the same as what it is of");
    progress("files", ++done, static_cast<std::int64_t>(contents.size()));
  }
}

}  // namespace rapport::backup
