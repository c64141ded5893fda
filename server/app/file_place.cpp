#include "app/file_place.h"

#include "base/clock.h"
#include "files/folder_store.h"
#include "files/s3/bucket_store.h"

namespace rapport::app {

namespace {

files::s3::Credentials credentials_of(const FilePlace& place) {
  if (!place.key_file.empty()) return files::s3::read_credentials(place.key_file);
  files::s3::Credentials key{environment("AWS_ACCESS_KEY_ID"),
                             environment("AWS_SECRET_ACCESS_KEY"),
                             environment("AWS_SESSION_TOKEN")};
  if (key.key_id.empty() || key.secret.empty())
    throw std::runtime_error(place.files +
                             " needs a key: --s3-key-file FILE, or AWS_ACCESS_KEY_ID and "
                             "AWS_SECRET_ACCESS_KEY in the environment");
  return key;
}

}  // namespace

std::vector<OptionDef> file_place_options() {
  return {{"files", "where files lie: s3://BUCKET/PREFIX, or a folder (default DATA/files)"},
          {"s3-endpoint", "https://HOST of the store (default: Amazon's of the region)"},
          {"s3-region", "region of the bucket (default us-east-1)"},
          {"s3-key-file", "file with aws_access_key_id = … and aws_secret_access_key = …"},
          {"s3-addressing", "path or host: where the bucket stands in an address"}};
}

std::vector<OptionDef> second_file_place_options() {
  return {{"to-files", "where files go: s3://BUCKET/PREFIX, or a folder; alone: only they move"},
          {"to-s3-endpoint", "of the store that they go to (default: as --s3-endpoint)"},
          {"to-s3-region", "(default: as --s3-region)"},
          {"to-s3-key-file", "(default: as --s3-key-file)"},
          {"to-s3-addressing", "(default: as --s3-addressing)"}};
}

FilePlace file_place(const Arguments& arguments) {
  return {arguments.get("files", ""), arguments.get("s3-endpoint", ""),
          arguments.get("s3-region", ""), arguments.get("s3-addressing", ""),
          arguments.get("s3-key-file", "")};
}

FilePlace second_file_place(const Arguments& arguments) {
  const auto first = file_place(arguments);
  return {arguments.get("to-files", ""), arguments.get("to-s3-endpoint", first.endpoint),
          arguments.get("to-s3-region", first.region),
          arguments.get("to-s3-addressing", first.addressing),
          arguments.get("to-s3-key-file", first.key_file)};
}

std::unique_ptr<files::FileStore> open_files(const FilePlace& place,
                                             const std::filesystem::path& data) {
  if (place.is_default()) return std::make_unique<files::FolderStore>(data / "files");
  if (!files::s3::is_bucket(place.files)) {
    if (place.files.find("://") != std::string::npos)
      throw UsageError("--files takes s3://BUCKET/PREFIX or a folder");
    return std::make_unique<files::FolderStore>(place.files);
  }
  auto address = files::s3::read_address(
      {place.files, place.endpoint, place.region, place.addressing});
  if (!address) throw UsageError(address.failure().code);
  return std::make_unique<files::s3::BucketStore>(std::move(*address), credentials_of(place),
                                                  data / "tmp", base::system_clock());
}

}  // namespace rapport::app
