// Handlers of webhooks beside those of records: creation, which tells the secret, and the log of
// deliveries. Lists, changes, and the actions test and rotate_secret go the way of every entity.
#pragma once
#include "http/context.h"

namespace rapport::http::webhook_api {

Response create(const Call& call);
Response deliveries(const Call& call);
Response send_again(const Call& call);

}  // namespace rapport::http::webhook_api
