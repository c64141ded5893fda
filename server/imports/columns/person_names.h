// A person's whole name in parts, as it is written in Russian, Uzbek and English.
// Not here: which column holds them (column_match.h).
#pragma once
#include <string>
#include <string_view>

namespace rapport::imports {

struct PersonName {
  std::string last, first, middle;
  bool operator==(const PersonName&) const = default;
};

// "Иванов Пётр Сергеевич" and "Пётр Иванов", "Karimov Alisher Baxtiyor oʻgʻli", "John F. Kennedy",
// "Kennedy, John". A patronymic or the ending of a surname settles the order; without one Cyrillic
// names begin with the surname, others end with it. One word is a first name.
PersonName split_person_name(std::string_view name);

}  // namespace rapport::imports
