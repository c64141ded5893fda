// Row bytes: a row as bytes, the same on every engine; and the digest of many rows, by which two
// databases are known to hold the same.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "storage/database.h"

namespace rapport::storage {

// Each cell: 0 for null; 1 and the number, zigzag, seven bits a byte; 2, the length and the text; 3
// and the 16 bytes of an id.
void append_row(std::string& out, const std::vector<schema::ColumnDef>& columns, const Row& row);

// Reads a row off the front of `bytes`; the texts are views into it. Nothing when it is not one of
// these columns.
class RowReader final : public Row {
 public:
  explicit RowReader(const std::vector<schema::ColumnDef>& columns)
      : columns_(columns), cells_(columns.size()) {}
  bool next(std::string_view& bytes);

  bool is_null(int column) const override { return cells_[at(column)].is_null; }
  std::int64_t integer(int column) const override { return cells_[at(column)].number; }
  std::string_view text(int column) const override { return cells_[at(column)].text; }
  base::Id id(int column) const override {
    return base::Id::from_bytes(cells_[at(column)].text).value_or(base::Id{});
  }

 private:
  struct Place {
    bool is_null = true;
    std::int64_t number = 0;
    std::string_view text;
  };
  static std::size_t at(int column) { return static_cast<std::size_t>(column); }
  static bool read(std::string_view& bytes, ColumnType type, Place& place);

  const std::vector<schema::ColumnDef>& columns_;
  std::vector<Place> cells_;
};

// A sum over the rows, so that their order does not matter. Source: BLAKE2b (RFC 7693), 128 bits a
// row, added up modulo 2^128. It tells mistakes, not forgeries.
class RowsDigest {
 public:
  void add(std::string_view row_bytes);
  std::int64_t rows() const { return rows_; }
  // 32 hexadecimal digits.
  std::string hex() const;
  bool operator==(const RowsDigest&) const = default;

 private:
  std::int64_t rows_ = 0;
  std::array<std::uint64_t, 2> sum_{};  // low, high
};

}  // namespace rapport::storage
