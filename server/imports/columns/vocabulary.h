// Vocabulary: the words by which columns and values of outside tables are known: names of fields,
// labels in three languages, and what other programs call them (entities/import_names.json and
// import_values.json). Not here: which column goes where (column_match.h).
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "imports/columns/targets.h"

namespace rapport::imports {

// A name as it is compared: folded, marks and underscores as blanks, "FirstName" as two words.
std::string plain_name(std::string_view name);
// The same without any blanks.
std::string squeezed_name(std::string_view name);

struct NamedPath {
  std::string name;      // plain
  std::string squeezed;  // without blanks
  std::string path;
  double certainty;  // 0 to 1
};

struct WordMeaning {
  std::string key;
  bool is_own = true;  // our key, name or label; else what other programs call it
};

// Words of one field's values, plain.
using ChoiceWords = std::unordered_map<std::string, WordMeaning>;

class Vocabulary {
 public:
  // Texts of the two files. Throws: Error{Malformed, "json"}.
  Vocabulary(std::string_view names_json, std::string_view values_json);

  // Names of all that may be written in an entity, and of what its files hold besides.
  std::vector<NamedPath> names_of(const records::Context& context,
                                  const schema::EntityDef& entity) const;
  // Words of a choice: its keys, labels, and what others call them.
  ChoiceWords words_of(const schema::Strings& strings, const schema::EntityDef& entity,
                       const schema::FieldDef& field) const;
  // What others call the values of a field.
  void add_foreign_words(const std::string& entity, const std::string& field,
                         ChoiceWords& words) const;

 private:
  base::json::object names_, values_;
};

// The meaning of a word, as it stands or without blanks; null when it is not known.
const WordMeaning* find_word(const ChoiceWords& words, std::string_view word);

}  // namespace rapport::imports
