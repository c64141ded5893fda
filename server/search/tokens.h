// What the index stores of a text: words separated by spaces, ready for any tokenizer that splits
// at white space. Tokens are of a–z and 0–9 (letters of other scripts stay as they are). Skeletons
// never hold q, w, x or y, so that these mark the tokens that are no words.
#pragma once
#include <string>
#include <string_view>

namespace rapport::search {

inline constexpr char kStemMark = 'q';   // qdogovor: some form of a word with this stem
inline constexpr char kPhoneMark = 'w';  // w1234567: a phone number from some digit on
inline constexpr std::size_t kWordChars = 32;      // longer words are indexed by their beginning
inline constexpr std::size_t kPhonePartDigits = 3;  // the shortest part of a phone to be found

// For each word its skeleton and its marked stem when different, the parts of GTXPro and GTX1060,
// each pair of neighbours as one word ("GTX Pro" → gtxpro) when the text has at most kTitleWords,
// and the phones in it. No token twice.
inline constexpr std::size_t kTitleWords = 12;
std::string index_tokens(std::string_view text);

// For the digits of a phone field: a token for each end of it, so that any part is a prefix.
std::string phone_tokens(std::string_view digits);

// The skeleton under which a word is stored and looked for; empty when no letter has a sound ("ъ").
std::string word_skeleton(std::string_view word);

}  // namespace rapport::search
