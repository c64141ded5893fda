// Handlers of what people mark and are told of: notices, followers, favourites.
// What a notice is and who gets one, is said in records/notices/.
#pragma once
#include "http/context.h"

namespace rapport::http::notice_api {

Response notices(const Call& call);
Response mark_read(const Call& call);
Response stars(const Call& call);
Response people(const Call& call);
Response follow(const Call& call);
Response unfollow(const Call& call);
Response star(const Call& call);
Response unstar(const Call& call);

}  // namespace rapport::http::notice_api
