#include "imports/formats/csv/csv_dialect.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace rapport::imports {

namespace {

constexpr std::string_view kDelimiters[] = {",",  ";",  "\t",  "|",  "+|", "&|",
                                            "~|", "||", "|~|", "::", "^"};
constexpr std::size_t kSampleRows = 200;

bool starts_at(std::string_view text, std::size_t at, std::string_view what) {
  return text.substr(at, what.size()) == what;
}

// The fraction of rows with the commonest number of cells over one, and that number.
struct Regularity {
  double score = 0;
  std::size_t width = 1;
};

Regularity regularity_of(const std::vector<std::vector<std::string>>& rows) {
  std::map<std::size_t, std::size_t> widths;
  std::size_t filled = 0;
  for (const auto& row : rows) {
    if (row.size() == 1 && row[0].empty()) continue;
    ++filled;
    if (row.size() > 1) ++widths[row.size()];
  }
  Regularity best;
  for (auto [width, count] : widths) {
    double share = static_cast<double>(count) / static_cast<double>(filled);
    double score = share * share * std::log2(static_cast<double>(width) + 1);
    if (score > best.score) best = {score, width};
  }
  if (best.width > 1 && rows[0].size() == best.width) best.score *= 1.2;
  return best;
}

char guess_quote(std::string_view text, std::string_view delimiter) {
  if (delimiter.size() > 1) return '\0';
  std::size_t opened = 0, closed = 0;
  bool at_start = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (at_start && text[i] == '"') return '"';
    if (at_start && text[i] == '\'') ++opened;
    bool ends = text[i] == '\n' || text[i] == '\r' || starts_at(text, i, delimiter);
    if (ends && i > 0 && text[i - 1] == '\'') ++closed;
    at_start = ends;
  }
  // An apostrophe is a quote only when it closes as often as it opens.
  return opened >= 2 && closed >= opened ? '\'' : '"';
}

// Rows that all end on the same two signs before the end of line, as bulk exports of databases do.
std::string guess_row_end(std::string_view text, std::string_view delimiter) {
  if (delimiter.size() < 2) return {};
  std::map<std::string, std::size_t> endings;
  std::size_t lines = 0;
  for (std::size_t i = 2; i < text.size(); ++i) {
    if (text[i] != '\n') continue;
    std::size_t end = text[i - 1] == '\r' ? i - 1 : i;
    if (end < 2) continue;
    ++lines;
    ++endings[std::string(text.substr(end - 2, 2))];
  }
  for (const auto& [ending, count] : endings) {
    bool is_signs = !std::isalnum(static_cast<unsigned char>(ending[0])) && ending[1] == '|';
    if (is_signs && ending != delimiter && count * 10 >= lines * 3) return ending;
  }
  return {};
}

}  // namespace

std::vector<std::vector<std::string>> split_sample(std::string_view text, const CsvDialect& dialect,
                                                   bool cut) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false, at_start = true;
  auto end_row = [&] {
    if (!dialect.row_end.empty() && cell.ends_with(dialect.row_end)) {
      cell.resize(cell.size() - dialect.row_end.size());
    }
    row.push_back(std::move(cell));
    rows.push_back(std::move(row));
    row.clear();
    cell.clear();
    at_start = true;
  };
  std::size_t i = dialect.skip_bytes;
  for (; i < text.size() && rows.size() < kSampleRows; ++i) {
    char c = text[i];
    if (quoted) {
      if (c != dialect.quote)
        cell += c;
      else if (i + 1 < text.size() && text[i + 1] == c)
        cell += c, ++i;
      else
        quoted = false;
    } else if (at_start && dialect.quote && c == dialect.quote) {
      quoted = true;
      at_start = false;
    } else if (c == dialect.delimiter[0] && starts_at(text, i, dialect.delimiter)) {
      row.push_back(std::move(cell));
      cell.clear();
      i += dialect.delimiter.size() - 1;
      at_start = true;
    } else if ((c == '\n' || c == '\r') &&
               (dialect.row_end.empty() || cell.ends_with(dialect.row_end))) {
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      end_row();
    } else {
      cell += c;
      at_start = false;
    }
  }
  bool rest = i >= text.size() && (!cell.empty() || !row.empty() || quoted);
  if (rest && (!cut || rows.empty())) end_row();
  return rows;
}

CsvDialect detect_dialect(std::string_view text, bool cut, const std::string& delimiter,
                          std::optional<char> quote) {
  CsvDialect best;
  if (delimiter.empty() && (text.starts_with("sep=") || text.starts_with("Sep="))) {
    auto end = text.find_first_of("\r\n");
    if (end != std::string_view::npos && end > 4 && end <= 8) {
      best.delimiter = text.substr(4, end - 4);
      best.skip_bytes = end + (starts_at(text, end, "\r\n") ? 2 : 1);
      best.quote = quote.value_or('"');
      return best;
    }
  }
  double best_score = -1;
  std::size_t best_width = 0;
  std::vector<std::string> candidates(std::begin(kDelimiters), std::end(kDelimiters));
  if (!delimiter.empty()) candidates = {delimiter};
  for (const auto& candidate : candidates) {
    if (text.find(candidate) == std::string_view::npos && candidate != ",") continue;
    CsvDialect dialect;
    dialect.delimiter = candidate;
    dialect.quote = quote.value_or(guess_quote(text, candidate));
    dialect.row_end = guess_row_end(text, candidate);
    auto found = regularity_of(split_sample(text, dialect, cut));
    // Of two that cut alike, the longer one: "|" also cuts what "+|" separates.
    bool covers = candidate.size() > best.delimiter.size() && found.width + 1 >= best_width &&
                  candidate.find(best.delimiter) != std::string::npos &&
                  found.score > best_score * 0.8;
    if (found.score > best_score || (covers && found.width > 1)) {
      best = dialect;
      best_score = found.score;
      best_width = found.width;
    }
  }
  if (!delimiter.empty()) best.delimiter = delimiter;
  return best;
}

}  // namespace rapport::imports
