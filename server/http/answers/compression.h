// gzip of answers made on the fly. Files carried inside the program come compressed already
// (static_files.h).
#pragma once
#include <string>
#include <string_view>

#include "http/message.h"

namespace rapport::http {

// Smaller bodies are sent as they are.
inline constexpr std::size_t kCompressedBytes = 1024;

// Compresses the body of a text answer when the client accepts gzip, and says so in the fields.
// Cost: about 10 µs a kilobyte.
void compress(Response& response, std::string_view accept_encoding);

// One gzip member, level 1.
std::string gzip(std::string_view text);

}  // namespace rapport::http
