#include "records/lists/cursor.h"

#include "base/error.h"

namespace rapport::records {

using schema::Cell;

namespace {

// Each cell: a letter for its kind, its length, its bytes; the whole in hexadecimal. The first cell
// is the shape.
void append(std::string& raw, char kind, std::string_view bytes) {
  raw += kind;
  raw += std::to_string(bytes.size()) + ":";
  raw += bytes;
}

std::string to_hex(std::string_view raw) {
  std::string out;
  for (unsigned char byte : raw) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

[[noreturn]] void reject() {
  base::fail(base::ErrorKind::Malformed, "bad_cursor", "cursor");
}

std::string from_hex(std::string_view text) {
  std::string raw;
  if (text.size() % 2) reject();
  for (std::size_t i = 0; i < text.size(); i += 2) {
    int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) reject();
    raw += static_cast<char>(high << 4 | low);
  }
  return raw;
}

Cell take(std::string_view& raw) {
  auto colon = raw.find(':');
  if (raw.size() < 3 || colon == std::string_view::npos || colon > 8) reject();
  char kind = raw[0];
  std::size_t size = 0;
  for (char c : raw.substr(1, colon - 1)) {
    if (c < '0' || c > '9') reject();
    size = size * 10 + static_cast<std::size_t>(c - '0');
  }
  if (size > raw.size() - colon - 1) reject();
  auto bytes = raw.substr(colon + 1, size);
  raw.remove_prefix(colon + 1 + size);
  if (kind == 'n') return {};
  if (kind == 't') return std::string(bytes);
  if (kind == 'b') {
    auto id = base::Id::from_bytes(bytes);
    if (!id) reject();
    return *id;
  }
  if (kind != 'i' || bytes.empty() || bytes.size() > 20) reject();
  bool negative = bytes[0] == '-';
  std::uint64_t number = 0;
  for (char c : bytes.substr(negative ? 1 : 0)) {
    if (c < '0' || c > '9') reject();
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return static_cast<std::int64_t>(negative ? 0 - number : number);
}

}  // namespace

std::string encode_cursor(std::string_view shape, const std::vector<Cell>& cells) {
  std::string raw;
  append(raw, 't', shape);
  for (const auto& cell : cells) {
    if (const auto* number = std::get_if<std::int64_t>(&cell))
      append(raw, 'i', std::to_string(*number));
    else if (const auto* text = std::get_if<std::string>(&cell))
      append(raw, 't', *text);
    else if (const auto* id = std::get_if<base::Id>(&cell))
      append(raw, 'b', id->raw());
    else
      append(raw, 'n', "");
  }
  return to_hex(raw);
}

std::vector<Cell> decode_cursor(std::string_view shape, std::size_t count,
                                std::string_view cursor) {
  auto bytes = from_hex(cursor);
  std::string_view raw(bytes);
  auto first = take(raw);
  if (!std::holds_alternative<std::string>(first) || std::get<std::string>(first) != shape)
    reject();
  std::vector<Cell> cells;
  while (!raw.empty() && cells.size() <= count) cells.push_back(take(raw));
  if (cells.size() != count) reject();
  return cells;
}

}  // namespace rapport::records
