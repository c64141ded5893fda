#include "http/session_cookie.h"

namespace rapport::http {

namespace {

std::string cookie(std::string_view name, std::string_view value, std::string_view seconds,
                   std::string_view public_url) {
  std::string text(name);
  text.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax; Max-Age=");
  text.append(value.empty() ? "0" : seconds);
  if (public_url.starts_with("https://")) text += "; Secure";
  return text;
}

}  // namespace

std::string session_cookie(std::string_view token, std::string_view public_url) {
  constexpr std::string_view kNinetyDays = "7776000";
  return cookie(kSessionCookie, token, kNinetyDays, public_url);
}

std::string device_cookie(std::string_view token, std::string_view public_url) {
  constexpr std::string_view kYear = "31536000";
  return cookie(kDeviceCookie, token, kYear, public_url);
}

std::string journey_cookie(std::string_view sealed, std::string_view public_url) {
  constexpr std::string_view kTenMinutes = "600";
  return cookie(kJourneyCookie, sealed, kTenMinutes, public_url);
}

}  // namespace rapport::http
