// FileStore: where the contents of attached files lie, each under the id of its record: a folder,
// or a bucket of S3-compatible storage. A content is there whole or not at all, and never changes.
// Not here: whose files they are and who may read them (http/routes/file_routes).
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace rapport::files {

inline constexpr std::uint64_t kPieceBytes = 128 * 1024;

// A content that is being read.
class Reading {
 public:
  virtual ~Reading() = default;
  // Replaces `piece` by the next bytes, at most kPieceBytes; empty after the last ones.
  // Throws: std::runtime_error: it ends early; Error{Unavailable}.
  virtual void next(std::string& piece) = 0;
};

// Of a file of this machine. Throws: Error{NotFound} when there is none.
std::unique_ptr<Reading> read_local(const std::filesystem::path& path, std::uint64_t offset,
                                    std::uint64_t size);

struct Content {
  base::Id id;
  std::uint64_t bytes = 0;
};

// "7f/0192…7f": below the folder or the prefix, by the last two characters of the id, which are
// random. The only names that are ever made.
std::string name_of(const base::Id& id);
// The id of such a name; nothing for any other text.
std::optional<base::Id> id_of(std::string_view name);

// A content as a file of this machine, for who needs one.
class LocalFile {
 public:
  enum class Owner { Store, Us };  // Us: it goes with this

  LocalFile(std::filesystem::path path, Owner owner) : path_(std::move(path)), owner_(owner) {}
  ~LocalFile();
  LocalFile(const LocalFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  Owner owner_;
};

// What was asked of another machine, since the start.
struct Traffic {
  std::uint64_t requests = 0, retries = 0, failures = 0;
};

// Threads: safe. All calls may block; what they throw is Error{Unavailable}, with what is to be
// done in its detail, when the store does not do it.
class FileStore {
 public:
  virtual ~FileStore() = default;

  // As an administrator names it: "/var/lib/rapport/files", "s3://bucket/prefix".
  virtual std::string place() const = 0;

  // Keeps what lies in the file. When it returns, the content is kept for good; otherwise nothing
  // of it is. The file `from` may be gone afterwards.
  virtual void put(const base::Id& id, const std::filesystem::path& from) = 0;
  // Throws: Error{NotFound} when it is not there.
  virtual std::unique_ptr<Reading> open(const base::Id& id, std::uint64_t offset,
                                        std::uint64_t size) = 0;
  virtual std::optional<std::uint64_t> size_of(const base::Id& id) = 0;
  // What is not there is removed.
  virtual void remove(const base::Id& id) = 0;
  // All of them, in any order. What has another kind of name is none of ours.
  virtual void list(const std::function<void(const Content&)>& found) = 0;
  // Throws: Error{NotFound}.
  virtual std::unique_ptr<LocalFile> local(const base::Id& id) = 0;
  // A file to write a content into that is put then: on the disk on which it needs no copy.
  virtual std::filesystem::path spool(const base::Id& id) = 0;

  // Writes something, reads it back and removes it.
  virtual void probe() = 0;
  // Whether it answers at all, asked once and without writing.
  virtual void look() {}
  // What runs is given up, and nothing begins any more.
  virtual void stop() {}
  virtual std::optional<Traffic> traffic() const { return std::nullopt; }
};

}  // namespace rapport::files
