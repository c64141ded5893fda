#include "storage/bulk/row_bytes.h"

#include <sodium.h>

#include <cstring>

namespace rapport::storage {

namespace {

enum Tag : char { kNull = 0, kNumber = 1, kText = 2, kId = 3 };
constexpr std::size_t kIdBytes = 16;

void append_number(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

bool read_number(std::string_view& bytes, std::uint64_t& number) {
  number = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    if (shift == 63 && byte > 1) return false;
    number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

std::uint64_t zigzag(std::int64_t number) {
  return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1);
}

bool take(std::string_view& bytes, std::uint64_t size, std::string_view& taken) {
  if (size > bytes.size()) return false;
  taken = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return true;
}

}  // namespace

void append_row(std::string& out, const std::vector<schema::ColumnDef>& columns, const Row& row) {
  int at = 0;
  for (const auto& column : columns) {
    const int place = at++;
    if (row.is_null(place)) {
      out += kNull;
    } else if (column.type == ColumnType::Integer) {
      out += kNumber;
      append_number(out, zigzag(row.integer(place)));
    } else if (column.type == ColumnType::Text) {
      auto text = row.text(place);
      out += kText;
      append_number(out, text.size());
      out += text;
    } else {
      out += kId;
      out += row.id(place).raw();
    }
  }
}

bool RowReader::read(std::string_view& bytes, ColumnType type, Place& place) {
  if (bytes.empty()) return false;
  const char tag = bytes.front();
  bytes.remove_prefix(1);
  place.is_null = tag == kNull;
  std::uint64_t number = 0;
  switch (tag) {
    case kNull:
      return true;
    case kNumber:
      if (!read_number(bytes, number)) return false;
      place.number = unzigzag(number);
      return type == ColumnType::Integer;
    case kText:
      return type == ColumnType::Text && read_number(bytes, number) &&
             take(bytes, number, place.text);
    case kId:
      return type == ColumnType::Bytes && take(bytes, kIdBytes, place.text);
    default:
      return false;
  }
}

bool RowReader::next(std::string_view& bytes) {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (!read(bytes, columns_[i].type, cells_[i])) return false;
  return true;
}

void RowsDigest::add(std::string_view row_bytes) {
  std::array<std::uint64_t, 2> digest;
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), sizeof digest,
                     reinterpret_cast<const unsigned char*>(row_bytes.data()), row_bytes.size(),
                     nullptr, 0);
  sum_[0] += digest[0];
  sum_[1] += digest[1] + (sum_[0] < digest[0] ? 1 : 0);
  ++rows_;
}

std::string RowsDigest::hex() const {
  char text[40];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(sum_[1]),
                static_cast<unsigned long long>(sum_[0]));
  return text;
}

}  // namespace rapport::storage
