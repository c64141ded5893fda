// Errors as answers: the one table from base::Error to HTTP status and problem+json (RFC 9457).
// The words come from the message catalogue through Words; `detail` of an error is never sent.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"
#include "http/message.h"
#include "schema/strings.h"

namespace rapport::http {

// Messages by code, with their {holes} filled. Threads: safe.
class Words {
 public:
  virtual ~Words() = default;
  virtual std::string text(schema::Language language, std::string_view code,
                           const base::MessageArguments& arguments) const = 0;
};

// To whom a problem is told.
struct Audience {
  schema::Language language = schema::Language::En;
  std::string_view request_id;
};

int status_of(base::ErrorKind kind);

// {"type","title","status","detail","code","request_id","errors":[{"field","code","message"}]},
// with Retry-After for 429 and 503 and WWW-Authenticate for 401. `status` 0: the kind's own.
Response problem_response(const base::Error& error, const Words& words, const Audience& audience,
                          int status = 0);

// "4 MB", "16 kB" for the {max} of a message, in the language's units.
std::string size_text(std::size_t bytes, schema::Language language);

}  // namespace rapport::http
