#include "imports/columns/vocabulary.h"

#include "base/text.h"

namespace rapport::imports {

namespace json = base::json;
using schema::EntityDef;
using schema::Language;

namespace {

constexpr Language kLanguages[] = {Language::Ru, Language::Uz, Language::En};
constexpr double kOwnName = 1.0, kLabel = 0.98, kForeignName = 0.95;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

std::string with_parted_words(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && is_upper(name[i]) && is_lower(name[i - 1])) out += ' ';
    out += name[i];
  }
  return out;
}

// Quotes, dashes and the like beyond ASCII.
bool skip_wide_mark(std::string_view text, std::size_t& at) {
  static constexpr std::string_view kMarks[] = {"«", "»", "“", "”", "„", "№", "–", "—", "‐", "…"};
  for (auto mark : kMarks) {
    if (!text.substr(at).starts_with(mark)) continue;
    at += mark.size() - 1;
    return true;
  }
  return false;
}

}  // namespace

std::string plain_name(std::string_view name) {
  constexpr std::string_view kMarks = "_-./\\:,;*#\"()[]{}|+?!%&@";
  auto folded = base::fold(with_parted_words(name));
  std::string out;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    char c = folded[i];
    bool blank = c == ' ' || kMarks.find(c) != std::string_view::npos ||
                 (static_cast<unsigned char>(c) >= 0x80 && skip_wide_mark(folded, i));
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out.empty() ? folded : out;
}

std::string squeezed_name(std::string_view name) {
  auto plain = plain_name(name);
  std::erase_if(plain, [](char c) { return c == ' ' || c == '\''; });
  return plain;
}

Vocabulary::Vocabulary(std::string_view names_json, std::string_view values_json)
    : names_(base::parse_json(names_json).as_object()),
      values_(base::parse_json(values_json).as_object()) {}

std::vector<NamedPath> Vocabulary::names_of(const records::Context& context,
                                            const EntityDef& entity) const {
  std::vector<NamedPath> names;
  auto add = [&](std::string_view name, const std::string& path, double certainty) {
    names.push_back({plain_name(name), squeezed_name(name), path, certainty});
  };
  for (const auto& field : entity.fields) add(field.name, field.name, kOwnName);
  for (const auto& target : offered_targets(context, entity)) {
    add(target.path, target.path, kOwnName);
    for (auto language : kLanguages)
      add(label_of(*context.model->strings, language, entity, target), target.path, kLabel);
  }
  for (std::string_view section :
       {std::string_view(entity.name), std::string_view("system_fields")}) {
    const auto* paths = names_.if_contains(section);
    if (!paths || !paths->is_object()) continue;
    for (const auto& [path, list] : paths->get_object())
      for (const auto& name : list.as_array())
        add(std::string_view(name.as_string()), std::string(path), kForeignName);
  }
  return names;
}

void Vocabulary::add_foreign_words(const std::string& entity, const std::string& field,
                                   ChoiceWords& words) const {
  const auto* fields = values_.if_contains(entity);
  const auto* keys =
      fields && fields->is_object() ? fields->get_object().if_contains(field) : nullptr;
  if (!keys || !keys->is_object()) return;
  for (const auto& [key, list] : keys->get_object())
    for (const auto& word : list.as_array())
      words.try_emplace(plain_name(std::string_view(word.as_string())),
                        WordMeaning{std::string(key), false});
}

ChoiceWords Vocabulary::words_of(const schema::Strings& strings, const EntityDef& entity,
                                 const schema::FieldDef& field) const {
  ChoiceWords words;
  for (const auto& choice : field.choices)
    words.try_emplace(plain_name(choice.key), WordMeaning{choice.key});
  for (auto language : kLanguages)
    for (const auto& choice : field.choices) {
      auto path = entity.name + ".choices." + field.name + "." + choice.key;
      if (strings.has(language, path))
        words.try_emplace(plain_name(strings.text(language, path)), WordMeaning{choice.key});
    }
  ChoiceWords foreign;
  add_foreign_words(entity.name, field.name, foreign);
  for (const auto& [word, meaning] : foreign)
    if (field.find_choice(meaning.key)) words.try_emplace(word, meaning);
  ChoiceWords squeezed;
  for (bool own : {true, false})
    for (const auto& [word, meaning] : words)
      if (meaning.is_own == own) squeezed.try_emplace(squeezed_name(word), meaning);
  for (const auto& [word, meaning] : squeezed) words.try_emplace(word, meaning);
  return words;
}

const WordMeaning* find_word(const ChoiceWords& words, std::string_view word) {
  auto it = words.find(plain_name(word));
  if (it == words.end()) it = words.find(squeezed_name(word));
  return it == words.end() ? nullptr : &it->second;
}

}  // namespace rapport::imports
