#include "imports/formats/csv/csv_reader.h"

#include <algorithm>
#include <cstring>

#include "base/limits.h"
#include "base/text.h"
#include "imports/formats/csv/formula_guard.h"

namespace rapport::imports {

using base::limits::kCellBytes;
using base::limits::kImportColumns;

namespace {

constexpr std::size_t kBufferBytes = 1024 * 1024;
constexpr std::size_t kSampleBytes = 256 * 1024;
constexpr std::size_t kRowBytes = 8 * kCellBytes;

// Texts have next to no control characters; a picture or a program has many.
bool looks_binary(std::string_view text) {
  std::size_t controls = 0;
  for (unsigned char c : text) {
    controls += c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A;
  }
  return controls * 100 > text.size();
}

}  // namespace

CsvSource::CsvSource(const std::filesystem::path& path, const TableOptions& options)
    : text_(path, options.encoding ? *options.encoding : detect_encoding(path)),
      buffer_(kBufferBytes) {
  refill();
  std::string_view sample(buffer_.data(), std::min(end_, kSampleBytes));
  if (looks_binary(sample)) refuse_file("file_binary", {{"line", "1"}});
  dialect_ =
      detect_dialect(sample, sample.size() < end_ || !ended_, options.delimiter, options.quote);
  pos_ = dialect_.skip_bytes;
  if (pos_ > 0) ++line_;
  stops_[static_cast<unsigned char>('\n')] = stops_[static_cast<unsigned char>('\r')] = true;
  stops_[static_cast<unsigned char>(dialect_.delimiter[0])] = true;
}

// Moves the row at hand to the front of the buffer and reads on behind it.
void CsvSource::refill() {
  std::memmove(buffer_.data(), buffer_.data() + pos_, end_ - pos_);
  end_ -= pos_;
  pos_ = 0;
  if (buffer_.size() - end_ < kBufferBytes / 2) {
    if (end_ > kRowBytes) refuse_file("row_too_long", {{"line", std::to_string(line_)}});
    buffer_.resize(buffer_.size() * 2);
  }
  while (end_ < buffer_.size()) {
    auto count = text_.read(buffer_.data() + end_, buffer_.size() - end_);
    end_ += count;
    if (count == 0 || buffer_.size() - end_ < 16) break;
  }
  ended_ = text_.stop() != TextSource::Stop::No;
}

bool CsvSource::next(Row& row) {
  row.cells.clear();
  row.types.clear();
  Scan result = scan();
  while (result == Scan::NeedMore) {
    refill();
    result = scan();
  }
  bool stopped =
      text_.stop() == TextSource::Stop::BadBytes || text_.stop() == TextSource::Stop::Nul;
  if (stopped && (result == Scan::End || after_ >= end_)) fail_at_stop();
  if (result == Scan::End) return false;
  row.line = line_;
  bool may_hold_lines = !dialect_.row_end.empty();
  for (const auto& span : spans_) may_hold_lines |= span.quoted;
  if (may_hold_lines) {
    line_ += std::count(buffer_.data() + pos_, buffer_.data() + after_, '\n');
    if (after_ > 0 && buffer_[after_ - 1] == '\r') ++line_;
  } else {
    ++line_;
  }
  for (const auto& span : spans_) row.cells.push_back(without_guard(cell_of(span)));
  pos_ = after_;
  return true;
}

void CsvSource::fail_at_stop() const {
  bool nul = text_.stop() == TextSource::Stop::Nul;
  std::string_view row(buffer_.data() + pos_, end_ - pos_);
  auto line = line_ + std::count(row.begin(), row.end(), '\n');
  auto start = row.rfind('\n');
  auto column = base::length_of(start == std::string_view::npos ? row : row.substr(start + 1)) + 1;
  refuse_file(nul ? "file_binary" : "file_encoding",
              {{"line", std::to_string(line)},
               {"column", std::to_string(column)},
               {"encoding", std::string(name_of(text_.encoding()))}});
}

void CsvSource::check_cell(std::size_t begin, std::size_t end) const {
  if (end - begin <= kCellBytes) return;
  refuse_file("cell_too_long", {{"line", std::to_string(line_)},
                                {"column", std::to_string(spans_.size() + 1)},
                                {"max", std::to_string(kCellBytes)}});
}

bool CsvSource::is_row_end(std::size_t at) const {
  const auto& mark = dialect_.row_end;
  if (mark.empty()) return true;
  return at - pos_ >= mark.size() &&
         std::memcmp(buffer_.data() + at - mark.size(), mark.data(), mark.size()) == 0;
}

// The place of the next delimiter or end of row; `more` when that needs bytes not read yet.
std::size_t CsvSource::find_stop(std::size_t at, bool& more) const {
  const auto& delimiter = dialect_.delimiter;
  const char* data = buffer_.data();
  for (;; ++at) {
    while (at < end_ && !stops_[static_cast<unsigned char>(data[at])]) ++at;
    if (at >= end_) {
      more = !ended_;
      return end_;
    }
    char c = data[at];
    if (c == '\n' || c == '\r') {
      if (!is_row_end(at)) continue;
      more = c == '\r' && at + 1 == end_ && !ended_;
      return at;
    }
    if (at + delimiter.size() > end_ && !ended_) {
      more = true;
      return at;
    }
    std::size_t left = std::min(delimiter.size(), end_ - at);
    if (std::string_view(data + at, left) == delimiter) return at;
  }
}

CsvSource::Scan CsvSource::scan_quoted(std::size_t& at) {
  const std::size_t begin = at + 1;
  bool escaped = false;
  for (std::size_t from = begin;;) {
    const void* found = std::memchr(buffer_.data() + from, dialect_.quote, end_ - from);
    if (!found) {
      check_cell(begin, end_);
      if (!ended_) return Scan::NeedMore;
      if (text_.stop() != TextSource::Stop::End) fail_at_stop();
      auto newlines = std::count(buffer_.data() + pos_, buffer_.data() + begin, '\n');
      refuse_file("csv_quote_open", {{"line", std::to_string(line_ + newlines)},
                                     {"column", std::to_string(spans_.size() + 1)}});
    }
    std::size_t quote = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
    if (quote + 1 == end_ && !ended_) return Scan::NeedMore;
    if (quote + 1 < end_ && buffer_[quote + 1] == dialect_.quote) {
      escaped = true;
      from = quote + 2;
      continue;
    }
    bool more = false;
    at = find_stop(quote + 1, more);
    if (more) return Scan::NeedMore;
    check_cell(begin, quote);
    spans_.push_back({begin, quote, at, true, escaped});
    return Scan::Row;
  }
}

CsvSource::Scan CsvSource::scan() {
  spans_.clear();
  std::size_t at = pos_;
  if (at >= end_) {
    after_ = end_;
    return ended_ ? Scan::End : Scan::NeedMore;
  }
  for (;;) {
    if (spans_.size() >= kImportColumns) {
      refuse_file("too_many_columns",
                  {{"line", std::to_string(line_)}, {"max", std::to_string(kImportColumns)}});
    }
    const std::size_t begin = at;
    if (at < end_ && dialect_.quote && buffer_[at] == dialect_.quote) {
      if (scan_quoted(at) == Scan::NeedMore) return Scan::NeedMore;
    } else {
      bool more = false;
      at = find_stop(at, more);
      check_cell(begin, at);
      if (more) return Scan::NeedMore;
      spans_.push_back({begin, at, at, false, false});
    }
    if (at >= end_ || buffer_[at] == '\n' || buffer_[at] == '\r') break;
    at += dialect_.delimiter.size();
    if (at >= end_ && !ended_) return Scan::NeedMore;
  }
  Span& last = spans_.back();
  if (!last.quoted && is_row_end(at)) {
    last.end -= std::min(dialect_.row_end.size(), last.end - last.begin);
  }
  after_ = at;
  if (after_ < end_)
    after_ += buffer_[at] == '\r' && at + 1 < end_ && buffer_[at + 1] == '\n' ? 2 : 1;
  return Scan::Row;
}

// Doubled quotes become single ones in place; what stands between the closing quote and the
// delimiter is kept as Excel keeps it, unless it is blank.
std::string_view CsvSource::cell_of(const Span& span) {
  char* begin = buffer_.data() + span.begin;
  char* end = buffer_.data() + span.end;
  if (!span.quoted) return {begin, static_cast<std::size_t>(end - begin)};
  if (span.escaped) {
    char* out = begin;
    for (char* in = begin; in < end; ++in) {
      *out++ = *in;
      if (*in == dialect_.quote) ++in;
    }
    end = out;
  }
  std::string_view tail(buffer_.data() + span.end + 1,
                        span.tail_end > span.end ? span.tail_end - span.end - 1 : 0);
  if (!base::trim(tail).empty()) {
    std::memmove(end, tail.data(), tail.size());
    end += tail.size();
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace rapport::imports
