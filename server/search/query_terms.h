// What a person may mean by the words typed into the search box, as tokens of the index.
// Not here: the index, ranking, rights; near words by spelling.h.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace rapport::search {

enum class TermKind {
  Typed,      // the word as typed, a prefix
  Ambiguous,  // a word half typed, whose last letter may begin a digraph: "ак" → "ah…" of Ахмедов
  Stem,       // another form of the word
  Phone,      // a part of a phone number
};

struct Term {
  std::string token;
  bool is_prefix;
  TermKind kind;
};

// One word of the query: any of these terms will do.
struct QueryWord {
  std::vector<Term> any_of;
};

enum class ReadingKind {
  Typed,
  Phone,        // numbers in a row taken as one phone number
  Split,        // GTXPro as GTX and Pro
  Joined,       // GTX Pro as GTXPro
  OtherLayout,  // bdfyjd as иванов
};

// One way to understand the whole query: all words must be found. Surer kinds come first.
struct Reading {
  ReadingKind kind;
  std::vector<QueryWord> all_of;
};

// Limits: limits::kSearchQueryChars of the text and kQueryWords words count. Empty when the text
// has no words.
inline constexpr std::size_t kQueryWords = 10;
std::vector<Reading> query_terms(std::string_view text);

}  // namespace rapport::search
