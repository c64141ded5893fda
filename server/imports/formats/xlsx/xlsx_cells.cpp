#include "imports/formats/xlsx/xlsx_cells.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kMerged = 100'000;
constexpr std::int64_t kSecondsOfDay = 86'400;

std::int64_t row_of_place(std::string_view place) {
  while (!place.empty() && (place[0] < '0' || place[0] > '9')) place.remove_prefix(1);
  return std::atoll(std::string(place).c_str());
}

void append_clock(std::string& out, std::int64_t seconds) {
  char clock[32];
  std::snprintf(clock, sizeof clock, "%02lld:%02lld:%02lld", static_cast<long long>(seconds / 3600),
                static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60));
  out += clock;
}

// Fifteen significant digits, as Excel shows them, never an exponent.
void append_number(std::string& out, double value) {
  char digits[400];
  std::snprintf(digits, sizeof digits, "%.15g", value);
  if (std::strpbrk(digits, "eEn")) {
    int decimals = value == 0 ? 0 : 14 - static_cast<int>(std::floor(std::log10(std::fabs(value))));
    std::snprintf(digits, sizeof digits, "%.*f", std::clamp(decimals, 0, 40), value);
    if (std::strchr(digits, '.')) {
      std::string_view trimmed(digits);
      while (trimmed.ends_with('0')) trimmed.remove_suffix(1);
      if (trimmed.ends_with('.')) trimmed.remove_suffix(1);
      out += trimmed;
      return;
    }
  }
  out += digits;
}

// What needs no rounding: at most 15 signs, no exponent, no zero at the end of a fraction.
bool is_short_decimal(std::string_view text) {
  auto point = text.find('.');
  if (point != std::string_view::npos &&
      (point == 0 || text.ends_with('0') || text.ends_with('.'))) {
    return false;
  }
  return text.size() <= 15 && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// A day number as text by its look; false when it is no day.
bool append_moment(std::string& out, CellType& type, double value, NumberLook look,
                   bool from_1904) {
  if (value < 0 || value > 2'958'466) return false;
  auto seconds = static_cast<std::int64_t>(std::llround(value * kSecondsOfDay));
  auto days = seconds / kSecondsOfDay;
  auto clock = seconds % kSecondsOfDay;
  if (look == NumberLook::Time && days < 1000) {
    type = CellType::Time;
    append_clock(out, seconds);
    return true;
  }
  auto date = date_of_serial(days, from_1904);
  if (!date) return false;
  base::append_date(out, *date);
  type = CellType::Date;
  if (look != NumberLook::Date || clock > 0) {
    type = CellType::DateTime;
    out += 'T';
    append_clock(out, clock);
  }
  return true;
}

}  // namespace

std::optional<std::size_t> column_of_place(std::string_view place) {
  std::size_t column = 0, letters = 0;
  for (char c : place) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    if (++letters > 3) return std::nullopt;
  }
  if (letters == 0) return std::nullopt;
  return column - 1;
}

std::vector<MergedColumn> find_merged(XlsxPackage& package, const std::string& part) {
  std::vector<MergedColumn> merged;
  PackagePart bytes(package, part);
  std::string window;
  std::vector<char> chunk(64 * 1024);
  while (auto count = bytes.read(chunk.data(), chunk.size())) {
    window.append(chunk.data(), count);
    std::size_t at = 0;
    for (;;) {
      auto found = window.find("mergeCell ", at);
      if (found == std::string::npos) break;
      auto close = window.find('>', found);
      if (close == std::string::npos) break;
      auto tag = std::string_view(window).substr(found, close - found);
      at = close;
      auto ref = tag.find("ref=");
      if (ref == std::string_view::npos || ref + 5 >= tag.size() || merged.size() >= kMerged)
        continue;
      auto range = tag.substr(ref + 5, tag.find(tag[ref + 4], ref + 5) - ref - 5);
      auto colon = range.find(':');
      if (colon == std::string_view::npos) continue;
      auto column = column_of_place(range);
      auto first = row_of_place(range.substr(0, colon)),
           last = row_of_place(range.substr(colon + 1));
      if (column && first > 0 && last > first) merged.push_back({first, last, *column});
    }
    // What may be the beginning of a tag stays for the next round.
    std::size_t keep = std::min<std::size_t>(window.size() - at, 128);
    window.erase(0, window.size() - keep);
  }
  std::sort(merged.begin(), merged.end(),
            [](const MergedColumn& a, const MergedColumn& b) { return a.first_row < b.first_row; });
  return merged;
}

SheetHandler::SheetHandler(const Workbook& book, std::vector<MergedColumn> merged)
    : book_(book), merged_(std::move(merged)) {}

void SheetHandler::start(std::string_view name, const char** attributes) {
  if (name == "sheetData") in_sheet_ = true;
  if (!in_sheet_) return;
  if (name == "row") {
    auto number = std::atoll(std::string(attribute_of(attributes, "r")).c_str());
    line_ = number > 0 ? number : line_ + 1;
    column_ = 0;
    row_first_ = cells_.size();
    row_open_ = true;
  } else if (name == "c" && row_open_) {
    start_cell(attributes);
  } else if (name == "v") {
    in_value_ = kind_ != 'i';
  } else if (name == "t") {
    in_value_ = in_inline_;
  } else if (name == "is") {
    in_inline_ = kind_ == 'i';
  } else if (name == "rPh") {
    ++phonetic_;
  }
}

void SheetHandler::start_cell(const char** attributes) {
  kind_ = 'n';
  style_ = 0;
  for (; attributes[0]; attributes += 2) {
    std::string_view name(attributes[0]), value(attributes[1]);
    if (name == "r") {
      if (auto column = column_of_place(value)) column_ = *column;
    } else if (name == "s") {
      style_ = static_cast<std::size_t>(std::atoi(attributes[1]));
    } else if (name == "t") {
      kind_ = value == "inlineStr" ? 'i' : value == "str" ? 't' : value.empty() ? 'n' : value[0];
    }
  }
  text_begin_ = text_.size();
}

void SheetHandler::text(std::string_view part) {
  if (!in_value_ || phonetic_) return;
  text_.append(part);
  if (text_.size() - text_begin_ > base::limits::kCellBytes) {
    trouble = "cell_too_long";
    trouble_row = line_;
  }
}

void SheetHandler::end(std::string_view name) {
  if (!in_sheet_) return;
  if (name == "v" || name == "t") {
    in_value_ = false;
  } else if (name == "is") {
    in_inline_ = false;
  } else if (name == "rPh") {
    --phonetic_;
  } else if (name == "c" && row_open_) {
    end_cell();
    ++column_;
  } else if (name == "row") {
    if (!merged_.empty()) fill_merged(row_first_);
    if (cells_.size() > row_first_) rows_.push_back({line_, row_first_, cells_.size()});
    row_open_ = false;
  } else if (name == "sheetData") {
    in_sheet_ = false;
  }
}

void SheetHandler::end_cell() {
  if (text_.size() == text_begin_) return;
  Cell cell{column_, CellType::Text, false, text_begin_, text_.size()};
  if (column_ >= base::limits::kImportColumns) {
    trouble = "too_many_columns";
    trouble_row = line_;
    return;
  }
  switch (kind_) {
    case 's': {
      auto index = static_cast<std::size_t>(std::atoll(text_.c_str() + text_begin_));
      text_.resize(text_begin_);
      if (index >= book_.strings.size()) trouble = "xlsx_broken";
      if (index >= book_.strings.size() || book_.strings.at(index).empty()) return;
      cell.shared = true;
      cell.begin = index;
      break;
    }
    case 'b': {
      bool yes = text_[text_begin_] == '1' || text_[text_begin_] == 't';
      text_.replace(text_begin_, std::string::npos, yes ? "true" : "false");
      cell.type = CellType::Boolean;
      break;
    }
    case 'e':
      cell.type = CellType::Error;
      break;
    case 'd': {
      auto value = std::string_view(text_).substr(text_begin_);
      cell.type = value.find('T') != std::string_view::npos   ? CellType::DateTime
                  : value.find(':') != std::string_view::npos ? CellType::Time
                                                              : CellType::Date;
      break;
    }
    case 'i':
    case 't':
      decode_escapes(text_, text_begin_);
      break;
    default:
      end_number(cell);
  }
  if (!cell.shared) cell.end = text_.size();
  cells_.push_back(cell);
}

void SheetHandler::end_number(Cell& cell) {
  std::string raw(base::trim(std::string_view(text_).substr(text_begin_)));
  char* end = nullptr;
  double value = std::strtod(raw.c_str(), &end);
  if (raw.empty() || *end || !std::isfinite(value)) return;  // stays a text
  text_.resize(text_begin_);
  auto look = style_ < book_.looks.size() ? book_.looks[style_] : NumberLook::Plain;
  bool moment =
      look == NumberLook::Date || look == NumberLook::Time || look == NumberLook::DateTime;
  if (moment && append_moment(text_, cell.type, value, look, book_.from_1904)) return;
  cell.type = look == NumberLook::Percent ? CellType::Percent : CellType::Number;
  if (cell.type == CellType::Percent) {
    append_number(text_, value * 100);
    text_ += '%';
  } else if (is_short_decimal(raw)) {
    text_ += raw;
  } else {
    append_number(text_, value);
  }
}

// Gives the rows under the first one of a merged range its value.
void SheetHandler::fill_merged(std::size_t first_cell) {
  std::vector<std::size_t> cell_at(base::limits::kImportColumns, std::string::npos);
  for (auto i = first_cell; i < cells_.size(); ++i) cell_at[cells_[i].column] = i;
  std::erase_if(active_, [&](const Active& a) { return a.range.last_row < line_; });
  for (const auto& active : active_) {
    auto& place = cell_at[active.range.column];
    if (place != std::string::npos) continue;
    place = cells_.size();
    auto begin = text_.size();
    text_ += active.text;
    cells_.push_back({active.range.column, active.type, false, begin, text_.size()});
  }
  for (; merged_at_ < merged_.size() && merged_[merged_at_].first_row <= line_; ++merged_at_) {
    const auto& range = merged_[merged_at_];
    bool open = range.first_row == line_ && range.column < cell_at.size() &&
                active_.size() < base::limits::kImportColumns;
    if (!open || cell_at[range.column] == std::string::npos) continue;
    const auto& cell = cells_[cell_at[range.column]];
    active_.push_back({range, cell.type, std::string(text_of(cell))});
  }
}

std::string_view SheetHandler::text_of(const Cell& cell) const {
  if (cell.shared) return book_.strings.at(cell.begin);
  return std::string_view(text_).substr(cell.begin, cell.end - cell.begin);
}

void SheetHandler::take(Row& row) {
  const auto& pending = rows_[at_++];
  row.line = pending.line;
  row.cells.clear();
  row.types.clear();
  for (std::size_t i = pending.first; i < pending.last; ++i) {
    const auto& cell = cells_[i];
    if (cell.column >= row.cells.size()) {
      row.cells.resize(cell.column + 1);
      row.types.resize(cell.column + 1, CellType::Text);
    }
    row.cells[cell.column] = text_of(cell);
    row.types[cell.column] = cell.type;
  }
}

void SheetHandler::release() {
  rows_.clear();
  at_ = 0;
  // A row that is only half read keeps its cells.
  std::size_t first = row_open_ ? row_first_ : cells_.size();
  std::size_t from = row_open_ ? text_begin_ : text_.size();
  for (auto i = first; i < cells_.size(); ++i) {
    if (!cells_[i].shared) from = std::min(from, cells_[i].begin);
  }
  cells_.erase(cells_.begin(), cells_.begin() + static_cast<std::ptrdiff_t>(first));
  for (auto& cell : cells_) {
    if (!cell.shared) cell.begin -= from, cell.end -= from;
  }
  text_.erase(0, from);
  text_begin_ = row_open_ ? text_begin_ - from : 0;
  row_first_ = 0;
}

}  // namespace rapport::imports
