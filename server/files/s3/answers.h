// What a store answers in XML: lists, the id of an upload, errors. Pure functions; what is no XML,
// or lacks something, is as if it were empty.
// Source: AWS, "Amazon S3 API Reference".
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::files::s3 {

struct Listed {
  std::string key;
  std::uint64_t bytes = 0;
};

struct ListPage {
  bool is_list = false;  // whether it was an answer to a list at all
  std::vector<Listed> objects;
  std::string next;  // token of the next page; empty: this was the last
};
ListPage read_list(std::string_view xml);

// Of a begun upload in parts; empty: none was begun.
std::string read_upload_id(std::string_view xml);

struct StoreError {
  std::string code, message;  // "NoSuchBucket"; empty: it is no error
};
StoreError read_error(std::string_view xml);

// The body that ends an upload in parts: the tags of all of them.
std::string complete_body(const std::vector<std::string>& tags);

}  // namespace rapport::files::s3
