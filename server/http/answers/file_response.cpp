#include "http/answers/file_response.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/error.h"
#include "http/answers/static_files.h"
#include "http/url.h"

namespace rapport::http {
namespace {

constexpr std::uint64_t kPieceBytes = 128 * 1024;

struct Span {
  std::uint64_t first, last;  // both included
};

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (text.empty() || result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

enum class Wish { Whole, Part, Impossible };

// A single range of bytes; several, or another unit, are answered with the whole file.
Wish read_range(std::string_view field, std::uint64_t size, Span& span) {
  constexpr std::string_view unit = "bytes=";
  if (!field.starts_with(unit) || field.find(',') != std::string_view::npos) return Wish::Whole;
  field.remove_prefix(unit.size());
  const auto dash = field.find('-');
  if (dash == std::string_view::npos) return Wish::Whole;
  const auto first = parse_number(field.substr(0, dash));
  const auto last = parse_number(field.substr(dash + 1));
  if (dash == 0) {
    if (!last) return Wish::Whole;
    if (*last == 0 || size == 0) return Wish::Impossible;
    span = {size - std::min(*last, size), size - 1};
    return Wish::Part;
  }
  const bool is_open_ended = dash + 1 == field.size();
  if (!first || (!last && !is_open_ended) || (last && *last < *first)) return Wish::Whole;
  if (*first >= size) return Wish::Impossible;
  span = {*first, std::min(last.value_or(size - 1), size - 1)};
  return Wish::Part;
}

// An open file, read piece by piece.
class Reading {
 public:
  explicit Reading(const FileRange& range) : at_(range.offset), left_(range.size) {
    descriptor_ = ::open(range.path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) base::fail(base::ErrorKind::NotFound, "not_found");
  }
  ~Reading() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Reading(const Reading&) = delete;

  bool next(std::string& piece) {
    const auto wanted = std::min(left_, kPieceBytes);
    piece.resize(wanted);
    const auto count = ::pread(descriptor_, piece.data(), wanted, static_cast<off_t>(at_));
    if (count < 0 || (count == 0 && wanted > 0)) throw std::runtime_error("file ended early");
    piece.resize(static_cast<std::size_t>(count));
    at_ += static_cast<std::uint64_t>(count);
    left_ -= static_cast<std::uint64_t>(count);
    return left_ > 0;
  }

 private:
  int descriptor_ = -1;
  std::uint64_t at_, left_;
};

struct NextPiece {
  std::shared_ptr<Reading> reading;
  bool operator()(std::string& piece) const { return reading->next(piece); }
};

void limit_to(Response& response, const Span& span, std::uint64_t size) {
  response.status = 206;
  response.file->offset = span.first;
  response.file->size = span.last - span.first + 1;
  response.headers.add("Content-Range", "bytes " + std::to_string(span.first) + "-" +
                                            std::to_string(span.last) + "/" +
                                            std::to_string(size));
}

}  // namespace

std::string attachment_disposition(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    const bool is_safe = c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '%';
    plain += is_safe ? c : '_';
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encode_percent(name);
}

Response file_response(const Request& request, const ServedFile& file) {
  Response response;
  response.content_type = file.content_type;
  response.file = FileRange{file.path, 0, file.size};
  auto& headers = response.headers;
  headers.add("Content-Disposition", attachment_disposition(file.name));
  headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
  headers.add("Accept-Ranges", "bytes");
  headers.add("Cache-Control", "private, no-cache");
  const std::string tag = '"' + file.tag + '"';
  if (!file.tag.empty()) {
    headers.add("ETag", tag);
    if (matches_tag(request.headers.find("If-None-Match"), tag)) {
      response.status = 304;
      response.file.reset();
      return response;
    }
  }
  const auto if_range = request.headers.find("If-Range");
  Span span{};
  const auto wish = if_range.empty() || if_range == tag
                        ? read_range(request.headers.find("Range"), file.size, span)
                        : Wish::Whole;
  if (wish == Wish::Part) limit_to(response, span, file.size);
  if (wish == Wish::Impossible) {
    response.status = 416;
    response.file.reset();
    headers.add("Content-Range", "bytes */" + std::to_string(file.size));
  }
  return response;
}

void open_file(Response& response) {
  if (!response.file) return;
  response.produced_size = response.file->size;
  response.produce = NextPiece{std::make_shared<Reading>(*response.file)};
  response.file.reset();
}

}  // namespace rapport::http
