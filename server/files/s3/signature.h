// The signature of a request to S3: version 4, in the Authorization header, over the hash of the
// body. Pure functions.
// Source: AWS, "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)".
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace rapport::files::s3 {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Credentials {
  std::string key_id, secret;
  std::string session_token;  // of a key lent for a while; empty: none
};

struct Signed {
  std::string method;
  std::string path;   // as it is sent, encoded: "/examplebucket/7f/0192…"
  Pairs query;        // not encoded
  Pairs headers;      // all that are to be signed, `host` among them; any case, any order
  std::string body_hash;  // SHA-256 of the body, hexadecimal
};

// Letters, digits and -._~ as they are, each other byte as %XX. `/` stays when it parts a path.
enum class Slash { Stays, Encoded };
std::string encode(std::string_view text, Slash slash);
// "a=b&c=d", in the order of names, encoded: to be sent just so.
std::string query_text(const Pairs& query);

// "20130524T000000Z".
std::string stamp_of(base::Instant now);

std::string hex_sha256(std::string_view bytes);
// Of a part of an open file. Throws: std::runtime_error: it cannot be read.
std::string hex_sha256(int descriptor, std::uint64_t offset, std::uint64_t size);

// What the signature is made over.
std::string canonical_request(const Signed& request);
// The value of the Authorization header. `x-amz-date` has to be among the headers, of `stamp`.
std::string authorization(const Signed& request, const Credentials& credentials,
                          std::string_view region, std::string_view stamp);

}  // namespace rapport::files::s3
