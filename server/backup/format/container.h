// Container: blocks (block.h) as one file, so that none can be changed, left out or cut off unseen.
// A head of 64 bytes (lock.h), then for each block: four bytes of length, little-endian, and so
// many locked bytes; they hold the kind, four bytes of the unpacked length, and the packed bytes.
// Source: libsodium's secretstream (XChaCha20-Poly1305), the head as additional data of the first
// block, the last one with the final tag; Zstandard (RFC 8878), each block by itself.
#pragma once
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>

#include "backup/format/belt.h"
#include "backup/format/lock.h"

namespace rapport::backup {

// Threads: one at a time; packs and locks on a thread of its own.
class BlockWriter {
 public:
  using Sink = std::function<void(std::string_view bytes)>;
  // `sink` is called on that thread. Lifetime: outlives this.
  BlockWriter(const Lock& lock, base::Random& random, Sink sink);
  ~BlockWriter();
  // At most kBlockBytes and the eight of a place. Throws: what the sink threw.
  void write(BlockKind kind, std::string bytes);
  // The last one; all has gone to the sink then.
  void finish(std::string end_json);

 private:
  struct Packing;
  void pack(Belt& belt);

  Sink sink_;
  std::unique_ptr<Packing> packing_;
  std::unique_ptr<Belt> belt_;
};

// Reads ahead on a thread of its own. Threads: one at a time.
class BlockReader {
 public:
  // Throws: Unusable: it is no backup, or the lock is of another kind.
  BlockReader(const std::filesystem::path& file, const Lock& lock);
  ~BlockReader();
  // The next block; nothing behind the end. Throws: Unusable: wrong key, damaged, cut off.
  std::optional<Block> next();
  const Head& head() const { return head_; }

 private:
  struct Unpacking;
  void unpack(Belt& belt);

  std::ifstream in_;
  Head head_;
  std::unique_ptr<Unpacking> unpacking_;
  std::unique_ptr<Belt> belt_;
};

// Which lock a file has. Throws: Unusable: it is no backup.
LockKind lock_kind_of(const std::filesystem::path& file);

}  // namespace rapport::backup
