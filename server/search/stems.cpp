#include "search/stems.h"

#include <libstemmer.h>

#include <memory>
#include <stdexcept>

#include "base/text.h"

namespace rapport::search {

namespace {

enum class Alphabet { Latin, Cyrillic, Other };

Alphabet alphabet_of(std::string_view folded) {
  bool latin = false, cyrillic = false;
  for (unsigned char c : folded) {
    bool apostrophe_or_tail = c == '\'' || (c >= 0x80 && c < 0xC0);
    if (c >= 'a' && c <= 'z')
      latin = true;
    else if (c >= 0xD0 && c <= 0xD1)
      cyrillic = true;
    else if (!apostrophe_or_tail)
      return Alphabet::Other;
  }
  if (latin == cyrillic) return Alphabet::Other;
  return latin ? Alphabet::Latin : Alphabet::Cyrillic;
}

struct CloseStemmer {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, CloseStemmer>;

// A stemmer works in place, so that each thread needs its own.
sb_stemmer* stemmer_for(Alphabet alphabet) {
  static thread_local Stemmer russian(sb_stemmer_new("russian", "UTF_8"));
  static thread_local Stemmer english(sb_stemmer_new("english", "UTF_8"));
  sb_stemmer* found = alphabet == Alphabet::Latin ? english.get() : russian.get();
  if (!found) throw std::runtime_error("Snowball lacks a language");
  return found;
}

std::string stem_of(std::string_view word, Alphabet alphabet) {
  sb_stemmer* stemmer = stemmer_for(alphabet);
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()),
                      static_cast<int>(word.size()));
  if (!stem) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(stem),
          static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

struct Spelling {
  std::string_view latin, cyrillic;
};

// Skeletons back into Russian letters, well enough for the endings that a stemmer cuts off.
constexpr Spelling kSpellings[] = {
    {"sh", "ш"}, {"ch", "ч"}, {"ts", "ц"}, {"ia", "я"}, {"iu", "ю"}, {"a", "а"}, {"b", "б"},
    {"d", "д"},  {"e", "е"},  {"f", "ф"},  {"g", "г"},  {"h", "х"},  {"i", "и"}, {"j", "ж"},
    {"k", "к"},  {"l", "л"},  {"m", "м"},  {"n", "н"},  {"o", "о"},  {"p", "п"}, {"r", "р"},
    {"s", "с"},  {"t", "т"},  {"u", "у"},  {"v", "в"},  {"z", "з"},
};

std::string to_cyrillic(std::string_view skeleton) {
  std::string out;
  while (!skeleton.empty()) {
    std::size_t taken = 1;
    for (const Spelling& spelling : kSpellings)
      if (skeleton.starts_with(spelling.latin)) {
        out += spelling.cyrillic;
        taken = spelling.latin.size();
        break;
      }
    skeleton.remove_prefix(taken);
  }
  return out;
}

}  // namespace

std::string stem_skeleton(std::string_view folded_word) {
  Alphabet alphabet = alphabet_of(folded_word);
  if (alphabet == Alphabet::Other) return base::transliterate(folded_word);
  return base::transliterate(stem_of(folded_word, alphabet));
}

std::string stem_skeleton_of_latin(std::string_view folded_word) {
  if (alphabet_of(folded_word) != Alphabet::Latin) return {};
  std::string cyrillic = to_cyrillic(base::transliterate(folded_word));
  return base::transliterate(stem_of(cyrillic, Alphabet::Cyrillic));
}

}  // namespace rapport::search
