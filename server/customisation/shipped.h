// Shipped: the model that comes with the program, parsed once, to be looked at and laid under a
// company's own.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "schema/loader.h"

namespace rapport::customisation {

// What a company may change of a shipped entity, and of a shipped field.
inline constexpr std::string_view kShippedEntityKeys[] = {"icon",      "color",  "board",
                                                          "board_sum", "search", "fields"};
inline constexpr std::string_view kShippedFieldKeys[] = {"required", "choices", "default",
                                                         "history", "indexed"};

// Threads: safe after construction.
class Shipped {
 public:
  // Lifetime: the files' texts outlive it. Throws: Error{Malformed} for one that is not JSON.
  explicit Shipped(std::vector<schema::SourceFile> files);

  const std::vector<schema::SourceFile>& files() const { return files_; }
  // What the file of that path holds ("layouts/deals.json"); null when there is none.
  const base::json::object* find(const std::string& path) const;
  // The entity's file; null for one that is not shipped.
  const base::json::object* entity(std::string_view name) const;
  const base::json::object* field(std::string_view entity, std::string_view field) const;
  std::string path_of_entity(std::string_view name) const;
  bool has_area(std::string_view area) const;
  std::vector<std::string> entities() const;

 private:
  std::vector<schema::SourceFile> files_;
  std::unordered_map<std::string, base::json::object> parsed_;  // by path
  std::unordered_map<std::string, std::string> paths_;          // by entity
};

}  // namespace rapport::customisation
