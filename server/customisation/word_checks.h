// Checks of the words in a document: their places, lengths and letters. A part of checks.h.
// Not here: where a missing word comes from (layers.h).
#pragma once
#include <set>

#include "customisation/document.h"
#include "customisation/faults.h"

namespace rapport::customisation {

// `entities`: names of all that are there, or hidden.
void check_words(const Document& document, const std::set<std::string>& entities, Faults& faults);

}  // namespace rapport::customisation
