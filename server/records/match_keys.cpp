#include "records/match_keys.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "base/text.h"

namespace rapport::records {

namespace {

using Words = std::vector<std::string>;

// tidy: table
constexpr std::array kLegalForms = std::to_array<std::string_view>({
    "ооо", "оао", "зао", "пао", "нао", "ао", "ип", "чп", "одо", "тоо", "тов", "нко", "ано", "гуп",
    "муп", "фгуп", "фгбу", "мчж", "хк", "ск", "сп", "кфх", "ятт", "дук", "мчжк",
    "mchj", "xk", "qk", "ok", "yatt", "duk", "dk", "aj", "ooo", "oao", "zao", "pao", "ao", "chp",
    "llc", "ltd", "limited", "inc", "incorporated", "gmbh", "ag", "jsc", "pjsc", "cjsc", "ojsc",
    "corp", "corporation", "co", "company", "plc", "lp", "llp", "sa", "sarl", "srl", "spa", "bv",
    "nv", "oy", "ab", "kg", "fe", "jv", "uk",
    "и", "and", "va", "the",
});

// Long forms, word by word; they are dropped only as a whole.
const std::vector<Words>& long_forms() {
  static const std::vector<Words> forms = {
      {"общество", "с", "ограниченной", "ответственностью"},
      {"общество", "с", "дополнительной", "ответственностью"},
      {"публичное", "акционерное", "общество"},
      {"непубличное", "акционерное", "общество"},
      {"открытое", "акционерное", "общество"},
      {"закрытое", "акционерное", "общество"},
      {"акционерное", "общество"},
      {"индивидуальный", "предприниматель"},
      {"частное", "предприятие"},
      {"семейное", "предприятие"},
      {"иностранное", "предприятие"},
      {"совместное", "предприятие"},
      {"государственное", "унитарное", "предприятие"},
      {"mas'uliyati", "cheklangan", "jamiyat"},
      {"mas'uliyati", "cheklangan", "jamiyati"},
      {"масъулияти", "чекланган", "жамият"},
      {"масъулияти", "чекланган", "жамияти"},
      {"aksiyadorlik", "jamiyati"},
      {"xususiy", "korxona"},
      {"xususiy", "korxonasi"},
      {"oilaviy", "korxona"},
      {"oilaviy", "korxonasi"},
      {"qo'shma", "korxona"},
      {"yakka", "tartibdagi", "tadbirkor"},
      {"limited", "liability", "company"},
      {"joint", "stock", "company"},
  };
  return forms;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || (c & 0x80);
}

// « » “ ” „ – — № and the like: everything of the blocks of punctuation, and the two of Latin-1.
std::size_t mark_length(std::string_view rest) {
  if (rest.starts_with("«") || rest.starts_with("»")) return 2;
  if (rest.starts_with("№") || rest.starts_with("\xE2\x80")) return 3;
  return 0;
}

// Takes the word, or what stands between words, off the front of `rest`.
std::string_view take(std::string_view& rest, bool word) {
  std::size_t size = 0;
  while (size < rest.size()) {
    std::size_t mark = mark_length(rest.substr(size));
    if ((mark == 0 && is_word_byte(rest[size])) != word) break;
    size += std::max<std::size_t>(mark, 1);
  }
  std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

// Single letters with dots between them are one word: "о.о.о." → "ооо".
Words words_of(std::string_view folded) {
  Words words;
  bool initials = false;
  std::string_view gap = take(folded, false);
  while (!folded.empty()) {
    std::string_view word = take(folded, true);
    bool single = base::length_of(word) == 1;
    if (single && initials && (gap == "." || gap == ". "))
      words.back() += word;
    else
      words.emplace_back(word);
    initials = single;
    gap = take(folded, false);
  }
  return words;
}

void drop_long_forms(Words& words) {
  for (const Words& form : long_forms()) {
    auto found = std::search(words.begin(), words.end(), form.begin(), form.end());
    if (found != words.end()) words.erase(found, found + static_cast<std::ptrdiff_t>(form.size()));
  }
}

bool is_legal_form(const std::string& word) {
  return std::find(kLegalForms.begin(), kLegalForms.end(), word) != kLegalForms.end();
}

bool is_patronymic(std::string_view skeleton) {
  constexpr std::string_view kEndings[] = {"ovich", "evich", "ovna", "evna",
                                           "ichna", "ogli",  "ugli", "kizi"};
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return skeleton.ends_with(ending); });
}

// "karimov anvar rustam ogli": the father's own name stands before the word for son or daughter.
bool is_child_of(std::string_view skeleton) {
  return skeleton == "ogli" || skeleton == "ugli" || skeleton == "kizi";
}

void drop_patronymic(Words& words) {
  if (words.size() < 3) return;
  for (std::size_t i = words.size(); i-- > 0;) {
    if (!is_patronymic(words[i])) continue;
    std::size_t from = is_child_of(words[i]) && i > 0 && words.size() > 3 ? i - 1 : i;
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(from),
                words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    return;
  }
}

void to_skeletons(Words& words) {
  for (std::string& word : words) word = base::transliterate(word);
  std::erase(words, "");
}

std::string joined(Words words) {
  std::sort(words.begin(), words.end());
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

std::string consonants(std::string_view skeleton) {
  std::string out;
  for (std::size_t i = 0; i < skeleton.size(); ++i) {
    char c = skeleton[i];
    bool first = i == 0 || skeleton[i - 1] == ' ';
    bool last = i + 1 == skeleton.size() || skeleton[i + 1] == ' ';
    bool kept = first || !is_vowel(c) || (last && c == 'a');
    bool doubled = !out.empty() && out.back() == c && c >= 'a' && c <= 'z' && !first;
    if (kept && !doubled) out += c;
  }
  return out;
}

// Common letters within half the longer length, and how many of them are out of order.
double jaro(std::string_view a, std::string_view b) {
  int size_a = static_cast<int>(a.size()), size_b = static_cast<int>(b.size());
  if (size_a == 0 || size_b == 0) return size_a == size_b ? 1 : 0;
  int window = std::max(0, std::max(size_a, size_b) / 2 - 1);
  std::vector<bool> taken(b.size());
  std::string common_a, common_b;
  for (int i = 0; i < size_a; ++i)
    for (int j = std::max(0, i - window); j <= std::min(size_b - 1, i + window); ++j)
      if (!taken[j] && a[i] == b[j]) {
        taken[j] = true;
        common_a += a[i];
        break;
      }
  for (int j = 0; j < size_b; ++j)
    if (taken[j]) common_b += b[j];
  double common = static_cast<double>(common_a.size());
  if (common == 0) return 0;
  double moved = 0;
  for (std::size_t i = 0; i < common_a.size(); ++i) moved += common_a[i] != common_b[i];
  return (common / size_a + common / size_b + (common - moved / 2) / common) / 3;
}

double jaro_winkler(std::string_view a, std::string_view b) {
  double likeness = jaro(a, b);
  auto prefix = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  return likeness + static_cast<double>(std::min<std::ptrdiff_t>(4, prefix)) * 0.1 * (1 - likeness);
}

}  // namespace

std::string person_skeleton(std::string_view folded_name) {
  Words words = words_of(folded_name);
  to_skeletons(words);
  drop_patronymic(words);
  return joined(std::move(words));
}

std::string company_skeleton(std::string_view folded_name) {
  Words words = words_of(folded_name);
  drop_long_forms(words);
  Words names;
  std::remove_copy_if(words.begin(), words.end(), std::back_inserter(names), is_legal_form);
  if (names.empty()) names = words;
  to_skeletons(names);
  return joined(std::move(names));
}

std::string person_key(std::string_view folded_name) {
  return consonants(person_skeleton(folded_name));
}

std::string company_key(std::string_view folded_name) {
  return consonants(company_skeleton(folded_name));
}

double similarity(std::string_view skeleton, std::string_view other) {
  auto words = base::split(skeleton, ' '), others = base::split(other, ' ');
  if (words.size() != others.size()) return jaro_winkler(skeleton, other);
  double sum = 0;
  for (std::size_t i = 0; i < words.size(); ++i) sum += jaro_winkler(words[i], others[i]);
  return sum / static_cast<double>(words.size());
}

}  // namespace rapport::records
