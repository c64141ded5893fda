// What the index stores of a text: words separated by spaces, ready for any tokenizer that splits
// at white space. Tokens are of a–z and 0–9 (letters of other scripts stay as they are). Skeletons
// never hold q, w, x or y, so that these mark the tokens that are no words.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace rapport::search {

inline constexpr char kStemMark = 'q';   // qdogovor: some form of a word with this stem
inline constexpr char kPhoneMark = 'w';  // w1234: four digits in a row of a phone number
inline constexpr char kOwnerMark = 'x', kTeamMark = 'y';  // x0a1b2c3d: who may read it
inline constexpr std::size_t kWordChars = 32;       // longer words are indexed by their beginning
inline constexpr std::size_t kPhonePartDigits = 3;  // the shortest part of a phone to be found
inline constexpr std::size_t kGramDigits = 4;

// What the vocabulary keeps a word as: beginnings and misspellings are looked up in it.
enum class WordKind {
  Plain,  // letters alone, out of what people write: its misspellings are forgiven
  Code,   // numbers, articles, parts of addresses
  Stem,   // marked
};

inline constexpr int kWordKinds = 3;
// And from this number on, by the slots of the entities: words of their titles, stems too.
inline constexpr int kTitleWords = 100;
using WordLists = std::array<std::vector<std::string>, kWordKinds>;

// Collects the tokens of one field at a time, each once, and the words of all of them.
// Threads: one at a time. Limits: remembers some ten thousand words, to be fast.
class Tokenizer {
 public:
  // For each word its skeleton and its marked stem when different, the parts of GTXPro and GTX1060,
  // and the phones in it.
  void add_text(std::string_view text);
  // The words of an e-mail address or a link: as they are, without stems, parts or misspellings.
  void add_address(std::string_view address);
  // Any part of the digits, from kPhonePartDigits on, can be found.
  void add_phone(std::string_view digits);

  // The tokens since the last call.
  std::string take();
  // The words of what was added since the last call, some of them twice; not those of phones.
  WordLists take_words();

 private:
  struct Known {
    std::string skeleton, stem;
    bool is_taken;  // among the words already
  };
  Known& known(std::string_view word);
  void add_plain(std::string_view word);
  void add_code(std::string_view word);
  void add_word(std::string_view word);
  bool add_token(std::string_view token);

  std::unordered_map<std::string, Known> known_;
  std::vector<std::size_t> seen_;          // hashes of the tokens of this field, while they are few
  std::unordered_set<std::size_t> many_seen_;  // and when there are many
  std::string tokens_;
  WordLists words_;
};

// Of a single text.
std::string index_tokens(std::string_view text);

// The tokens of a phone number of which all must be there when `part` is: w1234 w2345. The last
// one is a prefix when the part has fewer than kGramDigits.
std::vector<std::string> phone_grams(std::string_view part);

// Under what the vocabulary of titles keeps a token: by itself, or by its beginning when it is a
// longer code, since of those there are very many. Empty for what is no word.
std::string_view title_word(std::string_view token);

// The skeleton under which a word is stored and looked for; empty when no letter has a sound ("ъ").
std::string word_skeleton(std::string_view word);

}  // namespace rapport::search
