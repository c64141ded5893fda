// Checks of a document that the loader does not make: what may be changed of the shipped model and
// of what has records already, names, limits, words.
// Not here: what a definition must be (schema/loader.h).
#pragma once
#include <set>
#include <string>

#include "customisation/document.h"
#include "customisation/shipped.h"
#include "schema/schema.h"
#include "storage/table.h"

namespace rapport::customisation {

// `reserved`: names that an entity must not have, because an address of the API has them.
// Throws: Error{Invalid, "customisation_invalid"} with all that is wrong, at most 20 of it.
void check_document(const Shipped& shipped, const Document& before, const Document& after,
                    const std::set<std::string>& reserved);

// No table, index or search table has the name of another. Throws: as above.
void check_stored_names(const std::vector<const storage::Table*>& tables);

// The lists that the program ships on its records keep their names, whatever links lead there or
// are called so. Throws: as above.
void check_lists(const schema::Schema& shipped, const schema::Schema& after);

// The loader's complaint as one of a document. Throws: always.
[[noreturn]] void refuse(const base::Error& bad_schema);

}  // namespace rapport::customisation
