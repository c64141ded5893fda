// Block: a piece of a backup, at most a mebibyte, of one kind. What a whole backup is made of, in
// this order: the manifest; the database, as its file or as rows; the contents of files; the key of
// secrets; the end.
// Not here: how they are packed and locked (container.h).
#pragma once
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace rapport::backup {

enum class BlockKind : std::uint8_t {
  Manifest = 1,   // pieces of one JSON document (manifest.h)
  Image = 2,      // eight bytes of the place, little-endian, and bytes of the database's file
  Rows = 3,       // rows of a table (storage/bulk/row_bytes.h), or a piece of a row
  TableEnd = 4,   // JSON: rows, digest, last_number
  FileBegin = 5,  // the name of a content
  FileBytes = 6,
  Key = 7,        // the file of the key of secrets
  End = 8,        // JSON: how much there was
  Pages = 9,      // JSON: of which chain, and the how manieth piece of it (moments/)
  Commit = 10,    // JSON: the moment up to which the pages before it go
};

inline constexpr std::size_t kBlockBytes = 1 << 20;

struct Block {
  BlockKind kind = BlockKind::End;
  std::string bytes;
};

// A backup that cannot be used; what() tells the person why.
struct Unusable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace rapport::backup
