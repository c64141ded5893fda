// Several reads in one request, for screens that would ask a dozen small things at once: each is
// sent through the dispatcher again. Not here: what any of them answers.
#pragma once
#include "http/context.h"

namespace rapport::http::composite_api {

inline constexpr std::size_t kMostPaths = 40;

// {"paths":["/api/v1/deals/…/timeline?limit=30"]} → {"answers":[{"status":200,"body":{…}}]}, in the
// same order. Each path is answered as if it had come alone: its own route, sign-in, rights, limits
// of requests, errors and line in the log. Only routes read by GET that answer JSON.
// Throws: Error 400 for a body of another shape and for a path that cannot be asked so.
Response composite(const Call& call);

}  // namespace rapport::http::composite_api
