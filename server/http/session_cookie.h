// The cookies of a session, a known device, a journey to a provider: their names, and how they are
// set and cleared. What they are worth is access/.
#pragma once
#include <string>
#include <string_view>

namespace rapport::http {

inline constexpr std::string_view kDeviceCookie = "rapport_device";
inline constexpr std::string_view kJourneyCookie = "rapport_journey";
inline constexpr std::string_view kSessionCookie = "rapport_session";

// The value of Set-Cookie; an empty token clears it. Secure when the public URL is https.
std::string session_cookie(std::string_view token, std::string_view public_url);
// By which a browser is known again after signing out; for a year.
std::string device_cookie(std::string_view token, std::string_view public_url);
// What is remembered of a journey to a provider, sealed; for ten minutes.
std::string journey_cookie(std::string_view sealed, std::string_view public_url);

}  // namespace rapport::http
