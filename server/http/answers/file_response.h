// Files as answers, of the disk or of the store of contents: byte ranges (RFC 9110, section 14) and
// the headers that keep a file from acting on our origin.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "files/file_store.h"
#include "http/message.h"

namespace rapport::http {

// Throws: Error{NotFound} when it is gone.
FileOpener from_disk(std::filesystem::path path);
FileOpener from_store(files::FileStore& store, const base::Id& id);

struct ServedFile {
  FileOpener open;
  std::uint64_t size = 0;
  std::string content_type = "application/octet-stream";
  std::string name;  // what the browser calls the download
  std::string tag;   // without quotes; empty: no ETag
};

// 200, 206, 304 or 416. Always `attachment` and a sandboxing CSP; `nosniff` is on every answer.
Response file_response(const Request& request, const ServedFile& file);

// attachment; filename="…"; filename*=UTF-8''… Source: RFC 6266.
std::string attachment_disposition(std::string_view name);

// Turns Response::file into pieces and their size. Throws: what its opener throws.
void open_file(Response& response);

}  // namespace rapport::http
