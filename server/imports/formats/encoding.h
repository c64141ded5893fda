// Encodings of outside text: which one a file is in, and the same file as a stream of UTF-8.
// Not here: what the text says.
#pragma once
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct UConverter;

namespace rapport::imports {

enum class Encoding { Utf8, Utf16Le, Utf16Be, Windows1251, Koi8R, Ibm866, Windows1252 };

// IANA name, lower case: "utf-8", "windows-1251".
std::string_view name_of(Encoding encoding);
// Any usual name or alias of it: "cp1251", "UTF8", "latin1".
std::optional<Encoding> encoding_named(std::string_view name);

// UTF-8 when it is valid, UTF-16 by its mark or its zeros, Cyrillic ones by the frequency of
// letters, the rest windows-1252. Cost: one pass over the file, until 16 MB after the first byte
// that is not ASCII.
Encoding detect_encoding(const std::filesystem::path& path);
Encoding detect_encoding_of(std::string_view text);

// Bytes that mean nothing in the encoding become U+FFFD, and so does NUL.
std::string to_utf8(std::string_view text, Encoding encoding);

// Length of the longest well-formed beginning of UTF-8 text.
std::size_t valid_utf8_prefix(std::string_view text);

// A file as UTF-8, without its byte order mark, in constant memory. Stops before the first thing
// that cannot be text and says why.
class TextSource {
 public:
  enum class Stop { No, End, BadBytes, Nul };

  // Throws: Error{Invalid, "file_unreadable"}.
  TextSource(const std::filesystem::path& path, Encoding encoding);
  ~TextSource();

  // Fills up to `size` bytes (at least 16), whole characters; 0 when stopped.
  std::size_t read(char* out, std::size_t size);
  Stop stop() const { return stop_; }
  Encoding encoding() const { return encoding_; }
  std::uint64_t bytes_read() const { return bytes_read_; }
  std::uint64_t bytes_total() const { return bytes_total_; }

 private:
  std::size_t read_utf8(char* out, std::size_t size);
  std::size_t read_converted(char* out, std::size_t size);
  std::size_t read_file(char* out, std::size_t size);

  struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  struct ConverterCloser {
    void operator()(UConverter* converter) const;
  };
  std::unique_ptr<std::FILE, FileCloser> file_;
  std::unique_ptr<UConverter, ConverterCloser> from_, to_;
  std::unique_ptr<char16_t[]> pivot_;
  char16_t* pivot_source_ = nullptr;
  char16_t* pivot_target_ = nullptr;
  std::string raw_;
  std::size_t raw_pos_ = 0;
  Encoding encoding_;
  Stop stop_ = Stop::No;
  bool file_ended_ = false;
  std::uint64_t bytes_read_ = 0, bytes_total_ = 0;
};

}  // namespace rapport::imports
