#include "storage/sqlite/substrings.h"

#include <algorithm>

#include "base/text.h"
#include "storage/sqlite/substring_backlog.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::size_t kPiece = 3;  // characters of the longest pieces
// More are not asked for one by one: then the pieces of the whole table are taken.
constexpr std::size_t kMostOwners = 20;

// Letters and digits as they are, anything else as "_": what the index's tokenizer takes as one
// word. Different marks meet in one piece, which only makes more candidates.
std::string plain_text(std::string_view text) {
  std::string plain(text);
  for (char& c : plain)
    if (!(c & 0x80) && !std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return plain;
}

// Where its characters begin, and its end.
std::vector<std::size_t> characters_of(std::string_view plain) {
  std::vector<std::size_t> begins;
  for (std::size_t i = 0; i < plain.size(); ++i)
    if ((plain[i] & 0xC0) != 0x80) begins.push_back(i);
  begins.push_back(plain.size());
  return begins;
}

using Pieces = std::vector<std::string_view>;

void add_pieces(std::string_view plain, const std::vector<std::size_t>& begins, std::size_t length,
                Pieces& pieces) {
  for (std::size_t i = 0; i + length < begins.size(); ++i)
    pieces.push_back(plain.substr(begins[i], begins[i + length] - begins[i]));
}

Pieces each_once(Pieces pieces) {
  std::sort(pieces.begin(), pieces.end());
  pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
  return pieces;
}

// Views into the text: pieces of one letter, two and three, for what is sought may be as short.
Pieces pieces_of(std::string_view plain) {
  Pieces pieces;
  const auto begins = characters_of(plain);
  for (std::size_t length = 1; length <= kPiece; ++length)
    add_pieces(plain, begins, length, pieces);
  return each_once(std::move(pieces));
}

// The longest pieces, which say the most: all that has the text in it has them.
Pieces pieces_to_seek(std::string_view plain) {
  Pieces pieces;
  const auto begins = characters_of(plain);
  add_pieces(plain, begins, std::min(kPiece, begins.size() - 1), pieces);
  return each_once(std::move(pieces));
}

// Four letters that stand for a scope; two scopes may share them.
std::string scope_mark(const Cell& scope) {
  const auto* id = std::get_if<base::Id>(&scope);
  if (!id) return "none";
  auto hash = std::hash<base::Id>()(*id) * 0x9E3779B97F4A7C15ULL;
  std::string mark;
  for (int i = 0; i < 4; ++i, hash >>= 5)
    mark += "abcdefghijklmnopqrstuvwxyz012345"[hash >> 59 & 31];
  return mark;
}

std::string words_of(const SubstringRow& row, bool scoped) {
  std::string words, mark = scope_mark(row.scope) + " ";
  auto plain = plain_text(std::get<std::string>(row.text));
  for (auto piece : pieces_of(plain)) {
    (words += piece) += ' ';
    if (scoped) (words += piece) += mark;
  }
  return words;
}

// The values of a scope column that a part allows, and what it allows beside them.
struct Bounds {
  const std::vector<Cell>* scopes = nullptr;
  std::vector<const Condition*> others;
};

bool is_plain_compare(const Condition& c, Test test) {
  return c.kind == Condition::Kind::Compare && c.test == test && c.left.source == 0 &&
         c.left.transform == Transform::None;
}

bool bounds_scope(const Table& table, const Condition& part, Bounds& bounds) {
  auto is_scope = [&](const Condition& c) {
    return c.left.column == table.substring_scope &&
           (is_plain_compare(c, Test::In) || is_plain_compare(c, Test::Equal));
  };
  if (table.substring_scope.empty()) return false;
  if (is_scope(part)) {
    bounds.scopes = &part.values;
    return true;
  }
  if (part.kind != Condition::Kind::Any) return false;
  for (const auto& child : part.children) {
    if (is_scope(child) && !bounds.scopes)
      bounds.scopes = &child.values;
    else if (is_plain_compare(child, Test::Equal) ||
             (is_plain_compare(child, Test::In) && child.values.size() <= kMostOwners))
      bounds.others.push_back(&child);
    else
      return false;
  }
  return bounds.scopes != nullptr;
}

std::string match_of(const std::vector<std::string>& pieces, const std::string& mark) {
  std::string match;
  for (const auto& piece : pieces)
    match += (match.empty() ? "\"" : " AND \"") + piece + mark + "\"";
  return match;
}

// Rows of one owner outside the scopes: the gaps between the scopes in the index (owner, scope).
void add_outside(const Table& table, const Condition& other, const Cell& owner,
                 std::vector<Cell> scopes, Statement& out) {
  std::sort(scopes.begin(), scopes.end());
  auto gap = [&](const std::string& bounds, std::vector<Cell> values) {
    out.text += " UNION ALL SELECT rid FROM " + quoted(table.name) +
                " WHERE deleted_at IS NULL AND " + quoted(other.left.column) + "=? AND " + bounds;
    out.values.push_back(owner);
    out.values.insert(out.values.end(), values.begin(), values.end());
  };
  auto scope = quoted(table.substring_scope);
  gap(scope + " IS NULL", {});
  gap(scope + "<?", {scopes.front()});
  for (std::size_t i = 0; i + 1 < scopes.size(); ++i)
    gap(scope + ">? AND " + scope + "<?", {scopes[i], scopes[i + 1]});
  gap(scope + ">?", {scopes.back()});
}

}  // namespace

std::string substring_table(const Table& table) {
  return table.name + "_substrings";
}

std::string create_substring_table_sql(const Table& table) {
  return "CREATE VIRTUAL TABLE " + quoted(substring_table(table)) +
         " USING fts5(text, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars "
         "'_'\")";
}

void add_substrings(Connection& connection, const Table& table, const SubstringRow& row) {
  if (schema::is_null(row.text)) return;
  connection.run({"INSERT INTO " + quoted(substring_table(table)) + "(rowid,text) VALUES (?,?)",
                  {Cell(row.rid), words_of(row, !table.substring_scope.empty())}});
}

std::int64_t enter_substrings(Connection& connection, const Table& table, std::int64_t after) {
  auto scope = table.substring_scope.empty() ? "NULL" : quoted(table.substring_scope);
  auto cursor = connection.prepare("SELECT rid," + quoted(table.substring_column) + "," + scope +
                                   " FROM " + quoted(table.name) + " WHERE rid>? ORDER BY rid");
  std::vector<Cell> bounds{Cell(after)};
  cursor.bind(bounds);
  std::int64_t last = 0;
  while (cursor.step()) {
    last = cursor.integer(0);
    add_substrings(
        connection, table,
        {last, cursor.cell(1, ColumnType::Text), cursor.cell(2, ColumnType::Bytes)});
  }
  return last;
}

void forget_substrings(Connection& connection, const Table& table, const SubstringRow& row) {
  if (schema::is_null(row.text)) return;
  auto name = quoted(substring_table(table));
  connection.run({"INSERT INTO " + name + "(" + name + ",rowid,text) VALUES ('delete',?,?)",
                  {Cell(row.rid), words_of(row, !table.substring_scope.empty())}});
}

bool is_substring_test(const Table& table, const Condition& part) {
  return part.kind == Condition::Kind::Compare && part.left.source == 0 &&
         (part.test == Test::Contains || part.test == Test::StartsWith ||
          part.test == Test::EndsWith) &&
         part.left.column == table.substring_column && part.left.transform == Transform::None &&
         !std::get<std::string>(part.values.at(0)).empty();
}

Statement substring_candidates(const Table& table, const std::vector<const Condition*>& parts) {
  std::vector<std::string> pieces;
  Bounds bounds;
  for (const auto* part : parts) {
    if (is_substring_test(table, *part)) {
      auto plain = plain_text(std::get<std::string>(part->values[0]));
      for (auto piece : pieces_to_seek(plain)) pieces.emplace_back(piece);
    }
    Bounds found;
    if (!bounds.scopes && bounds_scope(table, *part, found)) bounds = found;
  }
  if (pieces.empty()) return {};
  std::string match;
  if (bounds.scopes)
    for (const auto& scope : *bounds.scopes)
      match += (match.empty() ? "(" : " OR (") + match_of(pieces, scope_mark(scope)) + ")";
  else
    match = match_of(pieces, "");
  auto name = quoted(substring_table(table));
  Statement out{"SELECT rowid FROM " + name + " WHERE " + name + " MATCH ?",
                {Cell(std::move(match))}};
  for (const auto* other : bounds.others)
    for (const auto& owner : other->values) add_outside(table, *other, owner, *bounds.scopes, out);
  out.text += " UNION ALL " + not_indexed_sql(table);
  return out;
}

}  // namespace rapport::storage::sqlite
