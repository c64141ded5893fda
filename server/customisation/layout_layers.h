// Layouts, shipped ⊕ own: an own field that no layout of the company names stands at the end of the
// form by itself, and an own entity has lists and forms without any. A part of layers.h.
#pragma once
#include <string>

#include "customisation/entity_layers.h"

namespace rapport::customisation {

// Sections that the program adds; their words are messages of the same names.
inline constexpr std::string_view kMainSection = "main", kOwnSection = "own";

// The whole layouts file of an entity as merged_entities() made it.
base::json::object merged_layouts(const Shipped& shipped, const Document& document,
                                  const std::string& entity, const MergedEntity& merged);

}  // namespace rapport::customisation
