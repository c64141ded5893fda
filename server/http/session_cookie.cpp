#include "http/session_cookie.h"

namespace rapport::http {

std::string session_cookie(std::string_view token, std::string_view public_url) {
  constexpr std::string_view kNinetyDays = "7776000";
  std::string cookie(kSessionCookie);
  cookie += "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=";
  cookie += token.empty() ? "0" : kNinetyDays;
  if (public_url.starts_with("https://")) cookie += "; Secure";
  return cookie;
}

}  // namespace rapport::http
