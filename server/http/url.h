// The pieces of a request target: percent-decoding, query parameters, path segments.
// Source: RFC 3986 and the form encoding of the WHATWG URL standard ('+' is a space in a query).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace rapport::http {

// Decodes %XX; nothing when an escape is broken, or the outcome is not UTF-8 or holds a control
// character.
std::optional<std::string> decode_percent(std::string_view text);

// "a=1&b=x%20y+z" → {a,"1"}, {b,"x y z"}. Nothing when a part cannot be decoded or there are more
// than kQueryParameters. Tab and line feed are allowed in values.
inline constexpr std::size_t kQueryParameters = 200;
std::optional<std::vector<std::pair<std::string, std::string>>> decode_query(
    std::string_view query);

// Everything outside the unreserved set as %XX.
std::string encode_percent(std::string_view text);

// "http://host/a?b" → "/a?b"; an origin-form target comes back as it is; nothing for other forms.
std::optional<std::string_view> origin_form(std::string_view target);

// Gives a request the target, path and query of "/a?b=1" or "http://host/a?b=1"; false, and nothing
// is changed, for one that cannot be read.
bool set_target(Request& request, std::string_view target);

// "/a/b%2Fc" → "a", "b%2Fc". Lifetime: that of `path`.
std::vector<std::string_view> path_segments(std::string_view path);

}  // namespace rapport::http
