#include "http/router.h"

#include <algorithm>
#include <stdexcept>

#include "http/url.h"

namespace rapport::http {
namespace {

// The segment in which most paths differ: "/api/v1/users".
constexpr std::size_t kTelling = 2;

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

std::string_view name_in(std::string_view segment) {
  segment.remove_prefix(1);
  segment.remove_suffix(segment.ends_with("...}") ? 4 : 1);
  return segment;
}

// Sorts literals before parameters and parameters before the end that takes the rest.
std::string order_of(std::string_view pattern) {
  std::string key;
  for (const auto segment : path_segments(pattern)) {
    if (!is_parameter(segment)) {
      key += '\1';
      key += segment;
    } else {
      key += segment.ends_with("...}") ? '\3' : '\2';
    }
    key += '\0';
  }
  return key;
}

bool comes_first(const Route& a, const Route& b) {
  const auto left = order_of(a.pattern), right = order_of(b.pattern);
  return left != right ? left < right : a.method < b.method;
}

bool answers(const Route& route, Method method) {
  return route.method == method || (method == Method::Head && route.method == Method::Get);
}

void add_method(std::string& allow, Method method) {
  const auto name = name_of(method);
  if (lists_token(allow, name)) return;
  if (!allow.empty()) allow += ", ";
  allow += name;
  if (method == Method::Get) allow += ", HEAD";
}

// Decoded parameters when the path has the shape.
bool fits(const std::vector<std::string_view>& shape, bool takes_rest, std::string_view path,
          const std::vector<std::string_view>& segments, PathParameters& parameters) {
  if (takes_rest ? segments.size() < shape.size() : segments.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (!is_parameter(shape[i]) && shape[i] != segments[i]) return false;
  }
  parameters.clear();
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (!is_parameter(shape[i])) continue;
    const bool is_rest = takes_rest && i + 1 == shape.size();
    const auto raw = is_rest ? path.substr(segments[i].data() - path.data()) : segments[i];
    auto value = decode_percent(raw);
    if (!value || value->empty()) return false;
    parameters.emplace_back(name_in(shape[i]), std::move(*value));
  }
  return true;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  std::sort(routes_.begin(), routes_.end(), comes_first);
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    check(routes_[i]);
    const bool is_twin = i > 0 && !comes_first(routes_[i - 1], routes_[i]);
    if (is_twin) throw std::logic_error("two routes " + std::string(routes_[i].pattern));
    shapes_.push_back(shape_of(routes_[i].pattern));
  }
  std::size_t longest = 0;
  for (const auto& shape : shapes_) longest = std::max(longest, shape.segments.size());
  by_size_.resize(longest + 2);
  for (std::size_t size = 0; size < by_size_.size(); ++size) {
    auto& [literal, any] = by_size_[size];
    auto may_fit = [&](const Shape& shape) {
      return shape.segments.size() == size || (shape.takes_rest && shape.segments.size() < size);
    };
    auto telling = [&](const Shape& shape) -> std::string_view {
      const bool is_literal =
          shape.segments.size() > kTelling && !is_parameter(shape.segments[kTelling]);
      return is_literal ? shape.segments[kTelling] : std::string_view();
    };
    for (const auto& shape : shapes_)
      if (may_fit(shape) && !telling(shape).empty()) literal[telling(shape)];
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      if (!may_fit(shapes_[i])) continue;
      const auto own = telling(shapes_[i]);
      if (own.empty()) any.push_back(i);
      for (auto& [segment, fitting] : literal)
        if (own.empty() || own == segment) fitting.push_back(i);
    }
  }
}

const std::vector<std::size_t>& Router::candidates(
    const std::vector<std::string_view>& segments) const {
  const auto& [literal, any] = by_size_[std::min(segments.size(), by_size_.size() - 1)];
  if (segments.size() <= kTelling) return any;
  auto it = literal.find(segments[kTelling]);
  return it == literal.end() ? any : it->second;
}

Router::Shape Router::shape_of(std::string_view pattern) {
  return {path_segments(pattern), pattern.ends_with("...}")};
}

void Router::check(const Route& route) const {
  const std::string name = std::string(name_of(route.method)) + " " + std::string(route.pattern);
  if (route.policy == Policy::Unset) throw std::logic_error("route without a policy: " + name);
  if ((route.handler == nullptr) == (route.stream == nullptr)) {
    throw std::logic_error("route needs a handler or a stream: " + name);
  }
  if (route.run_on == RunOn::Inline && route.policy != Policy::Public) {
    throw std::logic_error("an inline route must be public: " + name);
  }
}

RouteMatch Router::find(Method method, std::string_view path) const {
  RouteMatch match;
  PathParameters parameters;
  const auto segments = path_segments(path);
  for (const auto i : candidates(segments)) {
    if (!fits(shapes_[i].segments, shapes_[i].takes_rest, path, segments, parameters)) continue;
    if (answers(routes_[i], method)) {
      match.route = &routes_[i];
      match.parameters = std::move(parameters);
      return match;
    }
    add_method(match.allow, routes_[i].method);
  }
  return match;
}

}  // namespace rapport::http
