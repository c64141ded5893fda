#include "http/dispatch.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/json.h"

namespace rapport::http {
namespace {

namespace json = base::json;

class TestWords : public Words {
 public:
  std::string text(schema::Language language, std::string_view code,
                   const base::MessageArguments& arguments) const override {
    std::string out = language == schema::Language::Uz ? "uz:" : "en:";
    out += code;
    for (const auto& [name, value] : arguments) out += " " + name + "=" + value;
    return out;
  }
};

class TestAuthenticator : public Authenticator {
 public:
  Identity authenticate(const Request& request, base::Instant) override {
    calls += 1;
    Identity identity;
    const auto key = request.headers.find("Authorization");
    const auto cookie = request.cookie("session");
    if (!key.empty()) identity.by = SignedBy::Key;
    if (!cookie.empty()) identity.by = SignedBy::Cookie;
    identity.csrf = cookie.empty() ? "" : "token";
    identity.is_administrator = key == "admin" || cookie == "admin";
    identity.may_write = key != "reader";
    return identity;
  }
  std::optional<Identity> recall(const Request& request) override {
    if (!remembers) return std::nullopt;
    return authenticate(request, 0);
  }
  bool remembers = true;
  int calls = 0;
};

Response hello(const Call& call) {
  return json_response("\"" + std::string(call.parameter("name")) + "\"");
}
std::optional<Response> quick_hello(const Call& call) {
  if (call.parameter("name") == "later") return std::nullopt;
  if (call.parameter("name") == "nobody") base::fail(base::ErrorKind::NotFound, "not_found");
  return text_response("quick");
}
Response fails(const Call&) {
  base::Error error(base::ErrorKind::Invalid, "invalid",
                    {{"amount", "too_big", {{"max", "5"}}}}, "secret detail");
  error.extension_json = "\"current\":{\"a\":1}";
  throw error;
}
Response limited(const Call&) {
  base::Error error(base::ErrorKind::TooMany, "too_many_requests");
  error.arguments = {{"seconds", "7"}};
  throw error;
}
Response crashes(const Call&) { throw std::runtime_error("SELECT secret"); }
Response breaks(const Call&) { throw 5; }
std::unique_ptr<StreamListener> no_stream(const Call&) {
  throw base::Error(base::ErrorKind::Unavailable, "overloaded");
}

std::vector<Route> table() {
  using enum Method;
  const auto signed_in = Policy::SignedIn;
  std::vector<Route> routes{
      {Get, "/api/v1/hello/{name}", signed_in, BodyKind::None, &hello, ""},
      {Post, "/api/v1/hello/{name}", signed_in, BodyKind::Json, &hello, ""},
      {Post, "/api/v1/upload", signed_in, BodyKind::File, &hello, ""},
      {Get, "/api/v1/admin", Policy::Administrator, BodyKind::None, &hello, ""},
      {Post, "/api/v1/session", Policy::Public, BodyKind::Json, &hello, ""},
      {Get, "/fails", Policy::Public, BodyKind::None, &fails, ""},
      {Get, "/limited", Policy::Public, BodyKind::None, &limited, ""},
      {Get, "/crashes", Policy::Public, BodyKind::None, &crashes, ""},
      {Get, "/breaks", Policy::Public, BodyKind::None, &breaks, ""},
      {Get, "/health", Policy::Public, BodyKind::None, &hello, "", RunOn::Inline},
      {Post, "/api/v1/query", signed_in, BodyKind::Json, &hello, "", RunOn::Worker, Effect::Reads},
  };
  routes[0].quick = &quick_hello;
  Route stream{Get, "/api/v1/stream", signed_in};
  stream.stream = &no_stream;
  routes.push_back(stream);
  return routes;
}

class DispatchTest : public testing::Test {
 protected:
  Response ask(Method method, std::string_view path,
               std::vector<std::pair<std::string, std::string>> fields = {},
               std::string body = {}) {
    Request request;
    request.method = method;
    request.target = request.path = std::string(path);
    request.headers.add("Host", "crm.example.com");
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    request.body = std::move(body);
    request.remote_address = "10.0.0.1";
    dispatcher.admit(request);
    address = request.remote_address;
    return dispatcher.respond(request);
  }
  Response post(std::vector<std::pair<std::string, std::string>> fields,
                std::string_view path = "/api/v1/hello/x") {
    fields.emplace_back("Content-Type", "application/json; charset=utf-8");
    return ask(Method::Post, path, std::move(fields), "{}");
  }
  static std::string member(const Response& response, std::string_view name) {
    const auto document = base::parse_json(response.body);
    const auto& value = document.as_object().at(name);
    return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
  }

  const Router router{table()};
  TestAuthenticator authenticator;
  const TestWords words;
  const StaticFiles files{{{"index.html", "<html>"}}};
  Metrics metrics;
  DispatchOptions options() {
    DispatchOptions all;
    all.public_origin = "https://public.example.com";
    all.trusted_proxies = {"10.0.0.1"};
    return all;
  }
  Dispatcher dispatcher{{router, authenticator, words, files, metrics, base::system_clock(),
                         base::system_random()}, options()};
  std::string address;
};

TEST_F(DispatchTest, RunsTheHandler) {
  const auto response = ask(Method::Get, "/api/v1/hello/ann", {{"Authorization", "key"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "\"ann\"");
  EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
}

TEST_F(DispatchTest, AsksStrangersToSignIn) {
  for (const auto path : {"/api/v1/hello/x", "/api/v1/admin", "/api/v1/nowhere", "/api"}) {
    const auto response = ask(Method::Get, path);
    EXPECT_EQ(response.status, 401) << path;
    EXPECT_TRUE(response.headers.has("WWW-Authenticate"));
  }
  EXPECT_EQ(ask(Method::Delete, "/api/v1/hello/x").status, 401);
  EXPECT_EQ(post({}).status, 401);
}

TEST_F(DispatchTest, TellsThoseSignedInWhatIsWrong) {
  EXPECT_EQ(ask(Method::Get, "/api/v1/nowhere", {{"Authorization", "k"}}).status, 404);
  const auto wrong = ask(Method::Delete, "/api/v1/hello/x", {{"Authorization", "k"}});
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.find("Allow"), "GET, HEAD, POST");
  EXPECT_EQ(ask(Method::Get, "/api/v1/admin", {{"Authorization", "k"}}).status, 403);
  EXPECT_EQ(ask(Method::Get, "/api/v1/admin", {{"Authorization", "admin"}}).status, 200);
  EXPECT_EQ(ask(Method::Get, "/api/v1/stream", {{"Authorization", "k"}}).status, 400);
}

TEST_F(DispatchTest, DemandsTheTokenAndOriginFromBrowsers) {
  const std::pair<std::string, std::string> cookie{"Cookie", "session=s"}, token{"X-CSRF-Token",
                                                                                 "token"};
  EXPECT_EQ(member(post({cookie}), "code"), "csrf");
  EXPECT_EQ(member(post({cookie, {"X-CSRF-Token", "tokem"}}), "code"), "csrf");
  EXPECT_EQ(post({cookie, token}).status, 200);
  EXPECT_EQ(post({cookie, token, {"Origin", "https://crm.example.com"}}).status, 200);
  EXPECT_EQ(post({cookie, token, {"Origin", "https://public.example.com"}}).status, 200);
  for (const auto origin : {"https://evil.example", "null", "https://crm.example.com.evil.example",
                            "https://public.example.com:8443"}) {
    EXPECT_EQ(member(post({cookie, token, {"Origin", origin}}), "code"), "wrong_origin");
  }
  EXPECT_EQ(post({cookie, token, {"Sec-Fetch-Site", "cross-site"}}).status, 403);
  EXPECT_EQ(post({{"Authorization", "k"}, {"Origin", "https://evil.example"}}).status, 200);
  EXPECT_EQ(ask(Method::Get, "/api/v1/hello/x", {cookie}).status, 200);
  EXPECT_EQ(ask(Method::Get, "/api/v1/stream", {cookie, {"Origin", "https://e.example"}}).status,
            403);
}

TEST_F(DispatchTest, GuardsSignInAgainstOtherSites) {
  EXPECT_EQ(post({}, "/api/v1/session").status, 200);
  EXPECT_EQ(post({{"Cookie", "session=old"}}, "/api/v1/session").status, 200);
  EXPECT_EQ(post({{"Origin", "https://evil.example"}}, "/api/v1/session").status, 403);
}

TEST_F(DispatchTest, KeepsReadersFromWriting) {
  EXPECT_EQ(member(post({{"Authorization", "reader"}}), "code"), "wrong_scope");
  EXPECT_EQ(post({{"Authorization", "reader"}}, "/api/v1/query").status, 200);
}

TEST_F(DispatchTest, TakesOnlyTheTypeOfTheRoute) {
  const std::pair<std::string, std::string> key{"Authorization", "k"};
  const std::pair<std::string, std::string> plain{"Content-Type", "text/plain"};
  EXPECT_EQ(ask(Method::Post, "/api/v1/hello/x", {key, plain}, "{}").status, 415);
  EXPECT_EQ(ask(Method::Post, "/api/v1/hello/x", {key}, "{}").status, 415);
  EXPECT_EQ(ask(Method::Post, "/api/v1/hello/x", {key}).status, 200);
  EXPECT_EQ(post({key, {"Content-Encoding", "gzip"}}).status, 415);
}

TEST_F(DispatchTest, RendersProblems) {
  const auto response = ask(Method::Get, "/fails", {{"Accept-Language", "fr, uz-UZ;q=0.8, en"},
                                                    {"X-Request-Id", "abc-1"}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(member(response, "title"), "uz:title_invalid");
  EXPECT_EQ(member(response, "detail"), "uz:invalid");
  EXPECT_EQ(member(response, "status"), "422");
  EXPECT_EQ(member(response, "request_id"), "abc-1");
  EXPECT_EQ(member(response, "current"), "{\"a\":1}");
  EXPECT_EQ(member(response, "errors"),
            R"([{"field":"amount","code":"too_big","message":"uz:too_big max=5"}])");
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_EQ(ask(Method::Get, "/limited").headers.find("Retry-After"), "7");
  EXPECT_EQ(ask(Method::Get, "/limited").headers.find("RateLimit"), "\"sign-in\";r=0;t=7");
}

TEST_F(DispatchTest, CountsTheRequestsOfACaller) {
  auto limited = options();
  limited.requests_per_minute = 3;
  Dispatcher strict{{router, authenticator, words, files, metrics, base::system_clock(),
                     base::system_random()}, limited};
  Request request;
  request.method = Method::Get;
  request.target = request.path = "/api/v1/hello/ann";
  request.headers.add("Authorization", "key");
  EXPECT_FALSE(strict.precheck(request));
  const auto first = strict.respond(request);
  EXPECT_EQ(first.headers.find("RateLimit"), "\"default\";r=2;t=20");
  EXPECT_EQ(first.headers.find("RateLimit-Policy"), "\"default\";q=3;w=60");
  EXPECT_EQ(strict.respond_quickly(request)->headers.find("RateLimit"), "\"default\";r=1;t=40");
  // What is tried in vain is not counted: the worker's handler answers.
  Request later = request;
  later.target = later.path = "/api/v1/hello/later";
  EXPECT_FALSE(strict.respond_quickly(later));
  EXPECT_EQ(strict.respond(later).status, 200);
  for (const auto& refused : {*strict.respond_quickly(request), strict.respond(request),
                              *strict.precheck(request)}) {
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.headers.find("Retry-After"), "20");
    EXPECT_EQ(refused.headers.find("RateLimit"), "\"default\";r=0;t=20");
  }
  request.target = request.path = "/health";
  EXPECT_EQ(strict.respond(request).status, 200);
  EXPECT_FALSE(ask(Method::Get, "/api/v1/hello/x", {{"Authorization", "key"}})
                   .headers.has("RateLimit"));
}

TEST_F(DispatchTest, TellsNothingOfTheInside) {
  for (const auto path : {"/crashes", "/breaks"}) {
    const auto response = ask(Method::Get, path);
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body.find("SELECT"), std::string::npos);
    EXPECT_EQ(member(response, "detail"),
              "en:internal request=" + std::string(response.headers.find("X-Request-Id")));
  }
}

TEST_F(DispatchTest, PutsSecurityHeadersOnEverything) {
  for (const auto path : {"/", "/fails", "/api/v1/hello/x", "/nowhere.js"}) {
    const auto response = ask(Method::Get, path);
    EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff") << path;
    const auto policy = response.headers.find("Content-Security-Policy");
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << path;
    EXPECT_EQ(policy.find("script-src"), std::string::npos);
    EXPECT_TRUE(response.headers.has("Strict-Transport-Security"));
    EXPECT_TRUE(response.headers.has("Referrer-Policy"));
    EXPECT_TRUE(response.headers.has("X-Request-Id"));
  }
}

TEST_F(DispatchTest, CutsOffThePageThatOpenedItUnlessItIsOurs) {
  const auto opened_from = [&](std::string_view site) {
    std::vector<std::pair<std::string, std::string>> fields;
    if (!site.empty()) fields.push_back({"Sec-Fetch-Site", std::string(site)});
    return ask(Method::Get, "/", fields);
  };
  for (const auto site : {"", "cross-site", "same-site", "elsewhere"})
    EXPECT_EQ(opened_from(site).headers.find("Cross-Origin-Opener-Policy"), "same-origin") << site;
  for (const auto site : {"none", "same-origin"})
    EXPECT_EQ(opened_from(site).headers.find("Cross-Origin-Opener-Policy"), "unsafe-none") << site;
}

TEST_F(DispatchTest, AnswersAtOnceWhatNeedsNoWaiting) {
  auto quickly = [&](std::string_view path, std::string_view key = "key") {
    Request request;
    request.method = Method::Get;
    request.target = request.path = std::string(path);
    if (!key.empty()) request.headers.add("Authorization", key);
    EXPECT_TRUE(dispatcher.admit(request).may_be_quick);
    return dispatcher.respond_quickly(request);
  };
  auto answer = quickly("/api/v1/hello/ann");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "quick");
  EXPECT_TRUE(answer->headers.has("X-Request-Id"));
  EXPECT_TRUE(answer->headers.has("X-Content-Type-Options"));
  EXPECT_EQ(quickly("/api/v1/hello/nobody")->status, 404);
  EXPECT_EQ(quickly("/api/v1/hello/ann", "")->status, 401);
  EXPECT_FALSE(quickly("/api/v1/hello/later")) << "a worker is to do it";
  authenticator.remembers = false;
  EXPECT_FALSE(quickly("/api/v1/hello/ann"));
  Request other;
  other.method = Method::Get;
  other.path = "/api/v1/admin";
  EXPECT_FALSE(dispatcher.admit(other).may_be_quick);
}

TEST_F(DispatchTest, AdmitsByTheHeadAlone) {
  Request upload;
  upload.method = Method::Post;
  upload.path = "/api/v1/upload";
  const auto admission = dispatcher.admit(upload);
  EXPECT_TRUE(admission.spools_body);
  EXPECT_TRUE(admission.is_checked_first);
  EXPECT_EQ(dispatcher.precheck(upload)->status, 401);
  upload.headers.add("Authorization", "k");
  EXPECT_FALSE(dispatcher.precheck(upload));
  Request large;
  large.method = Method::Post;
  large.path = "/api/v1/hello/x";
  large.headers.add("Content-Length", "70000");
  EXPECT_TRUE(dispatcher.admit(large).is_checked_first);
  Request page;
  page.path = "/deals";
  EXPECT_TRUE(dispatcher.admit(page).runs_inline);
}

TEST_F(DispatchTest, NeverAuthenticatesInline) {
  EXPECT_EQ(ask(Method::Get, "/health", {{"Cookie", "session=s"}}).status, 200);
  EXPECT_EQ(ask(Method::Get, "/deals").status, 200);
  EXPECT_EQ(authenticator.calls, 0);
}

TEST_F(DispatchTest, BelievesTrustedProxiesOnly) {
  ask(Method::Get, "/health", {{"X-Forwarded-For", "1.1.1.1, 2.2.2.2"}});
  EXPECT_EQ(address, "2.2.2.2");
  Request request;
  request.path = "/health";
  request.remote_address = "8.8.8.8";
  request.headers.add("X-Forwarded-For", "2.2.2.2");
  dispatcher.admit(request);
  EXPECT_EQ(request.remote_address, "8.8.8.8");
}

TEST_F(DispatchTest, RefusesInTheCallersLanguage) {
  Admission admission;
  admission.body_limit = 4 * 1024 * 1024;
  Request head;
  head.headers.add("Accept-Language", "uz");
  const auto response = dispatcher.refuse(Refusal::BodyTooLarge, admission, &head);
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(member(response, "detail"), "uz:too_large max=4 MB");
  EXPECT_EQ(dispatcher.refuse(Refusal::Overloaded, {}, nullptr).headers.find("Retry-After"), "2");
}

TEST_F(DispatchTest, Counts) {
  ask(Method::Get, "/crashes");
  ask(Method::Get, "/crashes");
  const auto text = metrics.render();
  EXPECT_NE(text.find("rapport_http_requests_total{status=\"500\"} 2\n"), std::string::npos);
  EXPECT_NE(text.find("_bucket{le=\"+Inf\"} 2\n"), std::string::npos);
}

}  // namespace
}  // namespace rapport::http
