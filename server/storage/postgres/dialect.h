// What PostgreSQL's SQL has of its own: words, functions, the folding of text.
// Not here: the shape of a statement (storage/sql.h).
#pragma once
#include "storage/sql/writer.h"

namespace rapport::storage::postgres {

const Dialect& dialect();

// A name as PostgreSQL keeps it: no longer than 63 bytes, and still unlike others.
std::string kept_name(const std::string& name);

// The function by which texts are folded in the database, made from base::fold itself. `has_icu`:
// the server has the collations of ICU, as nearly all have.
std::string fold_function_sql(bool has_icu);

}  // namespace rapport::storage::postgres
