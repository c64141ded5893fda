// Text tables by RFC 4180, leniently: any delimiter, quoted cells with ends of lines inside, LF,
// CRLF or CR. Cells are views into one buffer that holds the row at hand.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "imports/formats/csv/csv_dialect.h"
#include "imports/formats/encoding.h"
#include "imports/formats/row_source.h"

namespace rapport::imports {

class CsvSource : public RowSource {
 public:
  // Finds out what the options leave open. Throws: Error{Invalid}.
  CsvSource(const std::filesystem::path& path, const TableOptions& options);

  // Throws: Error{Invalid} csv_quote_open, too_many_columns, cell_too_long, row_too_long,
  // file_binary, file_encoding, each with line and column where they are known.
  bool next(Row& row) override;
  std::uint64_t bytes_read() const override { return text_.bytes_read(); }
  std::uint64_t bytes_total() const override { return text_.bytes_total(); }

  Encoding encoding() const { return text_.encoding(); }
  const CsvDialect& dialect() const { return dialect_; }

 private:
  struct Span {
    std::size_t begin, end;
    std::size_t tail_end;  // of a quoted cell: the end of what follows its closing quote
    bool quoted, escaped;
  };
  enum class Scan { Row, NeedMore, End };

  void refill();
  Scan scan();
  Scan scan_quoted(std::size_t& at);
  std::size_t find_stop(std::size_t at, bool& more) const;
  bool is_row_end(std::size_t at) const;
  std::string_view cell_of(const Span& span);
  void check_cell(std::size_t begin, std::size_t end) const;
  [[noreturn]] void fail_at_stop() const;

  TextSource text_;
  CsvDialect dialect_;
  bool stops_[256] = {};
  std::vector<char> buffer_;
  std::size_t pos_ = 0, end_ = 0, after_ = 0;  // of the row: its beginning, the next one's
  bool ended_ = false;
  std::vector<Span> spans_;
  std::int64_t line_ = 1;
};

}  // namespace rapport::imports
