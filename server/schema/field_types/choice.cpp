#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "schema/field_types/families.h"

namespace rapport::schema::field_types {

using base::Failure;
namespace json = base::json;

namespace {

// One key. A stage's keys are those of its record's pipeline, so the pipeline's rule checks them.
class ChoiceType final : public SingleColumn {
 public:
  explicit ChoiceType(std::string_view name) : SingleColumn(name, Shape::Key, ColumnType::Text) {}

  std::optional<Failure> parse(const FieldDef& field, const json::value& value,
                               std::span<Cell> cells) const override {
    auto key = text_of(value, base::limits::kTextChars);
    if (!key) return key.failure();
    if (key->empty()) return std::nullopt;
    if (name() == "choice" && !field.find_choice(*key))
      return Failure{"not_a_choice", {{"value", *key}}};
    cells[0] = std::move(*key);
    return std::nullopt;
  }

  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    out.value(source.text(column));
  }
};

// Several keys or free words, stored as "|a|b|" so that one is found by a search for "|a|".
class KeySetType final : public SingleColumn {
 public:
  explicit KeySetType(std::string_view name)
      : SingleColumn(name, Shape::KeySet, ColumnType::Text) {}

  std::optional<Failure> parse(const FieldDef& field, const json::value& value,
                               std::span<Cell> cells) const override {
    if (!value.is_array()) return Failure{"wrong_type", {{"expected", "array"}}};
    if (value.get_array().size() > base::limits::kValuesPerField)
      return Failure{"too_many_values", {{"max", std::to_string(base::limits::kValuesPerField)}}};
    std::string stored = "|";
    for (const auto& item : value.get_array()) {
      auto key = text_of(item, 100);
      if (!key) return key.failure();
      if (key->empty()) continue;
      if (name() == "choices" && !field.find_choice(*key))
        return Failure{"not_a_choice", {{"value", *key}}};
      std::string word = *key;
      std::replace(word.begin(), word.end(), '|', '/');
      if (stored.find("|" + word + "|") == std::string::npos) stored += word + "|";
    }
    if (stored.size() > 1) cells[0] = std::move(stored);
    return std::nullopt;
  }

  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    auto stored = source.text(column);
    out.begin_array();
    std::size_t begin = 1;
    for (auto end = stored.find('|', begin); end != std::string_view::npos;
         begin = end + 1, end = stored.find('|', begin))
      out.value(stored.substr(begin, end - begin));
    out.end_array();
  }
};

}  // namespace

std::span<const FieldType* const> choice_types() {
  static const ChoiceType choice("choice"), stage("stage");
  static const KeySetType choices("choices"), tags("tags");
  static const FieldType* const all[] = {&choice, &stage, &choices, &tags};
  return all;
}

}  // namespace rapport::schema::field_types
