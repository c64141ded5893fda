#include "schema/field_reader.h"

#include <algorithm>

#include "base/error.h"
#include "base/limits.h"

namespace rapport::schema {

namespace json = base::json;
namespace limits = base::limits;

namespace {

constexpr std::string_view kFieldKeys[] = {
    "type", "required", "read_only", "indexed", "folded", "sorted", "unique", "default", "max",
    "min", "scale", "to", "inverse", "choices", "check", "prefix", "history", "write_rights"};

constexpr std::int64_t kGreatestBound = 1'000'000'000'000;
constexpr std::int64_t kMostDigits = 6;

const FieldType& read_type(const Node& node) {
  auto name = node.word("type");
  if (const auto* type = find_field_type(name)) return *type;
  auto known = field_type_names();
  node.reject_here(
      "type", "unknown type \"" + name + "\", did you mean \"" + nearest_of(name, known) + "\"?");
}

void read_choices(const Node& node, const std::string& file, FieldDef& field) {
  for (const auto& item : node.list("choices")) {
    Node choice(item, file, "fields." + field.name + ".choices");
    auto key = choice.word("key");
    if (!is_name(key)) choice.reject_here(key, "must have a key of a-z, 0-9 and _");
    if (field.find_choice(key)) choice.reject_here(key, "is there twice");
    field.choices.push_back({key, choice.word_of("color", kColors)});
  }
}

// What cannot be stored in the field cannot be its default either.
void read_default(const Node& node, FieldDef& field) {
  const auto* value = node.object().if_contains("default");
  if (!value) return;
  field.default_json = json::serialize(*value);
  std::vector<Cell> cells(field.type->columns(field).size());
  if (auto failure = field.type->parse(field, *value, cells))
    node.reject_here("default", "is not a value of the field (" + failure->code + ")");
}

bool takes_choices(const FieldDef& field) {
  return field.type->name() == "choice" || field.type->name() == "choices";
}

void read_bounds(const Node& node, FieldDef& field) {
  field.max = node.number("max");
  field.min = node.number("min");
  auto scale = node.number("scale").value_or(field.scale);
  for (const auto& bound : {field.max, field.min})
    if (bound && (*bound > kGreatestBound || *bound < -kGreatestBound))
      node.reject_here("max", "min and max are at most 1000000000000");
  if (field.min && field.max && *field.min > *field.max)
    node.reject_here("min", "must not be greater than max");
  if (scale < 0 || scale > kMostDigits) node.reject_here("scale", "must be from 0 to 6");
  field.scale = static_cast<int>(scale);
  if (field.shape() != Shape::Text || !field.max) return;
  auto most = static_cast<std::int64_t>(limits::kLongTextChars);
  if (*field.max < 1 || *field.max > most)
    node.reject_here("max", "must be from 1 to " + std::to_string(most) + " characters");
}

void read_links(const Node& node, FieldDef& field) {
  field.to = node.words("to");
  field.inverse = node.word("inverse");
  if (!field.inverse.empty() && !is_name(field.inverse))
    node.reject_here("inverse", "a name is made of a-z, 0-9 and _");
  auto type = field.type->name();
  if (type == "user") field.to = {"users"};
  if (type == "team") field.to = {"teams"};
  if (type == "file") field.to = {"files"};
  bool leads = type == "link" || type == "links";
  if (leads && field.to.empty()) node.reject_here("to", "is missing");
  if (!leads && node.object().contains("to")) node.reject_here("to", "only a link has it");
  if (type == "links" && field.to.size() > 1) node.reject_here("to", "links lead to one entity");
  auto sorted = field.to;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    node.reject_here("to", "names an entity twice");
}

}  // namespace

FieldDef read_field(const std::string& name, const Node& node, const std::string& file) {
  node.check_keys(kFieldKeys);
  if (!is_name(name)) node.reject_here("", "a name is made of a-z, 0-9 and _");
  FieldDef field;
  field.name = name;
  field.type = &read_type(node);
  field.required = node.flag("required");
  field.read_only = node.flag("read_only");
  field.unique = node.flag("unique");
  field.indexed = node.flag("indexed") || field.unique;
  field.folded = node.flag("folded");
  field.sorted = node.flag("sorted");
  if (field.sorted && (field.shape() == Shape::References || field.shape() == Shape::KeySet ||
                       field.shape() == Shape::Structure))
    node.reject_here("sorted", "lists are not sorted by a field of this type");
  field.history = node.flag("history", true);
  static constexpr std::string_view kWriters[] = {"", "administrator"};
  field.administrator_only = !node.word_of("write_rights", kWriters).empty();
  static constexpr std::string_view kChecks[] = {"", "inn", "kpp", "ogrn", "bik"};
  field.check = node.word_of("check", kChecks);
  field.prefix = node.word("prefix");
  read_bounds(node, field);
  read_links(node, field);
  read_choices(node, file, field);
  if (takes_choices(field) && field.choices.empty()) node.reject_here("choices", "is missing");
  if (!takes_choices(field) && !field.choices.empty())
    node.reject_here("choices", "only a choice has them");
  read_default(node, field);
  return field;
}

namespace {

// The fields every entity has, in the entity language itself.
constexpr std::string_view kSystemFields = R"({
  "id": {"type": "text", "read_only": true, "history": false},
  "external_id": {"type": "text", "unique": true},
  "owner": {"type": "user"},
  "team": {"type": "team"},
  "tags": {"type": "tags"},
  "created_at": {"type": "instant", "read_only": true, "indexed": true, "history": false},
  "created_by": {"type": "user", "read_only": true, "history": false},
  "changed_at": {"type": "instant", "read_only": true, "indexed": true, "history": false},
  "changed_by": {"type": "user", "read_only": true, "history": false},
  "version": {"type": "integer", "read_only": true, "history": false},
  "deleted_at": {"type": "instant", "read_only": true, "history": false}
})";

// The id is 16 bytes in its column, whatever its JSON looks like.
class IdType final : public FieldType {
 public:
  std::string_view name() const override { return "id"; }
  Shape shape() const override { return Shape::Reference; }
  std::vector<ColumnDef> columns(const FieldDef& field) const override {
    return {{field.name, ColumnType::Bytes}};
  }
  std::optional<base::Failure> parse(const FieldDef&, const json::value&,
                                     std::span<Cell>) const override {
    return base::Failure{"read_only", {}};
  }
  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    out.value(source.id(column));
  }
};

}  // namespace

void add_system_fields(EntityDef& entity) {
  static const IdType id_type;
  static const json::object nodes = base::parse_json(kSystemFields).as_object();
  const std::string file = "system fields";
  for (const auto& [key, value] : nodes) {
    std::string name(key);
    FieldDef field = read_field(name, Node(value, file, "fields." + name), file);
    field.system = true;
    if (field.name == "id") field.type = &id_type;
    entity.fields.push_back(std::move(field));
  }
}

}  // namespace rapport::schema
