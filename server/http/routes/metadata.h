// The metadata document: what a client needs to draw any entity, in a language and under an actor's
// rights (docs/api/metadata.md).
#pragma once
#include <string>

#include "records/model.h"
#include "storage/database.h"

namespace rapport::http {

std::string metadata_json(storage::Transaction& transaction, const records::Context& context,
                          schema::Language language);

}  // namespace rapport::http
