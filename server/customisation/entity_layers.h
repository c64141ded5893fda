// Definitions of entities, shipped ⊕ own. A part of layers.h, used by nobody else.
// Not here: their layouts (layout_layers.h).
#pragma once
#include <map>
#include <string>

#include "customisation/layers.h"

namespace rapport::customisation {

struct MergedEntity {
  std::string path;  // "sales/deals.json"
  base::json::object definition;
};

// All of them, by name.
std::map<std::string, MergedEntity> merged_entities(const Shipped& shipped,
                                                    const Document& document, Hidden hidden);

}  // namespace rapport::customisation
