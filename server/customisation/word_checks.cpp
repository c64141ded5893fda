#include "customisation/word_checks.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "schema/node.h"

namespace rapport::customisation {

namespace json = base::json;
namespace limits = base::limits;

namespace {

// How deep the words of a part lie: {"fields":{NAME:word}}, {"choices":{FIELD:{KEY:word}}}.
struct Part {
  std::string_view name;
  int depth;
  std::size_t most_chars;
};
constexpr Part kParts[] = {
    {"one", 0, limits::kLabelChars},      {"many", 0, limits::kLabelChars},
    {"new", 0, limits::kLabelChars},      {"fields", 1, limits::kLabelChars},
    {"hints", 1, limits::kHintChars},     {"choices", 2, limits::kLabelChars},
    {"sections", 1, limits::kLabelChars}, {"related", 1, limits::kLabelChars},
    {"actions", 1, limits::kLabelChars}};

const Part* find_part(std::string_view name) {
  for (const auto& part : kParts)
    if (part.name == name) return &part;
  return nullptr;
}

bool has_control_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

class WordCheck {
 public:
  explicit WordCheck(Faults& faults) : faults_(faults) {}

  void entity(const std::string& place, const json::value& words) {
    if (!words.is_object()) return wrong_type(place, "object");
    for (const auto& [key, value] : words.get_object()) {
      const auto* part = find_part(key);
      if (!part) {
        std::string_view known[std::size(kParts)];
        std::transform(std::begin(kParts), std::end(kParts), known,
                       [](const Part& each) { return each.name; });
        std::string name(base::prefix_of(key, 60));
        faults_.add(place, "unknown_property",
                    {{"key", name}, {"nearest", schema::nearest_of(name, known)}});
        continue;
      }
      leaf(place + "." + std::string(key), value, part->depth, part->most_chars);
    }
  }

 private:
  void leaf(const std::string& place, const json::value& value, int depth, std::size_t most) {
    if (depth == 0) return word(place, value, most);
    if (!value.is_object()) return wrong_type(place, "object");
    for (const auto& [key, inner] : value.get_object()) {
      if (!schema::is_name(key)) {
        faults_.add(place, "bad_name", {{"name", std::string(base::prefix_of(key, 60))}});
        continue;
      }
      leaf(place + "." + std::string(key), inner, depth - 1, most);
    }
  }

  void word(const std::string& place, const json::value& value, std::size_t most) {
    if (!value.is_string()) return wrong_type(place, "string");
    std::string_view text(value.get_string());
    if (base::trim(text).empty()) faults_.add(place, "required");
    else if (!base::is_valid_utf8(text) || has_control_letter(text))
      faults_.add(place, "invalid_text");
    else if (base::length_of(text) > most)
      faults_.add(place, "too_long", {{"max", std::to_string(most)}});
  }

  void wrong_type(const std::string& place, const char* expected) {
    faults_.add(place, "wrong_type", {{"expected", expected}});
  }

  Faults& faults_;
};

}  // namespace

void check_words(const Document& document, const std::set<std::string>& entities,
                 Faults& faults) {
  for (auto language : kLanguages) {
    std::string code(schema::language_code(language));
    const auto* words = find_object(document, {"strings", code});
    if (!words) continue;
    for (const auto& [entity, value] : *words) {
      std::string place = "strings." + code + "." + std::string(base::prefix_of(entity, 60));
      if (!entities.contains(std::string(entity)))
        faults.add(place, "unknown_entity", {{"entity", std::string(base::prefix_of(entity, 60))}});
      else
        WordCheck(faults).entity(place, value);
    }
  }
}

}  // namespace rapport::customisation
