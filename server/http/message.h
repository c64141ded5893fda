// A request and a response as plain values: what handlers see of HTTP.
// Sockets, parsing and writing live in transport/; nothing here blocks or allocates sockets.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rapport::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options, Other };

std::string_view name_of(Method method);
// Whether the method only reads (GET, HEAD, OPTIONS).
bool is_safe(Method method);
// The usual phrase of a status: "Not Found".
std::string_view reason_of(int status);
bool equal_ignoring_case(std::string_view a, std::string_view b);

// Header fields in the order they came; names compare without case. Two allocations for all.
class Headers {
 public:
  // Control characters in the value become spaces: no field can start another one.
  void add(std::string_view name, std::string_view value);
  // Adds unless a field of this name is there already.
  void add_default(std::string_view name, std::string_view value);

  // The first field of this name, empty when there is none. Lifetime: until the next add.
  std::string_view find(std::string_view name) const;
  bool has(std::string_view name) const { return count(name) > 0; }
  std::size_t count(std::string_view name) const;

  std::size_t size() const { return fields_.size(); }
  std::pair<std::string_view, std::string_view> operator[](std::size_t index) const;

 private:
  struct Field {
    std::uint32_t begin, name_size, value_size;
  };
  std::string bytes_;
  std::vector<Field> fields_;
};

// Whether a comma-separated field such as Accept-Encoding or Connection names `token`, and not
// with q=0.
bool lists_token(std::string_view field_value, std::string_view token);

struct Request {
  Method method = Method::Get;
  std::string target;  // as sent, without scheme and host
  std::string path;    // up to '?', still percent-encoded
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  Headers headers;
  std::string body;
  // A large body lies here instead of in `body`. The file is removed after the answer unless the
  // handler has moved it away.
  std::optional<std::filesystem::path> body_file;
  std::string remote_address;

  // The first query parameter of this name.
  std::optional<std::string_view> find_query(std::string_view name) const;
  // The value of a cookie, empty when it was not sent.
  std::string_view cookie(std::string_view name) const;
};

// Appends the next piece of a body (16–256 kB is a good size), returns false after the last one.
// Runs on the worker pool, one piece at a time. Throws: the connection is then cut, so that the
// reader sees an incomplete answer.
using Producer = std::function<bool(std::string& piece)>;

// A part of a file to send as the body: `open` is asked for it, once, and only if it is sent.
using FileOpener = std::function<Producer(std::uint64_t offset, std::uint64_t size)>;
struct FileRange {
  FileOpener open;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// The body is one of: `body`, `constant`, `file`, `produce`.
struct Response {
  int status = 200;
  Headers headers;
  std::string content_type;
  std::string body;
  std::string_view constant;  // bytes that live as long as the program
  std::optional<FileRange> file;
  Producer produce;
  std::optional<std::uint64_t> produced_size;  // sent as Content-Length; chunked without it
};

Response json_response(std::string body, int status = 200);
Response text_response(std::string body, int status = 200);
Response empty_response(int status = 204);

}  // namespace rapport::http
