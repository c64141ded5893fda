#include "schema/loader.h"

#include <algorithm>
#include <set>
#include <span>

#include "base/error.h"
#include "base/limits.h"
#include "schema/field_reader.h"
#include "schema/layouts.h"
#include "schema/node.h"

namespace rapport::schema {

namespace {

namespace json = base::json;

constexpr std::string_view kEntityKeys[] = {
    "name",       "icon",       "color",  "title",   "access", "board", "board_sum",
    "activities", "duplicates", "search", "actions", "hidden", "fields"};

bool wants_folded_column(const FieldDef& field, const EntityDef& entity) {
  return field.shape() == Shape::Text && !field.system &&
         (field.indexed || field.folded || field.name == entity.title);
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

// A field of two columns may meet another's name: money "price" and a text "price_currency".
void check_columns(const Node& node, const EntityDef& entity) {
  std::set<std::string_view> seen{"rid"};
  for (const auto& field : entity.fields) {
    for (int i = field.column; i < field.column + field.column_count; ++i) {
      const auto& column = entity.columns[static_cast<std::size_t>(i)].name;
      if (!seen.insert(column).second)
        node.reject_here("fields." + field.name, "another field stores its value as " + column);
    }
    if (field.folded_column < 0) continue;
    const auto& folded = entity.columns[static_cast<std::size_t>(field.folded_column)].name;
    if (!seen.insert(folded).second)
      node.reject_here("fields." + field.name, "another field stores its value as " + folded);
  }
}

// Each target of a link is a table to be joined when a record is read with its names.
void check_links(const Node& node, const EntityDef& entity) {
  std::size_t targets = 0;
  for (const auto& field : entity.fields)
    if (field.shape() == Shape::Reference && !field.system) targets += field.to.size();
  if (targets > base::limits::kLinkTargets)
    node.reject_here("fields", "links lead to " + std::to_string(targets) +
                                   " entities in all, at most " +
                                   std::to_string(base::limits::kLinkTargets));
}

json::value read_document(const SourceFile& file) {
  try {
    return base::parse_json(file.text);
  } catch (const base::Error& error) {
    reject(file.path, "", error.what());
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
  check_columns(node, entity);
  check_links(node, entity);
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
  if (!entity.board.empty() && entity.field(entity.board).shape() != Shape::Key)
    node.reject_here("board", "must be a choice or a stage");
  auto sum = entity.board_sum.empty() ? Shape::Number : entity.field(entity.board_sum).shape();
  if (sum != Shape::Number && sum != Shape::Money)
    node.reject_here("board_sum", "must be a number");
}

bool is_icon(std::string_view name) {
  return name.size() <= 60 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == name.npos;
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
    reject(file.path, "", "the file must be named after the entity \"" + entity.name + "\"");
  entity.icon = node.word("icon");
  if (!is_icon(entity.icon)) node.reject_here("icon", "is made of a-z, 0-9 and -");
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

// The other side of a link: a list on the record it points to.
void add_inverse(const EntityDef& entity, const FieldDef& field, EntityDef& other) {
  auto type = field.type->name();
  if (type == "user" || type == "team" || type == "file") return;
  auto is_taken = [&](const std::string& name) {
    return std::any_of(other.related.begin(), other.related.end(),
                       [&](const RelatedList& list) { return list.name == name; });
  };
  std::string name = field.inverse.empty() ? entity.name : field.inverse;
  if (is_taken(name)) name = entity.name + "_" + field.name;
  if (is_taken(name))
    reject(entity.area + "/" + entity.name + ".json", "fields." + field.name + ".inverse",
           other.name + " has two lists \"" + name + "\" already");
  other.related.push_back(
      {name, entity.name, field.name, field.shape() == Shape::References, false});
}

void add_related(std::vector<EntityDef>& entities) {
  auto find = [&](const std::string& name) {
    return std::find_if(entities.begin(), entities.end(),
                        [&](const EntityDef& e) { return e.name == name; });
  };
  for (auto& entity : entities)
    for (auto& field : entity.fields) {
      if (field.shape() == Shape::References)
        entity.related.push_back({field.name, field.to.at(0), field.name, true, true});
      if (field.system && field.name != "owner") continue;
      for (const auto& target : field.to) {
        auto other = find(target);
        if (other == entities.end())
          reject(entity.area + "/" + entity.name + ".json", "fields." + field.name,
                 "points to the unknown entity \"" + target + "\"");
        add_inverse(entity, field, *other);
      }
    }
}

// FNV-1a over everything a client may have cached.
std::string version_of(const std::vector<SourceFile>& files) {
  std::uint64_t hash = 1469598103934665603ULL;
  auto mix = [&hash](std::string_view text) {
    for (unsigned char c : text) hash = (hash ^ c) * 1099511628211ULL;
  };
  for (const auto& file : files) {
    mix(file.path);
    mix(file.text);
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
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
  for (const auto& entity : entities)
    if (auto found = layouts.find(entity.name); found != layouts.end())
      check_layouts(entity, found->second);
  return std::make_shared<const Schema>(std::move(entities), std::move(layouts),
                                        version_of(files));
}

}  // namespace rapport::schema
