// vCards 2.1, 3.0 and 4.0 as a table: one row a card, columns named like the fields of our
// contacts. Pictures, sounds and keys are passed over.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "imports/formats/encoding.h"
#include "imports/formats/row_source.h"
#include "imports/formats/value_numbers.h"

namespace rapport::imports {

// The columns of a table made of vCards, and those vcard_writer.h understands. Several phones or
// e-mails stand in one cell as join_values writes them.
const std::vector<std::string>& vcard_columns();

class VCardSource : public RowSource {
 public:
  VCardSource(const std::filesystem::path& path, std::optional<Encoding> encoding);

  // The first row is vcard_columns(). Throws: Error{Invalid} vcard_cut for a card without an end,
  // cell_too_long, file_binary.
  bool next(Row& row) override;
  std::uint64_t bytes_read() const override { return text_.bytes_read(); }
  std::uint64_t bytes_total() const override { return text_.bytes_total(); }
  Encoding encoding() const { return text_.encoding(); }

 private:
  bool read_line(std::string& line);
  bool read_property(std::string& line);

  TextSource text_;
  std::string buffer_;
  std::size_t pos_ = 0;
  std::optional<std::string> ahead_;
  std::int64_t line_ = 0;
  bool began_ = false;
  std::vector<std::string> cells_;
};

}  // namespace rapport::imports
