// Tolerance of typing errors by the deletion neighbourhood: two words are near when both come to
// one word by leaving letters out. A dictionary stores the keys of its words, a query has its own.
// Source: W. Garbe, "Symmetric Delete spelling correction" (SymSpell), 2012, with prefixes.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace rapport::search {

// Errors forgiven in a word of the query: none under 4 letters, 1 up to 7, 2 beyond.
int errors_allowed(std::string_view word);

// Keys under which the dictionary stores a word, so that every query near it shares one: at most
// 29, sorted, each once.
std::vector<std::int64_t> dictionary_keys(std::string_view word);

// Keys under which a query looks for words near it; none when the word is too short for errors.
std::vector<std::int64_t> lookup_keys(std::string_view word);

// Number of errors between the query and a word found by a key, or -1 when more than are allowed.
int errors_between(std::string_view query, std::string_view word);

}  // namespace rapport::search
