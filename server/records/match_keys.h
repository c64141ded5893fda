// Keys by which duplicates are found: records of one key are candidates, similarity decides.
// Names come folded (base::fold). Not here: looking keys up, the rules of duplicates.
#pragma once
#include <string>
#include <string_view>

namespace rapport::records {

// Latin words of a person's name in alphabetical order, without patronymic where there are two
// other names: "иванов петр сергеевич" → "ivanov petr".
std::string person_skeleton(std::string_view folded_name);

// The same of a company, without its legal form, long or short, and without quotes:
// "ооо «ромашка плюс»" and "romashka plyus llc" → "plius romashka".
std::string company_skeleton(std::string_view folded_name);

// The consonants of the skeleton, which survive most misspellings: each word keeps its first letter
// and an "a" at its end (Иванов and Иванова differ). Empty for a name without letters or digits.
std::string person_key(std::string_view folded_name);
std::string company_key(std::string_view folded_name);

// Likeness of two skeletons from 0 to 1, word by word when they have as many; from kSameName on
// they may well be one name.
// Source: W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the
// Fellegi-Sunter Model of Record Linkage" (1990): p = 0.1, at most 4 letters of prefix.
inline constexpr double kSameName = 0.9;
double similarity(std::string_view skeleton, std::string_view other);

}  // namespace rapport::records
