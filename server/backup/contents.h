// Contents: the files that people attached, which lie beside the database under their ids, two
// characters of it a folder.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "backup/transfer.h"
#include "storage/bulk/bulk.h"

namespace rapport::backup {

struct Content {
  std::string name;  // "7f/0192…7f": within the folder of files
  std::int64_t bytes = 0;
};

// Those that are there, in the order of names. What has another kind of name is none of ours.
std::vector<Content> contents_of(const std::filesystem::path& files);

// Whether a text from outside may be the name of a content; so it leads nowhere else.
bool is_content_name(std::string_view name);

// How many files of the snapshot have no content among these.
std::int64_t missing_contents(storage::Snapshot& snapshot, const std::vector<Content>& contents);

// Bytes of a content, piece by piece; how many there are. Throws: std::runtime_error.
using PieceSink = std::function<void(std::string_view piece)>;
std::int64_t read_content(const std::filesystem::path& file, const PieceSink& sink);

// Copies them, and reads each copy back. Throws: std::runtime_error: one is not the same.
void copy_contents(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::vector<Content>& contents, const Progress& progress);

}  // namespace rapport::backup
