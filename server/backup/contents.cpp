#include "backup/contents.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <stdexcept>
#include <tuple>

#include "base/error.h"

namespace rapport::backup {

namespace {

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

std::array<unsigned char, 32> hash_of(files::FileStore& store, const files::Content& content) {
  Hash hash;
  read_content(store, content, [&](std::string_view piece) { hash.add(piece); });
  return hash.end();
}

// Gone at the end, wherever it has not gone before.
struct Spooled {
  std::filesystem::path path;
  ~Spooled() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

void copy_one(files::FileStore& from, files::FileStore& to, const files::Content& content) {
  Spooled spooled{to.spool(content.id)};
  std::ofstream out(spooled.path, std::ios::binary);
  Hash there;
  read_content(from, content, [&](std::string_view piece) {
    there.add(piece);
    out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  });
  out.close();
  if (!out) throw std::runtime_error(spooled.path.string() + " cannot be written");
  to.put(content.id, spooled.path);
  if (hash_of(to, content) != there.end())
    throw std::runtime_error(to.place() + "/" + files::name_of(content.id) +
                             " is not the same as what it is of");
}

bool is_there(files::FileStore& from, files::FileStore& to, const files::Content& content) {
  return to.size_of(content.id) == content.bytes && hash_of(from, content) == hash_of(to, content);
}

}  // namespace

std::vector<files::Content> contents_of(files::FileStore& store) {
  std::vector<files::Content> contents;
  store.list([&](const files::Content& content) { contents.push_back(content); });
  std::sort(contents.begin(), contents.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.id.bytes.back(), a.id) < std::tuple(b.id.bytes.back(), b.id);
  });
  return contents;
}

std::vector<base::Id> files_of(storage::Snapshot& snapshot) {
  std::vector<base::Id> ids;
  for (const auto& table : snapshot.tables()) {
    if (table.name != "files" || !table.find("id")) continue;
    auto columns = storage::bulk_columns(table);
    auto at = std::find_if(columns.begin(), columns.end(),
                           [](const auto& column) { return column.name == "id"; });
    const int place = static_cast<int>(at - columns.begin());
    snapshot.rows(table, [&](const storage::Row& row) {
      ids.push_back(row.id(place));
      return true;
    });
  }
  return ids;
}

Unmatched unmatched(storage::Snapshot& snapshot, const std::vector<files::Content>& contents) {
  std::set<base::Id> known;
  for (const auto& content : contents) known.insert(content.id);
  Unmatched found{0, static_cast<std::int64_t>(contents.size())};
  for (const auto& id : files_of(snapshot)) {
    if (known.contains(id)) --found.contents;
    else ++found.files;
  }
  return found;
}

std::int64_t read_content(files::FileStore& store, const files::Content& content,
                          const PieceSink& sink) {
  auto reading = store.open(content.id, 0, content.bytes);
  std::int64_t bytes = 0;
  std::string piece;
  for (reading->next(piece); !piece.empty(); reading->next(piece)) {
    sink(piece);
    bytes += static_cast<std::int64_t>(piece.size());
  }
  return bytes;
}

std::int64_t copy_contents(files::FileStore& from, files::FileStore& to,
                           const std::vector<files::Content>& contents, const Progress& progress) {
  std::int64_t done = 0, copied = 0;
  for (const auto& content : contents) {
    if (!is_there(from, to, content)) {
      copy_one(from, to, content);
      ++copied;
    }
    progress("files", ++done, static_cast<std::int64_t>(contents.size()));
  }
  return copied;
}

}  // namespace rapport::backup
