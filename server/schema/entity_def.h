// EntityDef and FieldDef: what an entity is, as loaded from entities/*.json. Immutable once in a
// Schema.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/cell.h"
#include "schema/field_type.h"

namespace rapport::schema {

struct Choice {
  std::string key;
  std::string color;
};

struct FieldDef {
  std::string name;
  const FieldType* type = nullptr;
  bool required = false;
  bool read_only = false;
  bool indexed = false;
  bool folded = false;              // has a folded shadow column without being indexed
  bool sorted = false;              // rides along in an index, so that sorting by it reads no rows
  bool unique = false;
  bool system = false;              // one of the fields that every entity has
  bool administrator_only = false;  // only administrators may write it
  bool history = true;
  std::string default_json;  // empty: none
  std::optional<std::int64_t> max, min;
  int scale = 2;
  std::vector<std::string> to;
  std::string inverse;
  std::vector<Choice> choices;
  std::string check;
  std::string prefix;

  int index = -1;   // position in EntityDef::fields
  int column = -1;  // first column in EntityDef::columns; -1 for references
  int column_count = 0;
  int folded_column = -1;  // column with the folded text; -1: folded when asked

  Shape shape() const { return type->shape(); }
  bool points_to_several() const { return to.size() > 1; }
  const Choice* find_choice(std::string_view key) const;
};

// A list of another entity's records that point here.
struct RelatedList {
  std::string name;  // its name in /related/{name}
  std::string entity;
  std::string field;  // the link on the other side; for a link table: the field of type links
  bool many_to_many = false;
  bool forward = false;  // this entity holds the links field itself
};

enum class AccessModel {
  Records,    // by owner and team, as the role says
  Published,  // read by whom its field `shared` names: own, team, everyone
  Shared,     // read by all
  System,     // read by all, written by administrators
  Administration,  // read and written by administrators alone
};

struct EntityDef {
  std::string name;
  std::string area;
  std::string icon, color;
  std::string title = "name";
  AccessModel access = AccessModel::Records;
  std::string board, board_sum;
  bool activities = false;
  bool hidden = false;
  std::vector<std::string> duplicates;
  std::vector<std::string> search;
  std::vector<std::string> actions;
  std::vector<FieldDef> fields;    // system fields first
  std::vector<ColumnDef> columns;  // of all fields; the row number "rid" is beside them
  std::vector<RelatedList> related;
  int index = -1;  // position in Schema::entities()

  const FieldDef* find(std::string_view field) const;
  const FieldDef& field(std::string_view name) const;  // Throws: Error{Internal} when absent
  const FieldDef& title_field() const { return field(title); }

  std::unordered_map<std::string, int> by_name;
};

// Name of the table that holds the pairs of a field of type links.
std::string link_table_name(const EntityDef& entity, const FieldDef& field);

// A compile-time name of a field with the C++ type of its value; checked against the schema at
// start.
template <class T>
struct Field {
  std::string_view name;
};

}  // namespace rapport::schema
