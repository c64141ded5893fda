// Files carried inside the executable, packed by tools/embed.py: entities/… and web/….
// Names are paths with these prefixes.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "schema/loader.h"

namespace rapport::app {

// Bytes of "web/index.html", "entities/sales/deals.json" … Lifetime: the program's.
std::optional<std::string_view> embedded_file(std::string_view name);

// All files whose names begin with `prefix`, by the rest of their names.
std::vector<std::pair<std::string_view, std::string_view>> embedded_files(std::string_view prefix);

// The files under entities/, by paths without that prefix.
std::vector<schema::SourceFile> entity_files();

}  // namespace rapport::app
