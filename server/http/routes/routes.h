// The table of every route of the program. A route that is not here does not exist.
// Not here: what the handlers do (the other files of this folder).
#pragma once
#include <vector>

#include "http/router.h"

namespace rapport::http {

std::vector<Route> all_routes();

}  // namespace rapport::http
