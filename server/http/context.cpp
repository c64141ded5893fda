#include "http/context.h"

#include <algorithm>
#include <stdexcept>

namespace rapport::http {

std::optional<std::string_view> Call::query(std::string_view name) const {
  bool told = std::any_of(known.begin(), known.end(),
                          [&](const QueryParameter& each) { return each.name == name; });
  if (!told)
    throw std::logic_error("the route's table does not name the parameter " + std::string(name));
  return request.find_query(name);
}

}  // namespace rapport::http
