#include "base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <vector>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

namespace rapport::base {

namespace {

// What a byte becomes inside a JSON string: 0 itself, 'u' the long form, another letter \letter.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> table{};
  for (int c = 0; c < 0x20; ++c) table[c] = 'u';
  table['\b'] = 'b', table['\f'] = 'f', table['\n'] = 'n', table['\r'] = 'r', table['\t'] = 't';
  table['"'] = '"', table['\\'] = '\\';
  return table;
}();

[[noreturn]] void fail_at(std::string_view text, std::size_t offset, const std::string& reason) {
  std::string_view before = text.substr(0, offset);
  auto line = std::count(before.begin(), before.end(), '\n') + 1;
  auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  Error error(ErrorKind::Malformed, "json", {}, reason);
  error.arguments = {{"line", std::to_string(line)},
                     {"column", std::to_string(length_of(before.substr(line_start)) + 1)}};
  throw error;
}

// Keys of one object. Few are looked through; many lie in order, which no choice of keys slows.
class Keys {
 public:
  // Whether it is a new one.
  bool add(std::string_view key) {
    if (few_.size() < kFew) {
      if (std::find(few_.begin(), few_.end(), key) != few_.end()) return false;
      few_.push_back(key);
      return true;
    }
    if (many_.empty()) many_.insert(few_.begin(), few_.end());
    return many_.insert(key).second;
  }

 private:
  static constexpr std::size_t kFew = 32;
  std::vector<std::string_view> few_;
  std::set<std::string_view> many_;
};

// Where a key stands twice in one object of a document known to be valid; npos when none does.
// Boost.JSON takes the last one silently, and another reader of the same bytes may take the first.
std::size_t find_repeated_key(std::string_view text) {
  std::vector<Keys> objects;  // keys seen; an array has none
  std::vector<bool> is_object;
  bool expects_key = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '{' || c == '[') {
      objects.emplace_back();
      is_object.push_back(c == '{');
      expects_key = c == '{';
    } else if (c == '}' || c == ']') {
      objects.pop_back();
      is_object.pop_back();
      expects_key = false;
    } else if (c == ',') {
      expects_key = !is_object.empty() && is_object.back();
    } else if (c == '"') {
      auto begin = at++;
      while (text[at] != '"') at += text[at] == '\\' ? 2 : 1;
      if (!expects_key) continue;
      expects_key = false;
      if (!objects.back().add(text.substr(begin, at - begin))) return begin;
    }
  }
  return std::string_view::npos;
}

}  // namespace

json::value parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = limits::kJsonDepth;
  json::stream_parser parser({}, options);
  json::error_code code;
  std::size_t taken = parser.write_some(text.data(), text.size(), code);
  if (!code && taken < text.size()) fail_at(text, taken, "more text behind the document");
  if (!code) parser.finish(code);
  if (code) fail_at(text, taken, code.message());
  auto repeated = find_repeated_key(text);
  if (repeated != std::string_view::npos)
    fail_at(text, repeated, "a key stands twice in one object");
  return parser.release();
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  const char* run = text.data();
  const char* const end = run + text.size();
  for (const char* at = run; at != end; ++at) {
    char escape = kEscapes[static_cast<unsigned char>(*at)];
    if (escape == 0) continue;
    out.append(run, at);
    out += '\\';
    out += escape;
    if (escape == 'u') {
      out += "00";
      out += "0123456789abcdef"[*at >> 4];
      out += "0123456789abcdef"[*at & 15];
    }
    run = at + 1;
  }
  out.append(run, end);
  out += '"';
}

void JsonWriter::comma() {
  if (need_comma_) out_ += ',';
  need_comma_ = true;
}

JsonWriter& JsonWriter::open(char c) {
  comma();
  out_ += c;
  need_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char c) {
  out_ += c;
  need_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  comma();
  append_json_string(out_, name);
  out_ += ':';
  need_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  comma();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  comma();
  char buffer[24];
  out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  return raw(truth ? "true" : "false");
}

JsonWriter& JsonWriter::value(const Id& id) {
  comma();
  out_ += '"';
  id.append_to(out_);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  comma();
  out_ += json;
  return *this;
}

std::string& JsonWriter::next_value() {
  comma();
  return out_;
}

}  // namespace rapport::base
