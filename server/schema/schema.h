// Schema: the immutable snapshot of all entities with their layouts. A request keeps the one it
// began with.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "schema/entity_def.h"

namespace rapport::schema {

class Schema {
 public:
  Schema(std::vector<EntityDef> entities, std::unordered_map<std::string, std::string> layouts,
         std::string version);

  const std::vector<EntityDef>& entities() const { return entities_; }
  const EntityDef* find(std::string_view entity) const;
  // Throws: Error{NotFound, "unknown_entity"} that names it.
  const EntityDef& entity(std::string_view name) const;
  // JSON text of the layouts file of an entity; "{}" when it has none.
  const std::string& layouts_json(std::string_view entity) const;
  // Changes with any entity, layout or word.
  const std::string& version() const { return version_; }

 private:
  std::vector<EntityDef> entities_;
  std::unordered_map<std::string, int> by_name_;
  std::unordered_map<std::string, std::string> layouts_;
  std::string version_;
};

using SchemaPtr = std::shared_ptr<const Schema>;

}  // namespace rapport::schema
