#include "schema/loader.h"

#include <algorithm>
#include <span>

#include "base/error.h"
#include "base/text.h"

namespace rapport::schema {

namespace {

namespace json = base::json;

constexpr std::string_view kEntityKeys[] = {
    "name",       "icon",       "color",  "title",   "access", "board", "board_sum",
    "activities", "duplicates", "search", "actions", "hidden", "fields"};
constexpr std::string_view kFieldKeys[] = {
    "type",  "required", "read_only", "indexed", "unique", "default", "max",          "min",
    "scale", "to",       "inverse",   "choices", "check",  "prefix",  "write_rights", "history"};

constexpr std::string_view kColors[] = {"gray",  "blue", "violet", "orange",
                                        "green", "red",  "teal",   "pink"};

[[noreturn]] void reject(const std::string& file, const std::string& what) {
  throw base::Error(base::ErrorKind::Internal, "bad_schema", {}, file + ": " + what);
}

std::string nearest_of(std::string_view word, std::span<const std::string_view> known) {
  return std::string(*std::min_element(known.begin(), known.end(), [&](auto a, auto b) {
    return base::edit_distance(word, a, 20) < base::edit_distance(word, b, 20);
  }));
}

// An object of an entity file, read with its place at hand for what is wrong in it.
class Node {
 public:
  Node(const json::value& value, const std::string& file, std::string path)
      : file_(file), path_(std::move(path)) {
    if (!value.is_object()) reject_here("", "must be an object");
    object_ = &value.get_object();
  }

  const json::object& object() const { return *object_; }

  [[noreturn]] void reject_here(std::string_view key, const std::string& what) const {
    std::string place = path_;
    if (!key.empty()) place += (place.empty() ? "" : ".") + std::string(key);
    reject(file_, (place.empty() ? "entity" : place) + ": " + what);
  }

  void check_keys(std::span<const std::string_view> known) const {
    for (const auto& [key, value] : *object_)
      if (std::find(known.begin(), known.end(), std::string_view(key)) == known.end())
        reject_here("", "unknown key \"" + std::string(key) + "\", did you mean \"" +
                            nearest_of(key, known) + "\"?");
  }

  Node child(std::string_view key) const {
    const auto* value = object_->if_contains(key);
    if (!value) reject_here(key, "is missing");
    return Node(*value, file_, path_.empty() ? std::string(key) : path_ + "." + std::string(key));
  }

  bool flag(std::string_view key, bool fallback = false) const {
    const auto* value = object_->if_contains(key);
    if (value && !value->is_bool()) reject_here(key, "must be true or false");
    return value ? value->get_bool() : fallback;
  }

  std::string word(std::string_view key, std::string fallback = {}) const {
    const auto* value = object_->if_contains(key);
    if (value && !value->is_string()) reject_here(key, "must be a string");
    return value ? std::string(value->get_string()) : fallback;
  }

  // A word out of a list; the first when it is not given.
  std::string word_of(std::string_view key, std::span<const std::string_view> known) const {
    auto given = word(key, std::string(known.front()));
    if (std::find(known.begin(), known.end(), given) == known.end())
      reject_here(key, "unknown value \"" + given + "\", did you mean \"" +
                           nearest_of(given, known) + "\"?");
    return given;
  }

  std::vector<std::string> words(std::string_view key) const {
    const auto* value = object_->if_contains(key);
    if (!value) return {};
    if (value->is_string()) return {std::string(value->get_string())};
    std::vector<std::string> out;
    for (const auto& item : list(key)) {
      if (!item.is_string()) reject_here(key, "must be a list of strings");
      out.emplace_back(item.get_string());
    }
    return out;
  }

  const json::array& list(std::string_view key) const {
    static const json::array kNone;
    const auto* value = object_->if_contains(key);
    if (value && !value->is_array()) reject_here(key, "must be a list");
    return value ? value->get_array() : kNone;
  }

  std::optional<std::int64_t> number(std::string_view key) const {
    const auto* value = object_->if_contains(key);
    if (value && !value->is_int64()) reject_here(key, "must be a whole number");
    return value ? std::optional(value->get_int64()) : std::nullopt;
  }

 private:
  const json::object* object_ = nullptr;
  const std::string& file_;
  std::string path_;
};

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 60 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

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
  field.history = node.flag("history", true);
  static constexpr std::string_view kWriters[] = {"", "administrator"};
  field.administrator_only = !node.word_of("write_rights", kWriters).empty();
  field.max = node.number("max");
  field.min = node.number("min");
  field.scale = static_cast<int>(node.number("scale").value_or(field.scale));
  field.to = node.words("to");
  field.inverse = node.word("inverse");
  field.check = node.word("check");
  field.prefix = node.word("prefix");
  read_choices(node, file, field);
  auto type = field.type->name();
  if (type == "user") field.to = {"users"};
  if (type == "team") field.to = {"teams"};
  if (type == "file") field.to = {"files"};
  if ((type == "link" || type == "links") && field.to.empty()) node.reject_here("to", "is missing");
  read_default(node, field);
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
  const std::string file = "system fields";
  for (const auto& [key, value] : nodes) {
    std::string name(key);
    FieldDef field = read_field(name, Node(value, file, "fields." + name), file);
    field.system = true;
    if (field.name == "id") field.type = &id_type;
    entity.fields.push_back(std::move(field));
  }
}

bool wants_folded_column(const FieldDef& field, const EntityDef& entity) {
  return field.shape() == Shape::Text && (field.indexed || field.name == entity.title) &&
         !field.system;
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

json::value read_document(const SourceFile& file) {
  try {
    return base::parse_json(file.text);
  } catch (const base::Error& error) {
    reject(file.path, error.what());
  }
}

void read_fields(const Node& node, const SourceFile& file, EntityDef& entity) {
  add_system_fields(entity);
  for (const auto& [key, value] : node.child("fields").object()) {
    std::string name(key);
    Node field(value, file.path, "fields." + name);
    bool taken = name == "rid" || std::any_of(entity.fields.begin(), entity.fields.end(),
                                              [&](const auto& f) { return f.name == name; });
    if (taken) field.reject_here("", "every entity has that already");
    entity.fields.push_back(read_field(name, field, file.path));
  }
  lay_out_columns(entity);
}

// The keys that name fields name fields that are there.
void check_field_names(const Node& node, const EntityDef& entity) {
  auto check = [&](std::string_view key, std::string name) {
    if (name.ends_with("~")) name.pop_back();
    if (!entity.find(name)) node.reject_here(key, "no field \"" + name + "\"");
  };
  check("title", entity.title);
  if (!entity.board.empty()) check("board", entity.board);
  if (!entity.board_sum.empty()) check("board_sum", entity.board_sum);
  for (const auto& name : entity.search) check("search", name);
  for (const auto& name : entity.duplicates) check("duplicates", name);
  if (entity.title_field().shape() != Shape::Text) node.reject_here("title", "must be a text");
}

EntityDef read_entity(const SourceFile& file) {
  auto document = read_document(file);
  Node node(document, file.path, "");
  node.check_keys(kEntityKeys);
  EntityDef entity;
  entity.name = node.word("name");
  auto slash = file.path.find('/'), begin = slash == std::string::npos ? 0 : slash + 1;
  entity.area = file.path.substr(0, slash);
  if (!is_name(entity.name)) node.reject_here("name", "is made of a-z, 0-9 and _");
  if (file.path.substr(begin) != entity.name + ".json")
    reject(file.path, "the file must be named after the entity \"" + entity.name + "\"");
  entity.icon = node.word("icon");
  entity.color = node.word_of("color", kColors);
  entity.title = node.word("title", "name");
  static constexpr std::string_view kAccess[] = {"records", "published", "shared", "system",
                                                  "administration"};
  auto access = node.word_of("access", kAccess);
  entity.access = access == "system"           ? AccessModel::System
                  : access == "administration" ? AccessModel::Administration
                  : access == "shared"         ? AccessModel::Shared
                  : access == "published"      ? AccessModel::Published
                                               : AccessModel::Records;
  entity.board = node.word("board");
  entity.board_sum = node.word("board_sum");
  entity.activities = node.flag("activities");
  entity.hidden = node.flag("hidden");
  entity.duplicates = node.words("duplicates");
  entity.search = node.words("search");
  entity.actions = node.words("actions");
  read_fields(node, file, entity);
  check_field_names(node, entity);
  if (entity.access == AccessModel::Published && !entity.find("shared"))
    node.reject_here("access", "published needs a field \"shared\"");
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
          reject(entity.name,
                 "fields." + field.name + " points to the unknown entity \"" + target + "\"");
        if (field.type->name() == "user" || field.type->name() == "team" ||
            field.type->name() == "file")
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
