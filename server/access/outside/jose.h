// Jose: signed tokens (JWT) of a provider, checked against the keys that it publishes (JWKS).
// Only what a provider of OpenID Connect must do (RS256) and what the newer ones do (ES256, PS256);
// none, and what is keyed by a shared secret (HS256), is no signature here.
// Not here: what the claims must say (openid.h).
// Source: RFC 7515 (JWS), 7517 (JWK), 7518 (algorithms).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace rapport::access::jose {

// Base64url without padding; nothing when the text is none.
std::optional<std::string> from_base64url(std::string_view text);
std::string to_base64url(std::string_view bytes);
std::string to_base64(std::string_view bytes);  // the usual one, with padding

std::string sha256(std::string_view bytes);

// The id of the key that a token names, may be empty; nothing for what is no token.
std::optional<std::string> key_id_of(std::string_view token);

// The claims of a token that one of the keys has signed; nothing otherwise. `keys`: {"keys": […]}.
// A key is taken only for its own kind of algorithm, and by the id that the token names.
std::optional<base::json::object> verified_claims(std::string_view token,
                                                  const base::json::value& keys);

}  // namespace rapport::access::jose
