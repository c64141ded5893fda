// Contents: the files that people attached, on their way from one store to another, and into and
// out of a backup, where they have the names that they have in a folder.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "backup/transfer.h"
#include "files/file_store.h"
#include "storage/bulk/bulk.h"

namespace rapport::backup {

// Those that are there, in the order of names.
std::vector<files::Content> contents_of(files::FileStore& store);

// Of the records of files in the snapshot, in any order.
std::vector<base::Id> files_of(storage::Snapshot& snapshot);

// How many files of the snapshot have no content among these, and the other way round.
struct Unmatched {
  std::int64_t files = 0, contents = 0;
};
Unmatched unmatched(storage::Snapshot& snapshot, const std::vector<files::Content>& contents);

// Bytes of a content, piece by piece; how many there are. Throws: std::runtime_error, Error.
using PieceSink = std::function<void(std::string_view piece)>;
std::int64_t read_content(files::FileStore& store, const files::Content& content,
                          const PieceSink& sink);

// Copies them, and reads each copy back. What is there already and the same is left alone; how many
// were not. Throws: std::runtime_error: one is not the same; Error.
std::int64_t copy_contents(files::FileStore& from, files::FileStore& to,
                           const std::vector<files::Content>& contents, const Progress& progress);

}  // namespace rapport::backup
