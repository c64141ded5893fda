// Where a bucket is and how its objects are addressed, from what the administrator says; and the
// key that opens it. Pure functions, but for the reading of the key's file.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"
#include "files/s3/signature.h"

namespace rapport::files::s3 {

struct Address {
  std::string scheme = "https";
  std::string host;    // of the bucket, with the port unless it is the scheme's usual one
  std::string folder;  // what stands before a key in the path: "/bucket/crm/", "/crm/", "/"
  std::string bucket, prefix;  // "crm/" or empty
  std::string region;

  std::string place() const;                           // "s3://bucket/crm"
  std::string path_of(std::string_view key) const;     // below the prefix; encoded
  std::string bucket_path() const;                     // of the bucket itself
  std::string url_of(std::string_view path, const Pairs& query) const;
};

struct AddressWords {
  std::string place;       // s3://BUCKET[/PREFIX]
  std::string endpoint;    // https://HOST[:PORT]; empty: Amazon's of the region
  std::string region;      // empty: us-east-1
  std::string addressing;  // "path": the bucket in the path, "host": before the host; empty: host
                           // at Amazon, path elsewhere
};

bool is_bucket(std::string_view place);

// The failure's code is one sentence in English for the command line.
base::Result<Address> read_address(const AddressWords& words);

// Lines `aws_access_key_id = …`, `aws_secret_access_key = …` and perhaps `aws_session_token = …`,
// as other programs for S3 have them; or else two lines, the id and the secret.
// Throws: std::runtime_error: it cannot be read, or holds no key.
Credentials read_credentials(const std::filesystem::path& file);

}  // namespace rapport::files::s3
