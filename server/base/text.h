// Unicode text: validity, folding for comparison, trimming. Everything is UTF-8.
// Not here: words in three languages (app/), search tokens (search/).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::base {

// Well-formed UTF-8 without NUL.
bool is_valid_utf8(std::string_view text);
// Number of code points of valid UTF-8.
std::size_t length_of(std::string_view text);
// The first `count` code points.
std::string_view prefix_of(std::string_view text, std::size_t count);

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);

// The form by which text is compared, sorted and searched, the same on every engine: lower case,
// ё as е, Latin letters without their marks (é → e), the many apostrophes of Uzbek as one ('),
// white space as single spaces. Binary order of folded text is the order of lists.
// Cost: about 0.1 µs a character for ASCII and Cyrillic, ICU beyond.
std::string fold(std::string_view text);
// Whether fold() gives the same back, known at a glance: true for most telephones and addresses.
bool is_folded_ascii(std::string_view text);

// Latin skeleton of folded text by which Cyrillic and Latin spellings of a name meet:
// "Иванов" and "Ivanov" → "ivanov", "Юлдашева" and "Yuldasheva" → "iuldasheva".
std::string transliterate(std::string_view folded);

// The same keys pressed in the other keyboard layout (ru ⇄ en): "bdfyjd" → "иванов".
std::string swap_layout(std::string_view text);

// Damerau-Levenshtein distance in code points, or limit + 1 as soon as it exceeds `limit`.
int edit_distance(std::string_view a, std::string_view b, int limit);

// Digits of a phone number in international form without "+": "8 (912) 345-67-89" → "79123456789"
// when the country's calling code is "7"; "90 123 45 67" → "998901234567" with "998". A local
// number stays as it is, an extension is left out. Empty when there are under 3 digits.
std::string phone_digits(std::string_view text, std::string_view calling_code);

}  // namespace rapport::base
