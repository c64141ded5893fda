#include "schema/loader.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace rapport::schema {

namespace {

namespace json = base::json;

constexpr std::string_view kEntityKeys[] = {
    "name",   "icon",       "color",  "title",   "access", "board", "board_sum", "activities",
    "duplicates", "search", "actions", "hidden", "fields"};
constexpr std::string_view kFieldKeys[] = {
    "type", "required", "read_only", "indexed", "unique",  "default", "max",          "min",
    "scale", "to",      "inverse",   "choices", "check",   "prefix",  "write_rights", "history"};

[[noreturn]] void reject(const std::string& file, const std::string& what) {
  throw base::Error(base::ErrorKind::Internal, "bad_schema", {}, file + ": " + what);
}

void check_keys(const json::object& node, std::span<const std::string_view> known,
                const std::string& file, const std::string& path) {
  for (const auto& [key, value] : node) {
    if (std::find(known.begin(), known.end(), std::string_view(key)) != known.end()) continue;
    auto nearest = *std::min_element(known.begin(), known.end(), [&](auto a, auto b) {
      return base::edit_distance(key, a, 20) < base::edit_distance(key, b, 20);
    });
    reject(file, path + ": unknown key \"" + std::string(key) + "\", did you mean \"" +
                     std::string(nearest) + "\"?");
  }
}

bool flag(const json::object& node, std::string_view key, bool fallback = false) {
  const auto* value = node.if_contains(key);
  return value ? value->as_bool() : fallback;
}

std::string word(const json::object& node, std::string_view key, std::string fallback = {}) {
  const auto* value = node.if_contains(key);
  return value ? std::string(value->as_string()) : fallback;
}

std::vector<std::string> words(const json::object& node, std::string_view key) {
  std::vector<std::string> out;
  const auto* value = node.if_contains(key);
  if (!value) return out;
  if (value->is_string()) return {std::string(value->get_string())};
  for (const auto& item : value->as_array()) out.emplace_back(item.as_string());
  return out;
}

FieldDef read_field(const std::string& name, const json::object& node, const std::string& file) {
  check_keys(node, kFieldKeys, file, "fields." + name);
  FieldDef field;
  field.name = name;
  field.type = find_field_type(word(node, "type"));
  if (!field.type) reject(file, "fields." + name + ": unknown type \"" + word(node, "type") + "\"");
  field.required = flag(node, "required");
  field.read_only = flag(node, "read_only");
  field.unique = flag(node, "unique");
  field.indexed = flag(node, "indexed") || field.unique;
  field.history = flag(node, "history", true);
  field.administrator_only = word(node, "write_rights") == "administrator";
  if (const auto* value = node.if_contains("default")) field.default_json = json::serialize(*value);
  if (const auto* value = node.if_contains("max")) field.max = value->to_number<std::int64_t>();
  if (const auto* value = node.if_contains("min")) field.min = value->to_number<std::int64_t>();
  if (const auto* value = node.if_contains("scale")) field.scale = value->to_number<int>();
  field.to = words(node, "to");
  field.inverse = word(node, "inverse");
  field.check = word(node, "check");
  field.prefix = word(node, "prefix");
  if (const auto* choices = node.if_contains("choices"))
    for (const auto& choice : choices->as_array())
      field.choices.push_back({word(choice.as_object(), "key"), word(choice.as_object(), "color")});
  auto type = field.type->name();
  if (type == "user") field.to = {"users"};
  if (type == "team") field.to = {"teams"};
  if (type == "file") field.to = {"files"};
  return field;
}

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

void add_system_fields(EntityDef& entity) {
  static const IdType id_type;
  static const json::object nodes = base::parse_json(kSystemFields).as_object();
  for (const auto& [key, node] : nodes) {
    FieldDef field = read_field(std::string(key), node.as_object(), "system fields");
    field.system = true;
    if (field.name == "id") field.type = &id_type;
    entity.fields.push_back(std::move(field));
  }
}

bool wants_folded_column(const FieldDef& field, const EntityDef& entity) {
  return field.shape() == Shape::Text &&
         (field.indexed || field.name == entity.title) && !field.system;
}

void lay_out_columns(EntityDef& entity) {
  for (std::size_t i = 0; i < entity.fields.size(); ++i) {
    FieldDef& field = entity.fields[i];
    field.index = static_cast<int>(i);
    entity.by_name[field.name] = field.index;
    auto columns = field.type->columns(field);
    field.column_count = static_cast<int>(columns.size());
    if (!columns.empty()) field.column = static_cast<int>(entity.columns.size());
    for (auto& column : columns) entity.columns.push_back(std::move(column));
    if (wants_folded_column(field, entity)) {
      field.folded_column = static_cast<int>(entity.columns.size());
      entity.columns.push_back({field.name + "_folded", ColumnType::Text});
    }
  }
}

EntityDef read_entity(const SourceFile& file) {
  auto document = base::parse_json(file.text);
  const auto& node = document.as_object();
  check_keys(node, kEntityKeys, file.path, "entity");
  EntityDef entity;
  entity.name = word(node, "name");
  auto slash = file.path.find('/'), begin = slash == std::string::npos ? 0 : slash + 1;
  entity.area = file.path.substr(0, slash);
  if (file.path.substr(begin) != entity.name + ".json")
    reject(file.path, "the file must be named after the entity \"" + entity.name + "\"");
  entity.icon = word(node, "icon");
  entity.color = word(node, "color", "gray");
  entity.title = word(node, "title", "name");
  auto access = word(node, "access", "records");
  entity.access = access == "system"   ? AccessModel::System
                  : access == "shared" ? AccessModel::Shared
                                       : AccessModel::Records;
  entity.board = word(node, "board");
  entity.board_sum = word(node, "board_sum");
  entity.activities = flag(node, "activities");
  entity.hidden = flag(node, "hidden");
  entity.duplicates = words(node, "duplicates");
  entity.search = words(node, "search");
  entity.actions = words(node, "actions");
  add_system_fields(entity);
  for (const auto& [key, field] : node.at("fields").as_object())
    entity.fields.push_back(read_field(std::string(key), field.as_object(), file.path));
  lay_out_columns(entity);
  if (!entity.find(entity.title)) reject(file.path, "no field for title \"" + entity.title + "\"");
  return entity;
}

// The other side of every link: a list on the record it points to.
void add_related(std::vector<EntityDef>& entities) {
  auto find = [&](const std::string& name) {
    return std::find_if(entities.begin(), entities.end(),
                        [&](const EntityDef& e) { return e.name == name; });
  };
  for (auto& entity : entities)
    for (auto& field : entity.fields) {
      bool many = field.shape() == Shape::References;
      if (many) entity.related.push_back({field.name, field.to.at(0), field.name, true, true});
      if (field.system && field.name != "owner") continue;
      for (const auto& target : field.to) {
        auto other = find(target);
        if (other == entities.end())
          reject(entity.name, "fields." + field.name + " points to the unknown entity \"" + target + "\"");
        if (field.type->name() == "user" || field.type->name() == "team" || field.type->name() == "file")
          continue;
        std::string name = field.inverse.empty() ? entity.name : field.inverse;
        bool taken = std::any_of(other->related.begin(), other->related.end(),
                                 [&](const RelatedList& list) { return list.name == name; });
        if (taken) name = entity.name + "_" + field.name;
        other->related.push_back({name, entity.name, field.name, many, false});
      }
    }
}

}  // namespace

SchemaPtr load_schema(const std::vector<SourceFile>& files) {
  std::vector<EntityDef> entities;
  std::unordered_map<std::string, std::string> layouts;
  for (const auto& file : files) {
    if (file.path.starts_with("strings/") || file.path.find('/') == std::string::npos) continue;
    if (file.path.starts_with("layouts/"))
      layouts[file.path.substr(8, file.path.size() - 13)] = std::string(file.text);
    else
      entities.push_back(read_entity(file));
  }
  std::sort(entities.begin(), entities.end(),
            [](const EntityDef& a, const EntityDef& b) { return a.name < b.name; });
  for (std::size_t i = 0; i < entities.size(); ++i) entities[i].index = static_cast<int>(i);
  add_related(entities);
  return std::make_shared<const Schema>(std::move(entities), std::move(layouts));
}

}  // namespace rapport::schema
