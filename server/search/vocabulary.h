// Vocabulary: words of a query as terms that the index answers fast. Long beginnings become the
// whole words that begin so, misspelt words those near them; what is in no text is left out.
#pragma once
#include <set>
#include <vector>

#include "search/query_terms.h"
#include "storage/text_index.h"

namespace rapport::search {

// For each word of a query the terms of which any will do.
using Terms = std::vector<std::vector<storage::TextTerm>>;

// Lifetime: that of the reader. Threads: one at a time.
class Vocabulary {
 public:
  explicit Vocabulary(storage::TextReader& reader) : reader_(reader) {}

  // Each word whole and as it was typed. Empty when one of them is unknown.
  Terms whole(const Reading& reading);
  // Each word in any form. Empty when one of them is unknown in all.
  Terms any_form(const Reading& reading);
  // Also words near to them, unless digits are in them. Empty when there are none for any word.
  Terms misspelt(const Reading& reading);
  // The terms that are in titles of the entity of this slot; empty when a word is in none.
  Terms in_titles(const Terms& terms, std::int64_t slot);
  // Unknown words as two known ones, written together: "gtxpro" as "gtx" and "pro…". Best first.
  std::vector<Reading> split(const Reading& reading);

  // Limits: so many words for one beginning, so many that are codes while it is letters alone, and
  // so many near a misspelt word.
  static constexpr std::size_t kWordsBeginning = 64;
  static constexpr std::size_t kCodesBeginning = 8;
  static constexpr std::size_t kWordsNear = 12;

 private:
  bool is_known(const std::string& word);
  bool is_beginning(const std::string& prefix);
  bool is_in_titles(const storage::TextTerm& term, int kind);
  std::vector<storage::TextTerm> any_form(const QueryWord& word);
  void add_beginning(std::vector<storage::TextTerm>& terms, const std::string& prefix);
  void add_near(std::vector<storage::TextTerm>& terms, const std::string& word);
  storage::TextReader& reader_;
};

using TokenSet = std::set<std::string>;
TokenSet token_set(const std::string& tokens);

// Whether a text of these tokens holds the word.
bool holds(const TokenSet& tokens, const std::vector<storage::TextTerm>& any_of);

// The word as typed; empty when the query word has no such term.
const std::string& typed_token(const QueryWord& word);

}  // namespace rapport::search
