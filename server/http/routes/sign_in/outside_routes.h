// Handlers of signing in by another system: the journey to a provider and back, and the settings of
// provider and directory.
#pragma once
#include "http/context.h"

namespace rapport::http::outside_api {

Response ways(const Call& call);
Response depart(const Call& call);
Response depart_to_confirm(const Call& call);
Response arrive(const Call& call);

// By administrators
Response settings(const Call& call);
Response put_directory(const Call& call);
Response put_provider(const Call& call);
Response try_directory(const Call& call);
Response try_provider(const Call& call);
Response look_at_directory(const Call& call);

}  // namespace rapport::http::outside_api
