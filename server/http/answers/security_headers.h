// The fields that keep browsers from doing more with an answer than it is for.
// One policy for pages, a stricter one for everything else; a handler's own policy stays.
#pragma once
#include <string_view>

#include "http/message.h"

namespace rapport::http {

// `public_origin` beginning with https:// adds Strict-Transport-Security.
void add_security_headers(Response& response, const Request& request,
                          std::string_view public_origin);

}  // namespace rapport::http
