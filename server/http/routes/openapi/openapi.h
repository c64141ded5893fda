// The contract as an OpenAPI 3.1 document, generated from the route table and the schema, so that
// neither can be forgotten. Custom entities included; under the caller's rights.
#pragma once
#include <string>

#include "http/router.h"
#include "records/model.h"

namespace rapport::http {

std::string openapi_json(const Router& router, const records::Context& context,
                         schema::Language language);

}  // namespace rapport::http
