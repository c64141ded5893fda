#include "imports/columns/person_names.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace rapport::imports {

namespace {

using Words = std::vector<std::string>;

constexpr std::array kPatronymics =
    std::to_array<std::string_view>({"ович", "евич", "ьич", "овна", "евна", "ична", "инична",
                                     "ovich", "evich", "yevich", "ovna", "evna", "yevna", "ichna"});
constexpr std::array kSurnames = std::to_array<std::string_view>(
    {"ов",  "ова",   "ев", "ева", "ёв", "ёва", "ский", "ская", "цкий", "цкая",  "енко", "чук",
     "дзе", "швили", "ov", "ova", "ev", "eva", "yev",  "yeva", "skiy", "skaya", "sky",  "enko"});
// First names have them too.
constexpr std::array kWeakSurnames =
    std::to_array<std::string_view>({"ин", "ина", "ын", "ына", "юк", "ян", "in", "ina", "yan"});
constexpr std::array kFirstNames = std::to_array<std::string_view>(
    {"марина",    "ирина",     "екатерина",  "полина",   "алина",    "карина",     "кристина",
     "валентина", "галина",    "регина",     "зарина",   "мадина",   "сабина",     "ангелина",
     "альбина",   "арина",     "константин", "валентин", "мартин",   "робин",      "marina",
     "irina",     "ekaterina", "polina",     "alina",    "karina",   "kristina",   "valentina",
     "galina",    "zarina",    "madina",     "sabina",   "angelina", "konstantin", "valentin",
     "martin",    "robin",     "katarina",   "christina"});
// "oʻgʻli" and "qizi" stand after the father's name.
constexpr std::array kOfFather = std::to_array<std::string_view>(
    {"o'g'li", "ogli", "og'li", "ugli", "oglu", "qizi", "kizi", "угли", "оглы", "кизи", "кызы"});

template <class List>
bool ends_as(const std::string& word, const List& endings) {
  auto folded = base::fold(word);
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return folded.size() > ending.size() + 2 && folded.ends_with(base::fold(ending));
  });
}

bool is_patronymic(const std::string& word) {
  return ends_as(word, kPatronymics);
}

// How much a word looks like a surname.
int surname_likeness(const std::string& word) {
  if (is_patronymic(word)) return 0;
  if (ends_as(word, kSurnames)) return 2;
  auto folded = base::fold(word);
  bool first_name = std::find(kFirstNames.begin(), kFirstNames.end(), folded) != kFirstNames.end();
  return !first_name && ends_as(word, kWeakSurnames) ? 1 : 0;
}

bool is_of_father(const std::string& word) {
  auto folded = base::fold(word);
  return std::find(kOfFather.begin(), kOfFather.end(), folded) != kOfFather.end();
}

bool is_cyrillic(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte >= 0xD0 && byte <= 0xD3;
  });
}

Words words_of(std::string_view name) {
  Words words;
  for (auto& word : base::split(name, ' ')) {
    auto text = base::trim(word);
    if (text.empty()) continue;
    if (is_of_father(std::string(text)) && words.size() > 1)
      words.back() += " " + std::string(text);
    else
      words.emplace_back(text);
  }
  return words;
}

std::string joined(const Words& words, std::size_t from, std::size_t until) {
  std::string out;
  for (std::size_t i = from; i < until; ++i) out += (out.empty() ? "" : " ") + words[i];
  return out;
}

bool is_fathers_name(const std::string& word) {
  return is_patronymic(word) || word.find(' ') != std::string::npos;
}

// Whether the surname stands first.
bool begins_with_surname(const Words& words, std::string_view name) {
  if (words.size() > 2 && is_fathers_name(words[1])) return false;  // Пётр Сергеевич Иванов
  if (is_fathers_name(words.back())) return true;
  int first = surname_likeness(words.front()), last = surname_likeness(words.back());
  if (first != last) return first > last;
  return is_cyrillic(name);
}

}  // namespace

PersonName split_person_name(std::string_view name) {
  if (auto comma = name.find(','); comma != std::string_view::npos) {
    auto given = words_of(name.substr(comma + 1));
    std::string last(base::trim(name.substr(0, comma)));
    if (!given.empty()) return {last, given.front(), joined(given, 1, given.size())};
    name = name.substr(0, comma);
  }
  auto words = words_of(name);
  auto count = words.size();
  if (count == 0) return {};
  if (count == 1) return {"", words[0], ""};
  if (count == 2 && is_fathers_name(words[1])) return {"", words[0], words[1]};
  if (begins_with_surname(words, name)) return {words[0], words[1], joined(words, 2, count)};
  return {words.back(), words.front(), joined(words, 1, count - 1)};
}

}  // namespace rapport::imports
