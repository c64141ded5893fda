#include "http/router.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace rapport::http {
namespace {

Response answer(const Call&) { return {}; }

Route route(Method method, std::string_view pattern) {
  return {method, pattern, Policy::SignedIn, BodyKind::None, &answer, ""};
}

Router sample() {
  return Router({route(Method::Get, "/api/v1/{entity}/{id}"),
                 route(Method::Patch, "/api/v1/{entity}/{id}"),
                 route(Method::Get, "/api/v1/{entity}"), route(Method::Get, "/api/v1/search"),
                 route(Method::Post, "/api/v1/{entity}/query"),
                 route(Method::Put, "/api/v1/metadata/{path...}")});
}

std::string_view pattern_of(const RouteMatch& match) {
  return match.route ? match.route->pattern : "none";
}

TEST(Router, PrefersLiteralSegments) {
  const auto router = sample();
  EXPECT_EQ(pattern_of(router.find(Method::Get, "/api/v1/search")), "/api/v1/search");
  EXPECT_EQ(pattern_of(router.find(Method::Get, "/api/v1/deals")), "/api/v1/{entity}");
  EXPECT_EQ(pattern_of(router.find(Method::Post, "/api/v1/deals/query")),
            "/api/v1/{entity}/query");
}

TEST(Router, FallsBackToTheParameterForAnotherMethod) {
  const auto router = sample();
  const auto match = router.find(Method::Get, "/api/v1/deals/query");
  ASSERT_EQ(pattern_of(match), "/api/v1/{entity}/{id}");
  ASSERT_EQ(match.parameters.size(), 2u);
  EXPECT_EQ(match.parameters[1].second, "query");
}

TEST(Router, DecodesParameters) {
  const auto router = sample();
  const auto match = router.find(Method::Get, "/api/v1/a%2Fb/%D0%B9");
  ASSERT_TRUE(match.route);
  EXPECT_EQ(match.parameters[0].second, "a/b");
  EXPECT_EQ(match.parameters[1].second, "й");
  EXPECT_FALSE(router.find(Method::Get, "/api/v1/%zz/1").route);
  EXPECT_FALSE(router.find(Method::Get, "/api/v1/deals/").route);
  EXPECT_FALSE(router.find(Method::Get, "/api/v1/deals%00").route);
}

TEST(Router, GivesTheRestOfThePath) {
  const auto router = sample();
  const auto match = router.find(Method::Put, "/api/v1/metadata/deals/fields/x");
  ASSERT_TRUE(match.route);
  EXPECT_EQ(match.parameters[0].first, "path");
  EXPECT_EQ(match.parameters[0].second, "deals/fields/x");
  EXPECT_FALSE(router.find(Method::Put, "/api/v1/metadata").route);
}

TEST(Router, NamesTheMethodsOfAPath) {
  const auto router = sample();
  const auto match = router.find(Method::Delete, "/api/v1/deals/1");
  EXPECT_FALSE(match.route);
  EXPECT_EQ(match.allow, "GET, HEAD, PATCH");
  EXPECT_EQ(router.find(Method::Get, "/nowhere").allow, "");
  EXPECT_TRUE(router.find(Method::Head, "/api/v1/deals/1").route);
}

TEST(Router, RefusesTablesThatAreWrong) {
  auto open = route(Method::Get, "/a");
  open.policy = Policy::Unset;
  EXPECT_THROW(Router({open}), std::logic_error);
  auto empty = route(Method::Get, "/a");
  empty.handler = nullptr;
  EXPECT_THROW(Router({empty}), std::logic_error);
  EXPECT_THROW(Router({route(Method::Get, "/{a}"), route(Method::Get, "/{b}")}), std::logic_error);
}

}  // namespace
}  // namespace rapport::http
