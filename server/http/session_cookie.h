// The cookie that carries a session: its name and how it is set and cleared.
// Everything about what it is worth is access/sign_in.h.
#pragma once
#include <string>
#include <string_view>

namespace rapport::http {

inline constexpr std::string_view kSessionCookie = "rapport_session";

// The value of Set-Cookie; an empty token clears it. Secure when the public URL is https.
std::string session_cookie(std::string_view token, std::string_view public_url);

}  // namespace rapport::http
