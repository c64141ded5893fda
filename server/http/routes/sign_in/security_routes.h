// Handlers of what one signs in with: passwords, second factor, sessions, API keys, the log of
// sign-ins; one's own, and an administrator's for others.
#pragma once
#include "http/context.h"

namespace rapport::http::security_api {

// One's own
Response confirm(const Call& call);
Response change_password(const Call& call);
Response second_factor(const Call& call);
Response begin_second_factor(const Call& call);
Response confirm_second_factor(const Call& call);
Response turn_off_second_factor(const Call& call);
Response renew_recovery_codes(const Call& call);
Response sessions(const Call& call);
Response end_session(const Call& call);
Response end_other_sessions(const Call& call);
Response sign_ins(const Call& call);
Response api_keys(const Call& call);
Response create_api_key(const Call& call);
Response revoke_api_key(const Call& call);

// Of others, by administrators
Response user_security(const Call& call);
Response set_password(const Call& call);
Response make_password_link(const Call& call);
Response turn_off_user_second_factor(const Call& call);
Response end_user_sessions(const Call& call);
Response end_user_session(const Call& call);
Response revoke_user_api_key(const Call& call);

// By who holds a link
Response look_at_password_link(const Call& call);
Response use_password_link(const Call& call);

}  // namespace rapport::http::security_api
