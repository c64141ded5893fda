// Handlers by which an administrator changes the model: /api/v1/metadata/…
// Not here: what a change is and whether it may be (customisation/); metadata as people read it
// (metadata.h).
#pragma once
#include "http/context.h"
#include "http/message.h"

namespace rapport::http::customisation_api {

Response package(const Call& call);
Response install(const Call& call);
Response put_entity(const Call& call);
Response hide_entity(const Call& call);
Response put_field(const Call& call);
Response hide_field(const Call& call);
Response put_layouts(const Call& call);
Response shipped_layouts(const Call& call);

}  // namespace rapport::http::customisation_api
