#include "storage/tables.h"

#include <set>

#include "base/error.h"

namespace rapport::storage {

using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;

namespace {

constexpr std::string_view kLive = "deleted_at IS NULL";

// Owner and team ride along, so that rights are settled inside the index, before the row itself is
// read.
Index walkable(const std::string& column) {
  return {{column, "rid", "team", "owner"}, false, std::string(kLive)};
}

// What a page of a team's records may be sorted by without an index of its own.
std::vector<std::string> sorted_columns(const EntityDef& entity) {
  std::vector<std::string> columns;
  for (const auto& field : entity.fields)
    if (field.sorted)
      columns.push_back(
          entity.columns[field.folded_column >= 0 ? field.folded_column : field.column].name);
  return columns;
}

void add_indexes(const EntityDef& entity, Table& table) {
  table.indexes.push_back({{"id"}, true, {}});
  // What one person has outside of some teams; and what one person or one team has, the newest
  // first.
  table.indexes.push_back({{"owner", "team"}, false, std::string(kLive)});
  table.indexes.push_back({{"owner", "rid", "team"}, false, std::string(kLive)});
  table.indexes.push_back(
      {{"team", "rid", "owner"}, false, std::string(kLive), sorted_columns(entity)});
  // The same by what was last touched, which people ask for most.
  for (const char* order : {"changed_at", "created_at"}) {
    table.indexes.push_back({{"owner", order, "rid", "team"}, false, std::string(kLive)});
    table.indexes.push_back({{"team", order, "rid", "owner"}, false, std::string(kLive)});
  }
  table.indexes.push_back({{"deleted_at"}, false, "deleted_at IS NOT NULL"});
  for (const auto& field : entity.fields) {
    if (field.shape() == Shape::References || field.name == "id") continue;
    const auto& column =
        table.columns[field.folded_column >= 0 ? field.folded_column : field.column].name;
    if (field.unique)
      table.indexes.push_back(
          {{column}, true, "\"" + column + "\" IS NOT NULL AND " + std::string(kLive)});
    else if (field.shape() == Shape::Reference && (field.indexed || !field.inverse.empty()))
      table.indexes.push_back({{column}, false, "\"" + column + "\" IS NOT NULL"});
    else if (field.indexed || field.name == entity.title)
      table.indexes.push_back(walkable(column));
  }
}

}  // namespace

namespace {

// Entities that links of others lead to. Names of people and teams are known in memory.
std::set<std::string> linked_entities(const schema::Schema& schema) {
  std::set<std::string> linked;
  for (const auto& entity : schema.entities())
    for (const auto& field : entity.fields)
      if (field.shape() == Shape::Reference) linked.insert(field.to.begin(), field.to.end());
  linked.erase("users");
  linked.erase("teams");
  return linked;
}

}  // namespace

EntityTables::EntityTables(schema::SchemaPtr schema) : schema_(std::move(schema)) {
  auto linked = linked_entities(*schema_);
  for (const auto& entity : schema_->entities()) {
    Table& table = tables_.emplace_back();
    table.name = entity.name;
    table.columns = entity.columns;
    add_indexes(entity, table);
    // The name of a linked record, and whose it is, without reading its row.
    if (linked.contains(entity.name))
      table.indexes.push_back({{"id", entity.title, "owner", "team"}, false, {}});
    int folded = entity.title_field().folded_column;
    if (folded >= 0) {
      table.substring_column = entity.columns[folded].name;
      table.substring_scope = "team";
    }
    by_entity_.push_back(&table);
    for (const auto& field : entity.fields) {
      if (field.shape() != Shape::References) continue;
      Table& link = tables_.emplace_back();
      link.name = schema::link_table_name(entity, field);
      link.columns = {{"a", ColumnType::Bytes}, {"b", ColumnType::Bytes}};
      link.key = {"a", "b"};
      link.indexes = {{{"b", "a"}, false, {}}};
      links_[link.name] = &link;
    }
  }
}

const Table& EntityTables::of(std::string_view entity) const {
  return of(schema_->entity(entity));
}

const Table& EntityTables::of_link(const EntityDef& entity, const FieldDef& field) const {
  return *links_.at(schema::link_table_name(entity, field));
}

std::vector<const Table*> EntityTables::all() const {
  std::vector<const Table*> all;
  for (const auto& table : tables_) all.push_back(&table);
  return all;
}

}  // namespace rapport::storage
