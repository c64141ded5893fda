#include "http/answers/file_response.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

#include "http/answers/static_files.h"
#include "http/url.h"

namespace rapport::http {
namespace {

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

// The pieces of a reading; it knows its end, so that no piece is empty.
struct NextPiece {
  std::shared_ptr<files::Reading> reading;
  std::shared_ptr<std::uint64_t> left;
  bool operator()(std::string& piece) const {
    reading->next(piece);
    *left -= piece.size();
    return *left > 0;
  }
};

Producer pieces_of(std::unique_ptr<files::Reading> reading, std::uint64_t size) {
  return NextPiece{std::move(reading), std::make_shared<std::uint64_t>(size)};
}

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

FileOpener from_disk(std::filesystem::path path) {
  return [path = std::move(path)](std::uint64_t offset, std::uint64_t size) {
    return pieces_of(files::read_local(path, offset, size), size);
  };
}

FileOpener from_store(files::FileStore& store, const base::Id& id) {
  return [&store, id](std::uint64_t offset, std::uint64_t size) {
    return pieces_of(store.open(id, offset, size), size);
  };
}

Response file_response(const Request& request, const ServedFile& file) {
  Response response;
  response.content_type = file.content_type;
  response.file = FileRange{file.open, 0, file.size};
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
  const auto& file = *response.file;
  response.produced_size = file.size;
  response.produce = file.open(file.offset, file.size);
  response.file.reset();
}

}  // namespace rapport::http
