// The route table's language, and the search in it. The table itself is routes.cpp.
// A route without a policy does not start.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/context.h"
#include "http/message.h"
#include "http/live/stream.h"

namespace rapport::http {

enum class Policy { Unset, Public, SignedIn, Administrator };

// What a route reads: decides the size limit, the accepted type and where the body lies.
enum class BodyKind {
  None,  // a small body is tolerated and ignored
  Json,  // application/json up to limits::kJsonBodyBytes
  Bulk,  // application/json up to limits::kBulkBodyBytes
  File,  // any type up to limits::kFileBytes, spooled to Request::body_file
};

// Inline routes run on the socket's own thread: only for answers that are at hand, never for
// anything that waits. They are Public and learn no actor.
enum class RunOn { Worker, Inline };

// A handler that is tried first, on the socket's own thread, and must not wait: nothing when it
// would have to, and the worker's handler is called then.
using QuickHandler = std::optional<Response> (*)(const Call&);

// What a call may change: as its method says, or nothing (a query by POST).
enum class Effect { ByMethod, Reads };

// How much the proof of who asks must be worth. A stolen session, or a key that leaked, must not
// be turned into more: Session is for what rests on passwords, no key will do; Confirmed asks for
// the password again when it was last given long ago.
enum class Trust { Usual, Session, Confirmed };

struct Route {
  Method method = Method::Get;
  std::string_view pattern;  // "/api/v1/{entity}/{id}"; a last "{path...}" takes the rest
  Policy policy = Policy::Unset;
  BodyKind body = BodyKind::None;
  Response (*handler)(const Call&) = nullptr;
  std::string_view summary;  // one sentence for the OpenAPI document
  RunOn run_on = RunOn::Worker;
  Effect effect = Effect::ByMethod;
  QuickHandler quick = nullptr;  // for reading only
  std::span<const QueryParameter> parameters = {};  // all that are permitted
  // Body and answer in the OpenAPI document: the name of a schema, where "{entity}" stands for the
  // entity's, or media types, with commas between; empty for none.
  std::string_view takes = {}, answers = {};
  int status = 200;       // of success
  int other_status = 0;   // of success of another kind, with the same answer
  Trust trust = Trust::Usual;
  // Instead of `handler`: the route is a WebSocket.
  std::unique_ptr<StreamListener> (*stream)(const Call&) = nullptr;
};

struct RouteMatch {
  const Route* route = nullptr;  // null: no such path, or not with this method
  PathParameters parameters;
  std::string allow;  // methods the path knows: "GET, PATCH"; empty for an unknown path
};

// Finds routes by segments; a literal segment wins over a parameter. HEAD is answered by GET.
// Threads: safe after construction. Cost: linear in the number of routes of as many segments that
// have the path's third segment ("/api/v1/users") or a parameter there.
class Router {
 public:
  // Throws: std::logic_error for a route without policy or handler, and for two of one shape.
  // Lifetime: the texts and functions of the table outlive the router.
  explicit Router(std::vector<Route> routes);

  // A segment that cannot be decoded matches no parameter.
  RouteMatch find(Method method, std::string_view path) const;
  std::span<const Route> routes() const { return routes_; }

 private:
  struct Shape {
    std::vector<std::string_view> segments;
    bool takes_rest = false;
  };
  static Shape shape_of(std::string_view pattern);
  void check(const Route& route) const;

  std::vector<Route> routes_;  // most particular first
  std::vector<Shape> shapes_;  // of the same index
  // Indexes of the routes that a path may fit, by its telling segment.
  struct Candidates {
    std::unordered_map<std::string_view, std::vector<std::size_t>> literal;
    std::vector<std::size_t> any;  // for a segment that no route has
  };
  const std::vector<std::size_t>& candidates(const std::vector<std::string_view>& segments) const;
  std::vector<Candidates> by_size_;  // by the number of segments; the last for all longer paths
};

}  // namespace rapport::http
