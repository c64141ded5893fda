// Projection: which fields of an entity are read, and how a row becomes JSON, straight from the row
// to the bytes.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "records/paths.h"

namespace rapport::records {

class LinkLists;

class Projection {
 public:
  // All fields the actor may read, or those named ("name", "account.name"); always with the id.
  // Throws: Error{Malformed} for an unknown field, Error{Forbidden} for a hidden one.
  Projection(PathResolver& paths, const std::vector<std::string>& fields);

  // Columns to be selected, in the order write() expects, from column 0.
  const std::vector<storage::Expression>& columns() const { return columns_; }
  bool has_links() const { return has_links_; }

  // One record as a JSON object. What fields of type links hold comes into the text by
  // LinkLists::fill().
  void write(const Context& context, const storage::Row& row, std::string& out,
             LinkLists& links) const;
  // The same, and complete. Cost: a query for each field of type links.
  void write(storage::Transaction& transaction, const Context& context, const storage::Row& row,
             std::string& out) const;

 private:
  friend class LinkLists;
  enum class Kind { Value, Id, Person, Team, Link, AnyLink, Links };
  struct Target {
    const schema::EntityDef* entity;
    int name_column;
  };
  struct Item {
    Kind kind;
    std::string key;  // "\"name\":"
    const schema::FieldDef* field;
    const schema::EntityDef* entity;
    int column = -1;
    std::vector<Target> targets;
  };
  void add(PathResolver& paths, const std::string& key, const ResolvedField& resolved);
  int add_column(storage::Expression expression);
  int add_name(PathResolver& paths, const ResolvedField& resolved, const schema::EntityDef& target);
  void write_reference(const Context& context, const Item& item, const storage::Row& row,
                       base::JsonWriter& json) const;

  std::vector<storage::Expression> columns_;
  std::vector<Item> items_;
  bool has_links_ = false;
};

// What fields of type links hold, of all records that have been written: asked for together.
class LinkLists {
 public:
  // Writes each list to its place. Cost: a query for each field. The projections and the texts have
  // stayed where they were since they were written.
  void fill(storage::Transaction& transaction, const Context& context);

 private:
  friend class Projection;
  using Lists = std::unordered_map<base::Id, std::string>;  // by record, without brackets
  struct Place {
    const Projection::Item* item;
    base::Id record;
    std::string* text;
    std::size_t at;
  };
  Lists read(storage::Transaction& transaction, const Context& context,
             const Projection::Item& item) const;

  std::vector<Place> places_;  // in the order of the texts, and in each
};

}  // namespace rapport::records
