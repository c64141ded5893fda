// Changes: what a writer wants of a record, parsed and checked against the schema and his rights.
// All errors at once.
#pragma once
#include "base/json.h"
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

struct FieldChange {
  const schema::FieldDef* field;
  std::vector<schema::Cell> cells;
};

struct LinksChange {
  const schema::FieldDef* field;
  std::vector<base::Id> ids;  // the whole new set
};

struct Changes {
  std::vector<FieldChange> fields;
  std::vector<LinksChange> links;
  std::optional<base::Id> id;  // chosen by the client, on creation

  void set(const schema::EntityDef& entity, std::string_view field, schema::Cell cell);
};

enum class ChangesFor { Create, Update };

// Throws: Error{Invalid} listing every unknown, read-only, hidden or wrongly typed field.
Changes parse_changes(const Context& context, const schema::EntityDef& entity,
                      const base::json::value& body, ChangesFor purpose);

}  // namespace rapport::records
