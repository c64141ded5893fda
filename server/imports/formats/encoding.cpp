#include "imports/formats/encoding.h"

#include <unicode/ucnv.h>

#include <cstring>

#include "base/text.h"
#include "imports/formats/row_source.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kPivot = 16 * 1024;

struct Name {
  Encoding encoding;
  std::string_view name;
};

constexpr Name kNames[] = {
    {Encoding::Utf8, "utf-8"},
    {Encoding::Utf16Le, "utf-16le"},
    {Encoding::Utf16Be, "utf-16be"},
    {Encoding::Windows1251, "windows-1251"},
    {Encoding::Koi8R, "koi8-r"},
    {Encoding::Ibm866, "ibm866"},
    {Encoding::Windows1252, "windows-1252"},
};

constexpr Name kAliases[] = {
    {Encoding::Utf8, "utf8"},           {Encoding::Utf8, "ascii"},
    {Encoding::Utf8, "us-ascii"},       {Encoding::Utf16Le, "utf-16"},
    {Encoding::Windows1251, "cp1251"},  {Encoding::Windows1251, "1251"},
    {Encoding::Koi8R, "koi8r"},         {Encoding::Ibm866, "cp866"},
    {Encoding::Windows1252, "cp1252"},  {Encoding::Windows1252, "latin1"},
    {Encoding::Windows1252, "latin-1"}, {Encoding::Windows1252, "iso-8859-1"},
};

// The length of a well-formed sequence at `at`; 0 when it is not one, -1 when the text ends inside
// it. Source: Unicode 15, table 3-7.
int sequence_length(const unsigned char* at, std::size_t left) {
  const unsigned char lead = *at;
  if (lead < 0x80) return 1;
  int length = lead >= 0xC2 && lead <= 0xDF   ? 2
               : (lead & 0xF0) == 0xE0        ? 3
               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                              : 0;
  if (length == 0) return 0;
  for (int i = 1; i < length; ++i) {
    if (static_cast<std::size_t>(i) >= left) return -1;
    unsigned char low = 0x80, high = 0xBF;
    if (i == 1 && lead == 0xE0) low = 0xA0;
    if (i == 1 && lead == 0xED) high = 0x9F;
    if (i == 1 && lead == 0xF0) low = 0x90;
    if (i == 1 && lead == 0xF4) high = 0x8F;
    if (at[i] < low || at[i] > high) return 0;
  }
  return length;
}

struct Utf8Prefix {
  std::size_t valid;
  bool cut;  // what follows is the beginning of a character
};

Utf8Prefix measure(std::string_view text) {
  const auto* begin = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t at = 0;
  while (at < text.size()) {
    while (at + 8 <= text.size()) {
      std::uint64_t word;
      std::memcpy(&word, begin + at, 8);
      if (word & 0x8080808080808080ull) break;
      at += 8;
    }
    if (at == text.size()) break;
    int length = sequence_length(begin + at, text.size() - at);
    if (length <= 0) return {at, length < 0};
    at += static_cast<std::size_t>(length);
  }
  return {at, false};
}

UConverter* open_converter(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) {
    throw base::Error(base::ErrorKind::Internal, "internal", {},
                      std::string("no converter ") + name);
  }
  return converter;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  for (const auto& entry : kNames) {
    if (entry.encoding == encoding) return entry.name;
  }
  return "utf-8";
}

std::optional<Encoding> encoding_named(std::string_view name) {
  std::string lower;
  for (char c : base::trim(name)) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const auto& entry : kNames) {
    if (entry.name == lower) return entry.encoding;
  }
  for (const auto& entry : kAliases) {
    if (entry.name == lower) return entry.encoding;
  }
  return std::nullopt;
}

std::size_t valid_utf8_prefix(std::string_view text) { return measure(text).valid; }

std::string to_utf8(std::string_view text, Encoding encoding) {
  std::string out;
  if (encoding == Encoding::Utf8) {
    while (!text.empty()) {
      auto valid = measure(text).valid;
      out.append(text.substr(0, valid));
      text.remove_prefix(valid);
      if (text.empty()) break;
      out.append("\xEF\xBF\xBD");
      text.remove_prefix(1);
    }
  } else {
    std::unique_ptr<UConverter, void (*)(UConverter*)> from(
        open_converter(name_of(encoding).data()), ucnv_close);
    UErrorCode status = U_ZERO_ERROR;
    std::u16string wide(text.size() + 8, u'\0');
    auto length = ucnv_toUChars(from.get(), wide.data(), static_cast<std::int32_t>(wide.size()),
                                text.data(), static_cast<std::int32_t>(text.size()), &status);
    std::unique_ptr<UConverter, void (*)(UConverter*)> to(open_converter("utf-8"), ucnv_close);
    out.resize(static_cast<std::size_t>(length) * 3 + 8);
    auto bytes = ucnv_fromUChars(to.get(), out.data(), static_cast<std::int32_t>(out.size()),
                                 wide.data(), length, &status);
    out.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(bytes));
  }
  for (std::size_t at; (at = out.find('\0')) != std::string::npos;)
    out.replace(at, 1, "\xEF\xBF\xBD");
  return out;
}

void TextSource::ConverterCloser::operator()(UConverter* converter) const { ucnv_close(converter); }

TextSource::TextSource(const std::filesystem::path& path, Encoding encoding)
    : file_(std::fopen(path.c_str(), "rb")), encoding_(encoding) {
  std::error_code ignored;
  if (!file_ || std::filesystem::is_directory(path, ignored)) refuse_file("file_unreadable");
  bytes_total_ = std::filesystem::file_size(path, ignored);
  raw_.resize(kChunk);
  raw_.resize(read_file(raw_.data(), kChunk));
  std::string_view mark = encoding == Encoding::Utf8      ? std::string_view("\xEF\xBB\xBF")
                          : encoding == Encoding::Utf16Le ? std::string_view("\xFF\xFE")
                          : encoding == Encoding::Utf16Be ? std::string_view("\xFE\xFF")
                                                          : std::string_view();
  if (!mark.empty() && raw_.starts_with(mark)) raw_pos_ = mark.size();
  if (encoding == Encoding::Utf8) return;
  from_.reset(open_converter(name_of(encoding).data()));
  to_.reset(open_converter("utf-8"));
  pivot_ = std::make_unique<char16_t[]>(kPivot);
  pivot_source_ = pivot_target_ = pivot_.get();
  UErrorCode status = U_ZERO_ERROR;
  if (encoding == Encoding::Utf16Le || encoding == Encoding::Utf16Be) {
    ucnv_setToUCallBack(from_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  }
}

TextSource::~TextSource() = default;

std::size_t TextSource::read_file(char* out, std::size_t size) {
  auto count = std::fread(out, 1, size, file_.get());
  if (count < size) file_ended_ = true;
  bytes_read_ += count;
  return count;
}

std::size_t TextSource::read(char* out, std::size_t size) {
  if (stop_ != Stop::No) return 0;
  auto count = encoding_ == Encoding::Utf8 ? read_utf8(out, size) : read_converted(out, size);
  if (const void* nul = std::memchr(out, '\0', count)) {
    count = static_cast<std::size_t>(static_cast<const char*>(nul) - out);
    stop_ = Stop::Nul;
  }
  if (count == 0 && stop_ == Stop::No) stop_ = Stop::End;
  return count;
}

std::size_t TextSource::read_utf8(char* out, std::size_t size) {
  std::size_t have = std::min(size, raw_.size() - raw_pos_);
  std::memcpy(out, raw_.data() + raw_pos_, have);
  raw_pos_ += have;
  if (raw_pos_ == raw_.size() && have < size && !file_ended_)
    have += read_file(out + have, size - have);
  auto prefix = measure({out, have});
  if (prefix.valid == have) return have;
  bool all_taken = raw_pos_ == raw_.size() && file_ended_;
  if (!prefix.cut || all_taken) {
    stop_ = Stop::BadBytes;
    return prefix.valid;
  }
  // The beginning of a character goes back in front of what is still to come.
  std::string rest(out + prefix.valid, have - prefix.valid);
  raw_ = rest + raw_.substr(raw_pos_);
  raw_pos_ = 0;
  return prefix.valid;
}

std::size_t TextSource::read_converted(char* out, std::size_t size) {
  char* target = out;
  while (target == out) {
    if (raw_pos_ == raw_.size() && !file_ended_) {
      raw_.resize(kChunk);
      raw_.resize(read_file(raw_.data(), kChunk));
      raw_pos_ = 0;
    }
    const char* source = raw_.data() + raw_pos_;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_convertEx(to_.get(), from_.get(), &target, out + size, &source, raw_.data() + raw_.size(),
                   pivot_.get(), &pivot_source_, &pivot_target_, pivot_.get() + kPivot, false,
                   file_ended_, &status);
    raw_pos_ = static_cast<std::size_t>(source - raw_.data());
    if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) {
      stop_ = Stop::BadBytes;
      break;
    }
    if (file_ended_ && raw_pos_ == raw_.size() && status != U_BUFFER_OVERFLOW_ERROR) break;
  }
  return static_cast<std::size_t>(target - out);
}

}  // namespace rapport::imports
