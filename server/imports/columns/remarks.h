// Remarks: what a person should know of rows that were taken: people who are not here, words that
// were taken for what others call one of our values. Not here: rows that failed (faults.h).
#pragma once
#include <map>
#include <string>
#include <vector>

#include "imports/columns/row_plan.h"

namespace rapport::imports {

class Remarks {
 public:
  Remarks() = default;
  // Goes on with what text() told.
  explicit Remarks(std::string_view text);

  void take(const PreparedRow& row, const RowPlan& plan);
  // [{"column","kind","values":[{"word","key","label"?,"place"?,"count"}],"more","count"}]
  std::string text() const;

 private:
  enum class Kind { Stranger, Guess };
  struct Word {
    std::string word, key;
    std::string place, name;  // of the label: path of the product's words; the company's own name
    std::int64_t count = 0;
  };
  struct Words {
    std::vector<Word> words;
    std::int64_t count = 0;
    bool more = false;
  };
  void count(const std::string& column, Kind kind, Word word);

  std::map<std::pair<std::string, Kind>, Words> columns_;
};

// [{"column","message"}] in a language.
std::string remarks_in_words(const schema::Strings& strings, schema::Language language,
                             std::string_view remarks);

}  // namespace rapport::imports
