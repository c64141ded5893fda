// The audit's routes: what was looked at, changed, taken out and administered, for administrators.
// Not here: how entries are found (audit_pages.h), what is told of a call (told.h).
#pragma once
#include "http/context.h"

namespace rapport::http::audit_api {

Response entries(const Call& call);
Response export_entries(const Call& call);
Response settings(const Call& call);
Response put_settings(const Call& call);

}  // namespace rapport::http::audit_api
