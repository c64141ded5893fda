// What handlers of signing in share: texts of a body, who serves them, where a request comes
// from. Not here: what all routes share (record_request.h).
#pragma once
#include <string>
#include <string_view>

#include "access/sign_in.h"
#include "base/json.h"
#include "http/context.h"

namespace rapport::http {

enum class Presence { Required, Optional };

// A text member of a JSON object; empty when absent. Throws: Error{Invalid, "wrong_type"},
// {"required"}.
std::string text_of(const base::json::value& body, std::string_view name,
                    Presence presence = Presence::Required);

access::SignIn& sign_in_of(const Call& call);
access::SignInStores& stores_of(const Call& call);

// Lifetime: the request's.
access::Origin origin_of(const Call& call);

}  // namespace rapport::http
