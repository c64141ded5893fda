// Vocabulary: words of a query as terms that the index answers fast. Long beginnings become the
// whole words that begin so, misspelt words those near them; what is in no text is left out.
#pragma once
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
  // Unknown words as two known ones, written together: "gtxpro" as "gtx" and "pro…". Best first.
  std::vector<Reading> split(const Reading& reading);

  // Limits: so many words for one beginning of each kind, and so many near a misspelt one.
  static constexpr std::size_t kWordsBeginning = 64;
  static constexpr std::size_t kWordsNear = 12;

 private:
  bool is_known(const std::string& word);
  bool is_beginning(const std::string& prefix);
  std::vector<storage::TextTerm> any_form(const QueryWord& word);
  void add_beginning(std::vector<storage::TextTerm>& terms, const std::string& prefix);
  void add_near(std::vector<storage::TextTerm>& terms, const std::string& word);
  storage::TextReader& reader_;
};

// The word as typed; empty when the query word has no such term.
const std::string& typed_token(const QueryWord& word);

}  // namespace rapport::search
