// Reading a backup: every byte of it, in order, with all that it says of itself checked, and handed
// to who does something with it. Checking alone (`rapport verify`) is reading with nobody there.
#pragma once
#include <filesystem>
#include <string>

#include "backup/format/container.h"
#include "backup/format/manifest.h"
#include "backup/transfer.h"

namespace rapport::backup {

// What is done with the parts, in the order in which they come. What comes has been checked; that
// all has come is known when reading returns.
class Receiver {
 public:
  virtual ~Receiver() = default;
  virtual void manifest(const Manifest&) {}
  virtual void image(std::int64_t /*offset*/, std::string_view /*bytes*/) {}
  virtual void begin_table(const KeptTable&) {}
  virtual void row(const storage::Row&) {}
  virtual void end_table(const TableEnd&) {}
  virtual void begin_file(const std::string& /*name*/) {}
  virtual void file_bytes(std::string_view) {}
  virtual void end_file() {}
  virtual void key(std::string_view) {}
};

struct Found {
  Manifest manifest;
  BackupEnd end;
  bool has_key = false;
};

// The same of blocks that come from anywhere; nothing: there are no more.
using BlockSource = std::function<std::optional<Block>()>;
Found read_blocks(const BlockSource& next, const std::string& our_version, Receiver& receiver,
                  const Progress& progress);

// Throws: Unusable, and what the receiver throws.
Found read_backup(const std::filesystem::path& file, const Lock& lock,
                  const std::string& our_version, Receiver& receiver, const Progress& progress);

}  // namespace rapport::backup
