// Files on disk as answers: byte ranges (RFC 9110, section 14) and the headers that keep a file
// from acting on our origin.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "http/message.h"

namespace rapport::http {

struct ServedFile {
  std::filesystem::path path;
  std::uint64_t size = 0;
  std::string content_type = "application/octet-stream";
  std::string name;  // what the browser calls the download
  std::string tag;   // without quotes; empty: no ETag
};

// 200, 206, 304 or 416. Always `attachment` and a sandboxing CSP; `nosniff` is on every answer.
Response file_response(const Request& request, const ServedFile& file);

// attachment; filename="…"; filename*=UTF-8''… Source: RFC 6266.
std::string attachment_disposition(std::string_view name);

// Turns Response::file into pieces and their size. Throws: Error{NotFound} when it is gone.
void open_file(Response& response);

}  // namespace rapport::http
