// Handlers of what is given beside roles: shares of a record, and who sees it and why.
// What they mean is said in records/sharing/ and records/requests/sight.h.
#pragma once
#include "http/context.h"

namespace rapport::http::rights_api {

Response shares(const Call& call);
Response share(const Call& call);
Response unshare(const Call& call);
Response sight(const Call& call);

}  // namespace rapport::http::rights_api
