// The schemas of the OpenAPI document that are the same in every company: errors, values, and the
// bodies and answers of the routes that are of no entity. Those of entities are openapi_fields.h.
#pragma once
#include <string_view>

namespace rapport::http {

// Members "Problem":{…},"Link":{…} …, without braces around them.
std::string_view fixed_schemas();

}  // namespace rapport::http
