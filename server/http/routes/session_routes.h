// Handlers of who is there: first run, sign-in, the own profile, sessions and API keys, passwords
// of others.
#pragma once
#include "http/context.h"

namespace rapport::http::session_api {

Response setup_state(const Call& call);
Response trades(const Call& call);
Response set_up(const Call& call);
Response sign_in(const Call& call);
Response current(const Call& call);
Response sign_out(const Call& call);
Response profile(const Call& call);
Response update_profile(const Call& call);
Response home(const Call& call);
Response put_home(const Call& call);
Response forget_home(const Call& call);
Response change_password(const Call& call);
Response sessions(const Call& call);
Response end_session(const Call& call);
Response api_keys(const Call& call);
Response create_api_key(const Call& call);
Response revoke_api_key(const Call& call);
Response set_password(const Call& call);
Response metadata(const Call& call);

}  // namespace rapport::http::session_api
