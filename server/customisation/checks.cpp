#include "customisation/checks.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "customisation/faults.h"
#include "customisation/word_checks.h"
#include "schema/field_type.h"
#include "schema/node.h"

namespace rapport::customisation {

namespace json = base::json;
namespace limits = base::limits;

namespace {

// Types that need neither rules nor a designer of their own.
constexpr std::string_view kOwnTypes[] = {
    "text",   "long_text", "url",     "email",   "phone",  "integer", "decimal", "percent",
    "money",  "date",      "instant", "boolean", "choice", "choices", "tags",    "link",
    "links",  "user",      "team",    "file",    "emails", "phones",  "address"};
// What the stored values of a field, or the indexes of an entity, are made by.
constexpr std::string_view kFixedOfField[] = {"type", "to", "scale", "unique", "inverse", "prefix"};
constexpr std::string_view kFixedOfEntity[] = {"title"};
constexpr std::string_view kDocumentKeys[] = {"entities", "layouts", "strings"};
// Names that an answer gives a meaning of its own, and words of SQL: those are quoted wherever they
// stand, but who reads the database by hand would stumble.
constexpr std::string_view kReservedNames[] = {
    "add",    "all",    "alter",  "and",      "any",     "as",     "between", "by",     "case",
    "check",  "column", "commit", "count",    "create",  "cross",  "default", "delete", "desc",
    "drop",   "else",   "end",    "entity",   "except",  "exists", "false",   "from",   "full",
    "grant",  "group",  "having", "id",       "in",      "index",  "inner",   "insert", "into",
    "is",     "join",   "left",   "like",     "limit",   "more",   "natural", "next",   "not",
    "null",   "of",     "offset", "on",       "or",      "order",  "outer",   "pragma", "primary",
    "rid",    "right",  "rowid",  "rollback", "select",  "set",    "some",    "table",  "then",
    "to",     "total",  "true",   "union",    "unique",  "update", "using",   "values", "view",
    "when",   "where",  "with"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool flag(const json::object& definition, std::string_view key) {
  const auto* value = definition.if_contains(key);
  return value && value->is_bool() && value->get_bool();
}

std::string_view type_of(const json::object& field) {
  const auto* type = field.if_contains("type");
  return type && type->is_string() ? std::string_view(type->get_string()) : std::string_view();
}

std::string shown(std::string_view text) { return std::string(base::prefix_of(text, 60)); }

class Check {
 public:
  Check(const Shipped& shipped, const Document& before, const std::set<std::string>& reserved)
      : shipped_(shipped), before_(before), reserved_(reserved) {}

  void document(const Document& after) {
    keys("", after, kDocumentKeys);
    for (const auto& [key, value] : after)
      if (!value.is_object()) faults_.add(shown(key), "wrong_type", {{"expected", "object"}});
    faults_.throw_if_any();
    std::set<std::string> known;
    for (auto& name : shipped_.entities()) known.insert(name);
    std::size_t own = 0;
    if (const auto* entities = find_object(after, {"entities"}))
      for (const auto& [key, value] : *entities) {
        std::string name(key);
        if (!shipped_.entity(name)) ++own;
        known.insert(name);
        entity(name, value);
      }
    if (own > limits::kOwnEntities) too_many("entities", limits::kOwnEntities);
    if (const auto* layouts = find_object(after, {"layouts"}))
      for (const auto& [name, value] : *layouts)
        if (!known.contains(std::string(name)))
          faults_.add("layouts." + shown(name), "unknown_entity", {{"entity", shown(name)}});
        else if (!value.is_object())
          faults_.add("layouts." + shown(name), "wrong_type", {{"expected", "object"}});
    check_words(after, known, faults_);
    // All of it is a package, which is to be installed by one call.
    std::size_t bytes = 0;
    for (const auto& [path, text] : files_of(after)) bytes += text.size();
    if (bytes > limits::kJsonBodyBytes) too_many("", limits::kJsonBodyBytes);
    faults_.throw_if_any();
  }

 private:
  template <std::size_t N>
  void keys(const std::string& place, const json::object& definition,
            const std::string_view (&known)[N]) {
    for (const auto& [key, value] : definition)
      if (!is_one_of(key, known))
        faults_.add(place, "unknown_property",
                    {{"key", shown(key)}, {"nearest", schema::nearest_of(shown(key), known)}});
  }

  void too_many(const std::string& place, std::size_t most) {
    faults_.add(place, "too_many_definitions", {{"max", std::to_string(most)}});
  }

  // Whether it may be made under that name.
  bool name(const std::string& place, const std::string& name, std::size_t most) {
    if (!schema::is_name(name)) faults_.add(place, "bad_name", {{"name", shown(name)}});
    else if (name.size() > most) faults_.add(place, "too_long", {{"max", std::to_string(most)}});
    else if (is_one_of(name, kReservedNames))
      faults_.add(place, "reserved_name", {{"name", name}});
    else return true;
    return false;
  }

  void entity(const std::string& name_, const json::value& value) {
    std::string place = shown(name_);
    const auto* definition = value.if_object();
    if (!definition) return faults_.add(place, "wrong_type", {{"expected", "object"}});
    const auto* fields = definition->if_contains("fields");
    if (fields && !fields->is_object())
      return faults_.add(place + ".fields", "wrong_type", {{"expected", "object"}});
    if (shipped_.entity(name_)) keys(place, *definition, kShippedEntityKeys);
    else if (!own_entity(place, name_, *definition)) return;
    if (fields) all_fields(place, name_, fields->get_object());
  }

  bool own_entity(const std::string& place, const std::string& name_,
                  const json::object& definition) {
    if (!name(place, name_, limits::kOwnEntityNameChars)) return false;
    if (reserved_.contains(name_)) faults_.add(place, "reserved_name", {{"name", name_}});
    const auto* area = definition.if_contains("area");
    if (area && !(area->is_string() && shipped_.has_area(std::string_view(area->get_string()))))
      faults_.add(place + ".area", "bad_definition", {{"problem", "sales, activities, system"}});
    for (const char* key : {"actions", "hidden"})
      if (definition.contains(key))
        faults_.add(place, "unknown_property", {{"key", key}, {"nearest", "activities"}});
    fixed(place, find_object(before_, {"entities", name_}), definition, kFixedOfEntity);
    const auto* title = definition.if_contains("title");
    std::string named(title && title->is_string() ? std::string_view(title->get_string())
                                                  : std::string_view("name"));
    const auto* field = find_object(definition, {"fields", named});
    if (field && is_deleted(*field)) faults_.add(place + ".fields." + named, "title_is_needed");
    return true;
  }

  template <std::size_t N>
  void fixed(const std::string& place, const json::object* before, const json::object& after,
             const std::string_view (&keys_)[N]) {
    if (!before) return;
    for (auto key : keys_) {
      const auto* was = before->if_contains(key);
      const auto* is = after.if_contains(key);
      bool differs = was && is ? *was != *is : was != is;
      if (differs) faults_.add(place + "." + std::string(key), "definition_is_fixed");
    }
  }

  void all_fields(const std::string& place, const std::string& entity_,
                  const json::object& fields) {
    std::size_t own = 0, indexes = 0;
    for (const auto& [key, value] : fields) {
      std::string name_(key), here = place + ".fields." + shown(name_);
      const auto* field = value.if_object();
      if (!field) {
        faults_.add(here, "wrong_type", {{"expected", "object"}});
        continue;
      }
      if (flag(*field, "indexed") || flag(*field, "unique")) ++indexes;
      choices(here, *field);
      if (const auto* shipped = shipped_.field(entity_, name_)) {
        shipped_field(here, *shipped, *field);
      } else {
        ++own;
        own_field(here, entity_, name_, *field);
      }
    }
    if (own > limits::kOwnFields) too_many(place + ".fields", limits::kOwnFields);
    if (indexes > limits::kOwnIndexes) too_many(place + ".fields", limits::kOwnIndexes);
  }

  void choices(const std::string& place, const json::object& field) {
    const auto* list = field.if_contains("choices");
    if (list && list->is_array() && list->get_array().size() > limits::kChoices)
      too_many(place + ".choices", limits::kChoices);
  }

  void own_field(const std::string& place, const std::string& entity_, const std::string& name_,
                 const json::object& field) {
    if (!name(place, name_, limits::kOwnFieldNameChars)) return;
    auto type = type_of(field);
    if (schema::find_field_type(type) && !is_one_of(type, kOwnTypes))
      faults_.add(place + ".type", "type_not_for_own", {{"type", std::string(type)}});
    if (flag(field, "required") && flag(field, "read_only"))
      faults_.add(place, "bad_definition", {{"problem", "required and read_only"}});
    if (field.contains("folded"))
      faults_.add(place, "unknown_property", {{"key", "folded"}, {"nearest", "indexed"}});
    fixed(place, find_object(before_, {"entities", entity_, "fields", name_}), field,
          kFixedOfField);
  }

  // Rules of the program count on what it ships: more may be asked of people, never less of it.
  void shipped_field(const std::string& place, const json::object& shipped,
                     const json::object& field) {
    keys(place, field, kShippedFieldKeys);
    if (flag(shipped, "required") && field.contains("required") && !flag(field, "required"))
      faults_.add(place + ".required", "shipped_definition");
    if (flag(shipped, "indexed") && field.contains("indexed") && !flag(field, "indexed"))
      faults_.add(place + ".indexed", "shipped_definition");
    const auto* type = schema::find_field_type(type_of(shipped));
    bool would_need_fill = type && type->shape() == schema::Shape::Text &&
                           flag(field, "indexed") && !flag(shipped, "indexed") &&
                           !flag(shipped, "unique");
    if (would_need_fill) faults_.add(place + ".indexed", "definition_is_fixed");
    const auto* was = shipped.if_contains("choices");
    const auto* is = field.if_contains("choices");
    if (!was || !is || !is->is_array()) return;
    for (const auto& choice : was->as_array()) {
      bool is_there = std::any_of(
          is->get_array().begin(), is->get_array().end(), [&](const json::value& each) {
            const auto* object = each.if_object();
            const auto* key = object ? object->if_contains("key") : nullptr;
            return key && *key == choice.at("key");
          });
      if (!is_there)
        faults_.add(place + ".choices", "shipped_choice",
                    {{"value", std::string(choice.at("key").as_string())}});
    }
  }

  const Shipped& shipped_;
  const Document& before_;
  const std::set<std::string>& reserved_;
  Faults faults_;
};

}  // namespace

void check_document(const Shipped& shipped, const Document& before, const Document& after,
                    const std::set<std::string>& reserved) {
  Check(shipped, before, reserved).document(after);
}

void check_stored_names(const std::vector<const storage::Table*>& tables) {
  Faults faults;
  std::set<std::string> seen{"substring_state"};
  auto take = [&](const storage::Table& table, const std::string& name) {
    bool is_free = seen.insert(name).second && !name.starts_with("sqlite_");
    if (!is_free) faults.add(table.name, "stored_name_taken", {{"name", name}});
  };
  for (const auto* table : tables) {
    take(*table, table->name);
    for (const auto& index : table->indexes) take(*table, storage::index_name(*table, index));
    if (table->substring_column.empty()) continue;
    for (const char* part : {"", "_data", "_idx", "_content", "_docsize", "_config"})
      take(*table, table->name + "_substrings" + part);
  }
  faults.throw_if_any();
}

void check_lists(const schema::Schema& shipped, const schema::Schema& after) {
  Faults faults;
  for (const auto& entity : shipped.entities()) {
    const auto& lists = after.entity(entity.name).related;
    for (const auto& list : entity.related) {
      bool is_kept = std::any_of(lists.begin(), lists.end(), [&](const schema::RelatedList& each) {
        return each.name == list.name && each.entity == list.entity && each.field == list.field;
      });
      if (!is_kept)
        faults.add(entity.name + ".related." + list.name, "reserved_name", {{"name", list.name}});
    }
  }
  faults.throw_if_any();
}

void refuse(const base::Error& bad_schema) {
  if (bad_schema.code != "bad_schema") throw bad_schema;
  auto fields = bad_schema.fields;
  if (fields.empty()) fields.push_back({"", "bad_definition", {{"problem", bad_schema.detail}}});
  throw base::Error(base::ErrorKind::Invalid, "customisation_invalid", std::move(fields));
}

}  // namespace rapport::customisation
