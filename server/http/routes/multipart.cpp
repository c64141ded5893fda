#include "http/routes/multipart.h"

#include <algorithm>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "http/message.h"
#include "http/url.h"

namespace rapport::http {

namespace limits = base::limits;
using base::ErrorKind;

namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kBoundaryChars = 70;
constexpr std::string_view kLineEnd = "\r\n";

[[noreturn]] void refuse(std::string code) {
  base::fail(ErrorKind::Malformed, std::move(code), "body");
}

[[noreturn]] void refuse_size(std::size_t max) {
  base::fail(ErrorKind::TooLarge, "too_long", "body", {{"max", std::to_string(max)}});
}

// One parameter of a header: name=token or name="text". Browsers write a quote as %22, others
// escape it; a backslash before anything else is one of a path of Windows.
std::optional<std::pair<std::string, std::string>> next_parameter(std::string_view& rest) {
  while (!rest.empty() && (rest.front() == ';' || rest.front() == ' ' || rest.front() == '\t'))
    rest.remove_prefix(1);
  auto equals = rest.find('=');
  if (rest.empty()) return std::nullopt;
  if (equals == std::string_view::npos) refuse("form_part");
  std::pair<std::string, std::string> parameter;
  for (char c : base::trim(rest.substr(0, equals)))
    parameter.first += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  rest.remove_prefix(equals + 1);
  if (!rest.starts_with('"')) {
    auto end = std::min(rest.find(';'), rest.size());
    parameter.second = base::trim(rest.substr(0, end));
    rest.remove_prefix(end);
    return parameter;
  }
  std::size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    bool escapes = rest[i] == '\\' && i + 1 < rest.size() &&
                   (rest[i + 1] == '"' || rest[i + 1] == '\\');
    if (escapes) ++i;
    if (rest.substr(i, 3) == "%22" && !escapes) {
      parameter.second += '"';
      i += 2;
    } else {
      parameter.second += rest[i];
    }
  }
  if (i == rest.size()) refuse("form_part");
  rest.remove_prefix(i + 1);
  return parameter;
}

std::string boundary_of(std::string_view content_type) {
  constexpr std::string_view kMarks = "'()+_,-./:=? ";
  auto rest = content_type.substr(std::min(content_type.find(';'), content_type.size()));
  std::string boundary;
  while (auto parameter = next_parameter(rest))
    if (parameter->first == "boundary") boundary = parameter->second;
  bool permitted = !boundary.empty() && boundary.size() <= kBoundaryChars && boundary.back() != ' ';
  for (char c : boundary)
    permitted = permitted && (std::isalnum(static_cast<unsigned char>(c)) ||
                              kMarks.find(c) != std::string_view::npos);
  if (!permitted) refuse("form_boundary");
  return boundary;
}

// filename*=UTF-8''%e2%82%ac%20rates; other character sets are not permitted any more.
std::string extended_name(std::string_view value) {
  auto language = value.find('\'');
  auto text = value.find('\'', language == std::string_view::npos ? language : language + 1);
  if (text == std::string_view::npos) refuse("form_part");
  auto name = decode_percent(value.substr(text + 1));
  if (!name || !equal_ignoring_case(value.substr(0, language), "UTF-8")) refuse("form_part");
  return *name;
}

// What the headers of a part say of it.
struct PartHead {
  std::string field;
  bool is_file = false;
  std::string file_name, media_type;
};

void take_disposition(std::string_view value, PartHead& head) {
  auto kind = value.substr(0, value.find(';'));
  if (!equal_ignoring_case(base::trim(kind), "form-data")) refuse("form_part");
  auto rest = value.substr(kind.size());
  std::optional<std::string> plain, extended;
  while (auto parameter = next_parameter(rest)) {
    auto& [name, text] = *parameter;
    if (name == "name") head.field = text;
    if (name == "filename") plain = text;
    if (name == "filename*") extended = extended_name(text);
  }
  head.is_file = plain || extended || head.field == "file";
  head.file_name = extended ? *extended : plain.value_or("");
}

bool is_control(char c) {
  auto byte = static_cast<unsigned char>(c);
  return (byte < ' ' && byte != '\t') || byte == 0x7F;
}

PartHead parse_head(std::string_view lines) {
  PartHead head;
  bool disposed = false;
  if (!base::is_valid_utf8(lines)) refuse("form_part");
  while (!lines.empty()) {
    auto line = lines.substr(0, lines.find(kLineEnd));
    lines.remove_prefix(std::min(line.size() + kLineEnd.size(), lines.size()));
    auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) refuse("form_part");
    if (std::any_of(line.begin(), line.end(), is_control)) refuse("form_part");
    auto name = line.substr(0, colon);
    auto value = base::trim(line.substr(colon + 1));
    if (equal_ignoring_case(name, "Content-Disposition")) {
      if (disposed) refuse("form_part");
      take_disposition(value, head);
      disposed = true;
    } else if (equal_ignoring_case(name, "Content-Type")) {
      head.media_type = value;
    } else if (equal_ignoring_case(name, "Content-Transfer-Encoding")) {
      bool plain = equal_ignoring_case(value, "binary") || equal_ignoring_case(value, "8bit") ||
                   equal_ignoring_case(value, "7bit");
      if (!plain)
        base::fail(ErrorKind::UnsupportedMedia, "unsupported_media", "body",
                   {{"expected", "binary"}});
    }
  }
  if (!disposed) refuse("form_part");
  return head;
}

// The bytes of a body between its boundaries.
class PartReader {
 public:
  // The line end before the first boundary is thought there: a body may begin with it.
  PartReader(std::istream& body, const std::string& boundary)
      : body_(body), delimiter_("\r\n--" + boundary), buffer_(kLineEnd) {}

  // Gives everything up to the next boundary to `take`, and steps over the boundary.
  template <class Take>
  void until_boundary(Take take) {
    while (true) {
      auto found = rest().find(delimiter_);
      // Shorter by one than a boundary: the beginning of one may stand at the end.
      auto known = rest().size() - std::min(rest().size(), delimiter_.size() - 1);
      auto size = found == std::string_view::npos ? known : found;
      take(rest().substr(0, size));
      begin_ += size;
      if (found != std::string_view::npos) break;
      read_more();
    }
    begin_ += delimiter_.size();
  }

  // Whether another part follows the boundary; false after the last.
  bool goes_on() {
    while (rest().size() < 2) read_more();
    if (rest().starts_with("--")) return false;
    while (true) {  // blanks may follow a boundary, and nothing else
      while (rest().size() < 2) read_more();
      if (rest().front() != ' ' && rest().front() != '\t') break;
      begin_ += 1;
    }
    if (!rest().starts_with(kLineEnd)) refuse("form_part");
    return true;
  }

  // The headers of a part, their line ends between them. Stands at the line end after the boundary.
  std::string head() {
    constexpr std::string_view kHeadEnd = "\r\n\r\n";
    auto end = rest().find(kHeadEnd);
    while (end == std::string_view::npos) {
      if (rest().size() > limits::kFormHeaderBytes) refuse_size(limits::kFormHeaderBytes);
      read_more();
      end = rest().find(kHeadEnd);
    }
    if (end > limits::kFormHeaderBytes) refuse_size(limits::kFormHeaderBytes);
    std::string lines(rest().substr(0, end));
    lines.erase(0, kLineEnd.size());
    // The empty line's own end stays: it belongs to the boundary when the content is empty.
    begin_ += end + kLineEnd.size();
    return lines;
  }

  // Steps over the line end that the empty line of a head is, unless a boundary begins with it.
  void begin_content() {
    while (rest().size() < delimiter_.size() && !ended_) read_more_if_any();
    if (!rest().starts_with(delimiter_)) begin_ += kLineEnd.size();
  }

 private:
  std::string_view rest() const { return std::string_view(buffer_).substr(begin_); }

  void read_more_if_any() {
    buffer_.erase(0, begin_);
    begin_ = 0;
    auto size = buffer_.size();
    buffer_.resize(size + kPiece);
    body_.read(buffer_.data() + size, kPiece);
    auto read = static_cast<std::size_t>(body_.gcount());
    buffer_.resize(size + read);
    ended_ = read == 0;
  }
  void read_more() {
    read_more_if_any();
    if (ended_) refuse("form_cut");
  }

  std::istream& body_;
  const std::string delimiter_;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool ended_ = false;
};

std::string read_field(PartReader& reader) {
  std::string text;
  reader.until_boundary([&](std::string_view piece) {
    text += piece;
    if (text.size() > limits::kFormFieldBytes) refuse_size(limits::kFormFieldBytes);
  });
  if (!base::is_valid_utf8(text)) refuse("form_part");
  return text;
}

std::uint64_t copy_file(PartReader& reader, std::ostream& content) {
  std::uint64_t size = 0;
  reader.until_boundary([&](std::string_view piece) {
    content.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    size += piece.size();
  });
  content.flush();
  if (!content) base::fail(ErrorKind::Unavailable, "storage_failed");
  return size;
}

}  // namespace

std::optional<std::string_view> Form::find(std::string_view name) const {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return std::nullopt;
}

bool is_form(std::string_view content_type) {
  auto type = base::trim(content_type.substr(0, content_type.find(';')));
  return equal_ignoring_case(type, "multipart/form-data");
}

Form read_form(std::string_view content_type, std::istream& body, std::ostream& content) {
  PartReader reader(body, boundary_of(content_type));
  Form form;
  bool has_file = false;
  reader.until_boundary([](std::string_view) {});
  while (reader.goes_on()) {
    auto head = parse_head(reader.head());
    reader.begin_content();
    if (!head.is_file) {
      if (form.fields.size() == limits::kFormFields)
        base::fail(ErrorKind::TooLarge, "too_many_values", "body",
                   {{"max", std::to_string(limits::kFormFields)}});
      form.fields.emplace_back(std::move(head.field), read_field(reader));
      continue;
    }
    if (has_file) refuse("form_two_files");
    has_file = true;
    form.file_name = std::move(head.file_name);
    form.media_type = std::move(head.media_type);
    form.size = copy_file(reader, content);
  }
  if (!has_file) refuse("form_no_file");
  return form;
}

}  // namespace rapport::http
