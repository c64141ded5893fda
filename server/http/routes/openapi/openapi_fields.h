// The JSON schemas of an entity's records, for the OpenAPI document: as read, as changed,
// as created, in bulk, as a page. One row of the table in the .cpp for each field type.
#pragma once
#include <string>

#include "records/model.h"

namespace rapport::http {

// Members "deals":{…}, "deals_write", "deals_create", "deals_bulk" and "deals_page", without braces
// around them.
std::string entity_schemas(const records::Context& context, const schema::EntityDef& entity,
                           schema::Language language);

}  // namespace rapport::http
