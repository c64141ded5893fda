// Words: every label and message in the languages of the product, read from
// strings/LANGUAGE/*.json.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "schema/loader.h"

namespace rapport::schema {

enum class Language { Ru, Uz, En };

std::string_view language_code(Language language);
std::optional<Language> parse_language(std::string_view code);

class Strings {
 public:
  // Takes the files under strings/; others are passed over.
  explicit Strings(const std::vector<SourceFile>& files);

  // The words at a path: ("deals.fields.amount"). Falls back to English, then to the path's last
  // part.
  std::string_view text(Language language, std::string_view path) const;
  bool has(Language language, std::string_view path) const;
  // A message of messages.json with its {holes} filled; the argument "@label" is a path, whose
  // words in the language fill {label}.
  std::string message(Language language, std::string_view code,
                      const base::MessageArguments& arguments = {}) const;

 private:
  const std::string* find(Language language, std::string_view path) const;
  std::unordered_map<std::string, std::string> words_[3];
};

}  // namespace rapport::schema
