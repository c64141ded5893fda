#include "http/routes/routes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "http/guard.h"

namespace rapport::http {
namespace {

std::string refusal(const Route& route, const Identity& identity) {
  Request request;
  request.method = route.method;
  request.headers.add("X-CSRF-Token", identity.csrf);
  request.headers.add("Content-Type", "application/json");
  try {
    check_caller(route, request, identity, {});
  } catch (const base::Error& error) {
    return error.code;
  }
  return "";
}

Identity administrator(SignedBy by, bool is_confirmed) {
  Identity identity;
  identity.by = by;
  identity.is_administrator = true;
  identity.is_confirmed = is_confirmed;
  if (by == SignedBy::Cookie) identity.csrf = "token";
  return identity;
}

bool is_about_secrets(std::string_view pattern) {
  constexpr std::string_view kWords[] = {"password", "second-factor", "api-keys", "sign-in"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](auto word) {
    return pattern.find(word) != std::string_view::npos;
  });
}

// What a thief gains nothing by: to end something, to look.
bool is_harmless(const Route& route) {
  return is_safe(route.method) || route.policy == Policy::Public ||
         route.pattern.ends_with("/api-keys/{id}") || route.pattern.ends_with("/api-keys/{key}") ||
         route.pattern.ends_with("/look");
}

// SX-63, through every door: a new route about secrets that forgets it fails here.
TEST(Routes, SecretsAreChangedByWhoProvedWhoTheyAreJustNow) {
  int doors = 0;
  for (const auto& route : all_routes()) {
    if (!is_about_secrets(route.pattern) || is_harmless(route)) continue;
    ++doors;
    const bool asks_itself = route.pattern == "/api/v1/profile/password";  // in its body
    EXPECT_NE(route.trust, Trust::Usual) << route.pattern;
    EXPECT_TRUE(asks_itself || route.trust == Trust::Confirmed) << route.pattern;
  }
  EXPECT_GE(doors, 11);
}

TEST(Routes, TrustIsAskedForBeforeTheHandler) {
  for (const auto& route : all_routes()) {
    if (route.trust == Trust::Usual || route.handler == nullptr) continue;
    EXPECT_EQ(refusal(route, administrator(SignedBy::Key, true)), "session_needed")
        << route.pattern;
    EXPECT_EQ(refusal(route, administrator(SignedBy::Cookie, false)),
              route.trust == Trust::Confirmed ? "confirm_needed" : "")
        << route.pattern;
    EXPECT_EQ(refusal(route, administrator(SignedBy::Cookie, true)), "") << route.pattern;
  }
}

}  // namespace
}  // namespace rapport::http
