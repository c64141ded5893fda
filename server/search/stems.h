// Stems of Russian and English words by Snowball. The alphabet decides the language; a word of both
// alphabets, with digits, or of another one has no stem.
#pragma once
#include <string>
#include <string_view>

namespace rapport::search {

// Latin skeleton of the stem of a folded word: "договоров" → "dogovor". The skeleton of the word
// itself when there is nothing to cut off. Threads: safe.
std::string stem_skeleton(std::string_view folded_word);

// The same for a Russian word in Latin letters: "ivanova" → "ivanov". Empty for other words.
std::string stem_skeleton_of_latin(std::string_view folded_word);

}  // namespace rapport::search
