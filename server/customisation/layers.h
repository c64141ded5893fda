// Layers: shipped ⊕ own. Makes the files that the loader reads: definitions, layouts and words of
// both laid together, so that whatever works with a shipped field works with an own one.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "customisation/document.h"
#include "customisation/shipped.h"

namespace rapport::customisation {

// What is hidden is left out of the schema that works, and kept where definitions are checked: its
// names and columns are not free.
enum class Hidden { LeftOut, Kept };

struct Layers {
  std::deque<std::string> texts;
  std::vector<schema::SourceFile> files;  // views into texts, and into the shipped files
};

// Lifetime: within that of the shipped files. Expects a document that checks.h has passed.
Layers lay_over(const Shipped& shipped, const Document& document, Hidden hidden);

}  // namespace rapport::customisation
