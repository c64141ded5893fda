// Where a company's files lie, by what the administrator says: DATA/files, another folder, or a
// bucket of S3-compatible storage.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "files/file_store.h"

namespace rapport::app {

struct FilePlace {
  std::string files;  // s3://BUCKET[/PREFIX], or a folder; empty: DATA/files
  std::string endpoint, region, addressing;  // of a bucket, see files/s3/address.h
  std::filesystem::path key_file;  // empty: the key is in AWS_ACCESS_KEY_ID and its like

  bool is_default() const { return files.empty(); }
};

// For the commands that read or write files; the second ones for where `copy` brings them.
std::vector<OptionDef> file_place_options();
std::vector<OptionDef> second_file_place_options();
FilePlace file_place(const Arguments& arguments);
// What is not said of the second place is as of the first.
FilePlace second_file_place(const Arguments& arguments);

// Throws: UsageError for what cannot be a place; std::runtime_error: there is no key.
std::unique_ptr<files::FileStore> open_files(const FilePlace& place,
                                             const std::filesystem::path& data);

}  // namespace rapport::app
