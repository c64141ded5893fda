// Tables of a Schema: one for each entity and one for each field that links many to many.
// Indexes follow from the marks of the entity language.
#pragma once
#include <deque>
#include <string_view>
#include <unordered_map>

#include "schema/schema.h"
#include "storage/table.h"

namespace rapport::storage {

// Lifetime: keeps its schema alive; the tables' addresses are stable.
class EntityTables {
 public:
  explicit EntityTables(schema::SchemaPtr schema);
  const Table& of(const schema::EntityDef& entity) const {
    // One of another schema, which the company has changed since, stands elsewhere in this one.
    auto index = static_cast<std::size_t>(entity.index);
    const auto& entities = schema_->entities();
    bool is_own = index < entities.size() && &entities[index] == &entity;
    return is_own ? *by_entity_[index] : of(std::string_view(entity.name));
  }
  const Table& of(std::string_view entity) const;
  // The pairs (a: this record, b: the other) of a field of type links.
  const Table& of_link(const schema::EntityDef& entity, const schema::FieldDef& field) const;
  std::vector<const Table*> all() const;

 private:
  schema::SchemaPtr schema_;
  std::deque<Table> tables_;
  std::vector<const Table*> by_entity_;
  std::unordered_map<std::string, const Table*> links_;
};

}  // namespace rapport::storage
