// Edits: what one call changes in a document: a field, an entity, its layouts, or all of it. What
// is not named stays as it is.
// Not here: whether the outcome may stand (checks.h, the loader).
#pragma once
#include <map>
#include <optional>
#include <string>

#include "customisation/document.h"
#include "customisation/shipped.h"

namespace rapport::customisation {

// What records get instead of a choice that is no more; nothing: the field is emptied.
using Replacements = std::map<std::string, std::optional<std::string>>;

struct Edit {
  enum class Kind {
    PutField,
    HideField,
    PutEntity,
    HideEntity,
    PutLayouts,
    ShippedLayouts,
    Install
  };
  Kind kind;
  std::string entity, field;
  base::json::value body;
  schema::Language language = schema::Language::En;  // of labels that name none
};

struct Edited {
  Document document;
  std::map<std::string, Replacements> replacements;  // by "deals.color"
};

// Throws: Error{NotFound} for what is not there, {Invalid} for what is shipped and cannot be
// hidden, {Malformed} for a body of another shape.
Edited edit(const Shipped& shipped, const Document& document, const Edit& edit);

}  // namespace rapport::customisation
