#include "imports/formats/layout.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "imports/formats/row_source.h"
#include "imports/formats/value_numbers.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kTitleRows = 20;

bool looks_like_value(const std::string& cell, CellType type) {
  auto text = base::trim(cell);
  if (text.empty()) return false;
  if (type != CellType::Text) return true;
  if (parse_number(text) || parse_cell_time(text, DateOrder::Dmy)) return true;
  if (text.find("://") != std::string_view::npos) return true;
  auto at = text.find('@');
  if (at != std::string_view::npos && text.find('.', at) != std::string_view::npos &&
      text.find(' ') == std::string_view::npos) {
    return true;
  }
  if (text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-') return true;
  return text.size() > 200 || text.starts_with('<') || text.starts_with('{');
}

std::size_t filled_cells(const SampleRow& row) {
  std::size_t count = 0;
  for (const auto& cell : row.cells) count += !base::trim(cell).empty();
  return count;
}

bool looks_like_header(const SampleRow& row, std::size_t width) {
  std::set<std::string> seen;
  std::size_t filled = 0;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    auto type = i < row.types.size() ? row.types[i] : CellType::Text;
    if (looks_like_value(row.cells[i], type)) return false;
    auto folded = base::fold(base::trim(row.cells[i]));
    if (!folded.empty()) seen.insert(folded);
    filled += !folded.empty();
  }
  return !seen.empty() && seen.size() * 2 > filled && filled * 2 >= width;
}

// A word of the first row that comes again below in its column is a value: "Bikes".
bool recurs_below(const std::vector<SampleRow>& rows, std::size_t first) {
  std::size_t recurring = 0;
  const auto& cells = rows[first].cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) continue;
    for (std::size_t r = first + 1; r < rows.size(); ++r) {
      if (i < rows[r].cells.size() && rows[r].cells[i] == cells[i] && rows[r].cells != cells) {
        ++recurring;
        break;
      }
    }
  }
  return recurring * 2 > cells.size();
}

// Without a header as wide as the widest row; with one as wide as that, and longer rows are the
// reader's trouble. Columns without anything at the end do not count.
std::size_t width_of(const std::vector<SampleRow>& rows, const SampleRow* header) {
  std::size_t width = 0;
  for (const auto& row : rows) {
    std::size_t last = header ? std::min(row.cells.size(), header->cells.size()) : row.cells.size();
    while (last > 0 && base::trim(row.cells[last - 1]).empty()) --last;
    width = std::max(width, last);
  }
  return width;
}

std::vector<std::string> column_names(const SampleRow* header, std::size_t width) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < width; ++i) {
    std::string name;
    if (header && i < header->cells.size()) name = base::trim(header->cells[i]);
    if (name.empty()) name = column_letters(i);
    std::string unique = name;
    for (int n = 2; !seen.insert(base::fold(unique)).second; ++n) {
      unique = name + " (" + std::to_string(n) + ")";
    }
    names.push_back(std::move(unique));
  }
  return names;
}

}  // namespace

bool SampleRow::is_blank() const {
  return std::all_of(cells.begin(), cells.end(),
                     [](const std::string& cell) { return base::trim(cell).empty(); });
}

std::string column_letters(std::size_t index) {
  std::string letters;
  for (++index; index > 0; index = (index - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (index - 1) % 26));
  }
  return letters;
}

Layout detect_layout(const std::vector<SampleRow>& rows, std::optional<bool> has_header) {
  Layout layout;
  std::size_t widest = 0;
  for (const auto& row : rows) widest = std::max(widest, filled_cells(row));
  std::size_t candidate = 0;
  while (candidate < rows.size() && candidate < kTitleRows &&
         filled_cells(rows[candidate]) * 5 < widest * 3) {
    ++candidate;
  }
  bool titled = candidate > 0 && candidate < rows.size() && candidate < kTitleRows && widest > 1;
  if (titled && has_header.value_or(true) && looks_like_header(rows[candidate], widest)) {
    layout.first = candidate;
    layout.has_header = true;
  } else if (has_header) {
    layout.has_header = *has_header && !rows.empty();
  } else {
    layout.has_header =
        !rows.empty() && looks_like_header(rows[0], widest) && !recurs_below(rows, 0);
  }
  const SampleRow* header = layout.has_header ? &rows[layout.first] : nullptr;
  layout.columns = column_names(header, width_of(rows, header));
  return layout;
}

}  // namespace rapport::imports
