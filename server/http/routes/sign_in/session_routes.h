// Handlers of who is there: first run, sign-in and -out, the own profile, the metadata one sees.
// Not here: what one signs in with (security_routes.h).
#pragma once
#include "access/sign_in.h"
#include "http/context.h"

namespace rapport::http::session_api {

Response setup_state(const Call& call);
Response trades(const Call& call);
Response set_up(const Call& call);
Response sign_in(const Call& call);
// The answer to who has just signed in, with the cookies. `next`: a path to go to; may be empty.
Response begun_session(const Call& call, const access::SignedIn& signed_in,
                       std::string_view next = {});
Response current(const Call& call);
Response sign_out(const Call& call);
Response profile(const Call& call);
Response update_profile(const Call& call);
Response home(const Call& call);
Response put_home(const Call& call);
Response forget_home(const Call& call);
Response metadata(const Call& call);

}  // namespace rapport::http::session_api
