// A look into a file before it is imported, and what is asked of an import, read from the request.
// Not here: the run itself (run.h).
#pragma once
#include <functional>

#include "imports/opening.h"

namespace rapport::imports {

// {"file","entity","map","duplicates","dry_run","options"}.
struct ImportOrder {
  base::Id file;
  const schema::EntityDef* entity = nullptr;  // null: to be guessed
  Request request;
  bool is_dry_run = false;
};

enum class Look { First, ToImport };  // ToImport: the entity must be named

// Throws: Error{Malformed}, {Invalid} for wrong members, {NotFound} for an unknown entity,
// {Forbidden} for one whose records the actor may not create.
ImportOrder read_order(const records::Context& context, const base::json::value& body, Look look);
// The entity of that name, if the actor may create its records. Throws: as read_order.
const schema::EntityDef& entity_to_import(const records::Context& context, std::string_view name);

// {"profile","entity","columns","fields","rows","total_estimate"}.
std::string look_into(const records::Context& context, const Vocabulary& vocabulary,
                      const std::filesystem::path& path, const ImportOrder& order);

// The request as it is kept: checked against the file, with its columns and notation.
// Throws: Error{Invalid} for a map that does not fit the file.
std::string settled_request(const records::Context& context, const Vocabulary& vocabulary,
                            const std::function<void(const storage::Work&)>& read,
                            const std::filesystem::path& path, const ImportOrder& order,
                            const base::json::value& body);

struct SettledTable {
  std::vector<std::string> columns;
  char decimal = '\0';
};
SettledTable settled_table(const std::string& request);

}  // namespace rapport::imports
