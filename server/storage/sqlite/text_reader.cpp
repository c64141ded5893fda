#include "storage/sqlite/text_reader.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace rapport::storage::sqlite {

namespace {

std::string column_list() {
  std::string list;
  for (int i = 0; i < kTextColumns; ++i) list += "c" + std::to_string(i) + ",";
  return list;
}

// Signs in a token mean nothing to FTS5 inside quotes.
void append_token(std::string& out, std::string_view token, bool is_prefix) {
  out += '"';
  if (is_prefix) out += kPrefixMark;
  for (char c : token) out += c == '"' ? ' ' : c;
  out += '"';
}

void append_term(std::string& out, const TextTerm& term) {
  bool several = term.all_of.size() > 1;
  if (several) out += '(';
  for (std::size_t i = 0; i < term.all_of.size(); ++i) {
    if (i) out += " AND ";
    append_token(out, term.all_of[i], term.last_is_prefix && i + 1 == term.all_of.size());
  }
  if (several) out += ')';
}

void append_columns(std::string& out, std::uint32_t columns) {
  out += '{';
  for (int i = 0; i < kTextColumns; ++i)
    if (columns >> i & 1) out += "c" + std::to_string(i) + " ";
  out += "}:";
}

// A token with signs the tokenizer splits at stands in no document.
bool is_possible(std::string_view token) {
  return std::all_of(token.begin(), token.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte);
  });
}

bool is_possible(const TextTerm& term) {
  return std::all_of(term.all_of.begin(), term.all_of.end(),
                     [](const std::string& token) { return is_possible(token); });
}

bool is_answerable(const TextQuery& query) {
  for (const auto& group : query.all_of) {
    if (group.columns == 0 || std::none_of(group.any_of.begin(), group.any_of.end(),
                                            [](const auto& term) { return is_possible(term); }))
      return false;
    for (const auto& term : group.any_of) {
      if (term.all_of.empty()) return false;
      auto length = base::length_of(term.all_of.back());
      if (term.last_is_prefix && (length < kShortestPrefix || length > kLongestPrefix))
        throw std::logic_error("a prefix of " + std::to_string(length) + " characters");
    }
  }
  return !query.all_of.empty();
}

}  // namespace

std::vector<std::string> text_index_ddl() {
  return {
      // detail=column and columnsize=0: neither phrases nor bm25 are asked for; a third of the
      // size.
      "CREATE VIRTUAL TABLE tokens USING fts5(" + column_list() +
          "content='',columnsize=0,detail=column,tokenize='ascii')",
      "INSERT INTO tokens(tokens,rank) VALUES('hashsize',67108864)",
      "INSERT INTO tokens(tokens,rank) VALUES('automerge',8)",
      "INSERT INTO tokens(tokens,rank) VALUES('usermerge',2)",
      "CREATE VIRTUAL TABLE codes USING fts5(word,content='',columnsize=0,detail=none,"
      "tokenize='ascii')",
      "INSERT INTO codes(codes,rank) VALUES('usermerge',2)",
      "CREATE VIRTUAL TABLE code_list USING fts5vocab(codes,'row')",
      "CREATE TABLE documents(number INTEGER PRIMARY KEY,record BLOB,columns TEXT)",
      "CREATE INDEX documents_of_record ON documents(record)",
      "CREATE TABLE words(kind INTEGER,word TEXT,PRIMARY KEY(kind,word)) WITHOUT ROWID",
      "CREATE TABLE word_keys(key INTEGER,word TEXT,PRIMARY KEY(key,word)) WITHOUT ROWID",
      "CREATE TABLE state(one INTEGER PRIMARY KEY,text TEXT)",
      "PRAGMA user_version=" + std::to_string(kTextLayout),
  };
}

std::string match_expression(const TextQuery& query) {
  std::string out;
  for (const auto& group : query.all_of) {
    if (!out.empty()) out += " AND ";
    append_columns(out, group.columns);
    out += '(';
    bool first = true;
    for (const auto& term : group.any_of) {
      if (!is_possible(term)) continue;
      if (!first) out += " OR ";
      first = false;
      append_term(out, term);
    }
    out += ')';
  }
  return out;
}

std::vector<std::int64_t> SqliteTextReader::numbers(const Statement& statement) {
  std::vector<std::int64_t> found;
  Cursor cursor = connection_.prepare(statement.text);
  cursor.bind(statement.values);
  while (cursor.step()) found.push_back(cursor.integer(0));
  return found;
}

std::vector<std::string> SqliteTextReader::texts(const Statement& statement) {
  std::vector<std::string> found;
  Cursor cursor = connection_.prepare(statement.text);
  cursor.bind(statement.values);
  while (cursor.step()) found.emplace_back(cursor.text(0));
  return found;
}

std::string SqliteTextReader::state() {
  auto found = texts({"SELECT text FROM state", {}});
  return found.empty() ? std::string() : std::move(found.front());
}

std::vector<std::int64_t> SqliteTextReader::match(const TextQuery& query) {
  if (!is_answerable(query)) return {};
  return numbers(
      {"SELECT rowid FROM tokens WHERE tokens MATCH ? AND rowid BETWEEN ? AND ? "
       "ORDER BY rowid LIMIT ?",
       {Cell(match_expression(query)), Cell(query.from), Cell(query.until),
        Cell(static_cast<std::int64_t>(query.limit))}});
}

std::vector<std::int64_t> SqliteTextReader::documents_of(const base::Id& record) {
  return numbers({"SELECT number FROM documents WHERE record=?", {Cell(record)}});
}

std::string SqliteTextReader::first_column(std::int64_t number) {
  auto found = texts({"SELECT substr(columns,1,instr(columns,char(10))-1) FROM documents "
                      "WHERE number=?",
                      {Cell(number)}});
  return found.empty() ? std::string() : std::move(found.front());
}

bool SqliteTextReader::has_word(int kind, std::string_view word) {
  if (kind == kind_of_many_) {
    std::string token;
    append_token(token, word, false);
    return is_possible(word) &&
           !numbers({"SELECT rowid FROM codes WHERE codes MATCH ?", {Cell(token)}}).empty();
  }
  return !numbers({"SELECT 1 FROM words WHERE kind=? AND word=?",
                   {Cell(std::int64_t{kind}), Cell(std::string(word))}})
              .empty();
}

std::vector<std::string> SqliteTextReader::words_beginning(int kind, std::string_view prefix,
                                                           std::size_t limit) {
  constexpr std::string_view kGreatestCharacter = "\xF4\x8F\xBF\xBF";
  std::string from(prefix), until = from;
  until += kGreatestCharacter;
  if (kind == kind_of_many_)
    return texts({"SELECT term FROM code_list WHERE term>=? AND term<? ORDER BY term LIMIT ?",
                  {Cell(std::move(from)), Cell(std::move(until)),
                   Cell(static_cast<std::int64_t>(limit))}});
  return texts({"SELECT word FROM words WHERE kind=? AND word>=? AND word<? ORDER BY word LIMIT ?",
                {Cell(std::int64_t{kind}), Cell(std::move(from)), Cell(std::move(until)),
                 Cell(static_cast<std::int64_t>(limit))}});
}

std::vector<std::string> SqliteTextReader::words_by_key(std::int64_t key) {
  return texts({"SELECT word FROM word_keys WHERE key=?", {Cell(stored_key(key))}});
}

}  // namespace rapport::storage::sqlite
