// Reading the text index of the embedded engine: the tables of its file and the questions put to
// them. Full-text search itself is FTS5's.
#pragma once
#include "storage/sqlite/connection.h"
#include "storage/text_index.h"

namespace rapport::storage::sqlite {

// tokens: FTS5, a row a document; documents: what was stored of it, to be able to take it back;
// words: the vocabulary; codes, code_list: its words of the kind of which there are many, the terms
// of a single row of FTS5, because that is written in long runs and not all over a tree;
// word_keys: where misspelt words look for it; state: one row.
inline constexpr int kTextLayout = 2;
std::vector<std::string> text_index_ddl();

// Begins the tokens that stand for the beginnings of others: no letter and no sign of ASCII, so
// that it is part of a token for FTS5 and of none of ours.
inline constexpr std::string_view kPrefixMark = "\xC2\xB7";

class SqliteTextReader final : public TextReader {
 public:
  // `kind_of_many`: as in TextIndexOptions.
  SqliteTextReader(Connection& connection, int kind_of_many)
      : connection_(connection), kind_of_many_(kind_of_many) {}

  std::string state() override;
  std::vector<std::int64_t> match(const TextQuery& query) override;
  std::vector<std::int64_t> documents_of(const base::Id& record) override;
  std::string first_column(std::int64_t number) override;
  bool has_word(int kind, std::string_view word) override;
  std::vector<std::string> words_beginning(int kind, std::string_view prefix,
                                           std::size_t limit) override;
  std::vector<std::string> words_by_key(std::int64_t key) override;

 private:
  std::vector<std::int64_t> numbers(const Statement& statement);
  std::vector<std::string> texts(const Statement& statement);
  Connection& connection_;
  int kind_of_many_;
};

// Keys are stored in half their length: twice as many fit, and a false friend costs a comparison.
inline std::int64_t stored_key(std::int64_t key) { return static_cast<std::int32_t>(key); }

// The query in the language of FTS5.
std::string match_expression(const TextQuery& query);

}  // namespace rapport::storage::sqlite
