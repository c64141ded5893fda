#include "http/answers/compression.h"

#include <zlib.h>

#include <new>

namespace rapport::http {
namespace {

// Deflate's tables are 260 kB: made once a thread, not once an answer. Holds no state between
// calls.
class Deflater {
 public:
  Deflater() {
    constexpr int gzip_window = 15 + 16, memory_level = 8;
    const int result = deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, gzip_window, memory_level,
                                    Z_DEFAULT_STRATEGY);
    if (result != Z_OK) throw std::bad_alloc();
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;

  std::string pack(std::string_view text) {
    deflateReset(&stream_);
    std::string out(deflateBound(&stream_, text.size()), '\0');
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    deflate(&stream_, Z_FINISH);
    out.resize(out.size() - stream_.avail_out);
    return out;
  }

 private:
  z_stream stream_{};
};

bool is_text(std::string_view content_type) {
  return content_type.starts_with("text/") || content_type.find("json") != std::string_view::npos ||
         content_type.find("xml") != std::string_view::npos;
}

}  // namespace

std::string gzip(std::string_view text) {
  thread_local Deflater deflater;
  return deflater.pack(text);
}

void compress(Response& response, std::string_view accept_encoding) {
  const bool is_worth_it = response.body.size() >= kCompressedBytes &&
                           is_text(response.content_type) &&
                           !response.headers.has("Content-Encoding");
  if (!is_worth_it) return;
  response.headers.add("Vary", "Accept-Encoding");
  if (!lists_token(accept_encoding, "gzip")) return;
  response.body = gzip(response.body);
  response.headers.add("Content-Encoding", "gzip");
}

}  // namespace rapport::http
