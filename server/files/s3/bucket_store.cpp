#include "files/s3/bucket_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>

#include "base/log.h"
#include "files/s3/answers.h"

namespace rapport::files::s3 {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMostParts = 10'000;  // Source: AWS, "Multipart upload limits"
// What readings of all readers hold in memory together, and one of them.
constexpr std::uint64_t kChunksBytes = 64 << 20;
constexpr std::uint64_t kFirstChunk = 256 << 10, kMostChunk = 4 << 20;
constexpr std::int64_t kPutTogetherS = 120;  // of many parts, a store may take its time
const Pairs kBytes{{"content-type", "application/octet-stream"}};

class OpenFile {
 public:
  explicit OpenFile(const fs::path& path) : descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat found {};
    if (descriptor < 0 || ::fstat(descriptor, &found) != 0)
      throw std::runtime_error(path.string() + " cannot be read");
    size = static_cast<std::uint64_t>(found.st_size);
  }
  ~OpenFile() { ::close(descriptor); }
  OpenFile(const OpenFile&) = delete;

  int descriptor;
  std::uint64_t size = 0;
};

std::string_view header(const outbound::Answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return {};
}

// Chunk by chunk, larger as it goes on, smaller the more are read at a time.
class BucketReading final : public Reading {
 public:
  BucketReading(Bucket& bucket, std::string path, std::uint64_t offset, std::uint64_t size,
                std::atomic<int>& readings)
      : bucket_(bucket), path_(std::move(path)), at_(offset), left_(size), readings_(readings) {
    readings_ += 1;
  }
  ~BucketReading() override { readings_ -= 1; }
  BucketReading(const BucketReading&) = delete;

  // Throws: Error{NotFound}.
  void fetch() {
    const auto share = kChunksBytes / static_cast<std::uint64_t>(std::max(1, readings_.load()));
    const auto wanted = std::min({left_, next_chunk_, std::max(share, kPieceBytes)});
    next_chunk_ = std::min(next_chunk_ * 4, kMostChunk);
    Ask ask{"GET", path_};
    ask.headers = {
        {"range", "bytes=" + std::to_string(at_) + "-" + std::to_string(at_ + wanted - 1)}};
    auto answer = bucket_.ask(ask);
    if (answer.status == 404) base::fail(base::ErrorKind::NotFound, "not_found");
    if (answer.body.size() != wanted) bucket_.refuse(ask, answer, 1);
    chunk_ = std::move(answer.body);
    used_ = 0;
    at_ += wanted;
    left_ -= wanted;
  }

  void next(std::string& piece) override {
    if (used_ == chunk_.size() && left_ > 0) fetch();
    piece.assign(chunk_, used_, kPieceBytes);
    used_ += piece.size();
  }

 private:
  Bucket& bucket_;
  std::string path_;
  std::uint64_t at_, left_, next_chunk_ = kFirstChunk;
  std::atomic<int>& readings_;
  std::string chunk_;
  std::size_t used_ = 0;
};

[[noreturn]] void fail_probe(const std::string& place, const std::string& what) {
  throw base::Error(base::ErrorKind::Unavailable, "files_refused", {}, place + " " + what);
}

}  // namespace

BucketStore::BucketStore(Address address, Credentials credentials, fs::path spool,
                         base::Clock& clock)
    : bucket_(std::move(address), std::move(credentials), clock), spool_(std::move(spool)) {}

std::string BucketStore::path_of(const base::Id& id) const {
  return bucket_.address().path_of(name_of(id));
}

void BucketStore::put(const base::Id& id, const fs::path& from) {
  OpenFile file(from);
  const outbound::FilePart whole{file.descriptor, 0, file.size};
  if (file.size > kPartBytes) return put_in_parts(path_of(id), whole);
  Ask ask{"PUT", path_of(id), {}, kBytes, {}, whole};
  auto answer = bucket_.ask(ask);
  if (answer.status == 404) bucket_.refuse(ask, answer, 1);
}

std::string BucketStore::put_part(const std::string& path, const std::string& upload,
                                  std::size_t number, const outbound::FilePart& part) {
  Ask ask{"PUT", path, {{"partNumber", std::to_string(number)}, {"uploadId", upload}}, kBytes, {},
          part};
  auto answer = bucket_.ask(ask);
  std::string tag(header(answer, "etag"));
  if (answer.status == 404 || tag.empty()) bucket_.refuse(ask, answer, 1);
  return tag;
}

// The answer may be lost, or say well and hold an error: what counts is what is there then.
void BucketStore::complete(const std::string& path, const std::string& upload,
                           const std::vector<std::string>& tags, std::uint64_t size) {
  Ask ask{"POST", path, {{"uploadId", upload}}, {{"content-type", "application/xml"}},
          complete_body(tags)};
  ask.stall_s = kPutTogetherS;
  auto answer = bucket_.ask(ask);
  if (!read_error(answer.body).code.empty()) answer = bucket_.ask(ask);
  if (size_at(path) != size) bucket_.refuse(ask, answer, 2);
}

void BucketStore::put_in_parts(const std::string& path, const outbound::FilePart& whole) {
  Ask begin{"POST", path, {{"uploads", ""}}, kBytes};
  auto begun = bucket_.ask(begin);
  const auto upload = read_upload_id(begun.body);
  if (upload.empty()) bucket_.refuse(begin, begun, 1);
  const auto part_bytes = std::max(kPartBytes, (whole.size + kMostParts - 1) / kMostParts);
  std::vector<std::string> tags;
  try {
    for (std::uint64_t at = 0; at < whole.size; at += part_bytes)
      tags.push_back(put_part(path, upload, tags.size() + 1,
                              {whole.descriptor, at, std::min(part_bytes, whole.size - at)}));
    complete(path, upload, tags, whole.size);
  } catch (const std::exception&) {
    try {
      Ask abort{"DELETE", path, {{"uploadId", upload}}};
      abort.is_once = true;
      bucket_.ask(abort);
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Warning, "parts of an upload stay in the bucket",
                {{"bucket", place()}, {"upload", upload}, {"error", error.what()}});
    }
    throw;
  }
}

std::unique_ptr<Reading> BucketStore::open(const base::Id& id, std::uint64_t offset,
                                           std::uint64_t size) {
  auto reading =
      std::make_unique<BucketReading>(bucket_, path_of(id), offset, size, readings_);
  if (size > 0) reading->fetch();
  return reading;
}

std::optional<std::uint64_t> BucketStore::size_at(const std::string& path) {
  auto answer = bucket_.ask({"HEAD", path});
  if (answer.status == 404) return std::nullopt;
  auto text = header(answer, "content-length");
  std::uint64_t size = 0;
  auto read = std::from_chars(text.data(), text.data() + text.size(), size);
  return read.ec == std::errc() ? std::optional(size) : std::nullopt;
}

std::optional<std::uint64_t> BucketStore::size_of(const base::Id& id) {
  return size_at(path_of(id));
}

void BucketStore::remove(const base::Id& id) { bucket_.ask({"DELETE", path_of(id)}); }

void BucketStore::list(const std::function<void(const Content&)>& found) {
  const auto& address = bucket_.address();
  std::string token;
  do {
    Ask ask{"GET", address.bucket_path(), {{"list-type", "2"}, {"prefix", address.prefix}}};
    if (!token.empty()) ask.query.emplace_back("continuation-token", token);
    auto answer = bucket_.ask(ask);
    auto page = read_list(answer.body);
    if (!page.is_list) bucket_.refuse(ask, answer, 1);
    for (const auto& object : page.objects) {
      if (!object.key.starts_with(address.prefix)) continue;
      if (auto id = id_of(std::string_view(object.key).substr(address.prefix.size())))
        found({*id, object.bytes});
    }
    token = page.next;
  } while (!token.empty());
}

fs::path BucketStore::spool(const base::Id& id) {
  std::error_code ignored;
  fs::create_directories(spool_, ignored);
  return spool_ / (id.text() + "-" + base::system_random().hex(4) + ".part");
}

std::unique_ptr<LocalFile> BucketStore::local(const base::Id& id) {
  auto size = size_of(id);
  if (!size) base::fail(base::ErrorKind::NotFound, "not_found");
  auto file = std::make_unique<LocalFile>(spool(id), LocalFile::Owner::Us);
  std::ofstream out(file->path(), std::ios::binary);
  fs::permissions(file->path(), fs::perms::owner_read | fs::perms::owner_write);
  auto reading = open(id, 0, *size);
  std::string piece;
  for (reading->next(piece); !piece.empty(); reading->next(piece))
    out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  out.close();
  if (!out)
    throw base::Error(base::ErrorKind::Unavailable, "storage_failed", {},
                      file->path().string() + " cannot be written");
  return file;
}

void BucketStore::probe() {
  const auto path = bucket_.address().path_of("check-" + base::system_random().hex(8));
  const std::string text = "rapport doctor";
  Ask put{"PUT", path, {}, kBytes, text};
  auto answer = bucket_.ask(put);
  if (answer.status == 404) bucket_.refuse(put, answer, 1);
  auto back = bucket_.ask({"GET", path, {}, {{"range", "bytes=8-13"}}});
  if (back.body != text.substr(8))
    fail_probe(place(), back.status == 404 ? "does not keep what is written"
                                           : "does not give the part of an object that is asked "
                                             "for");
  if (size_at(path) != text.size()) fail_probe(place(), "tells another size than was written");
  bucket_.ask({"DELETE", path});
  if (size_at(path)) fail_probe(place(), "does not let go of an object");
}

void BucketStore::look() {
  const auto& address = bucket_.address();
  Ask ask{"GET", address.bucket_path(),
          {{"list-type", "2"}, {"prefix", address.prefix}, {"max-keys", "1"}}};
  ask.is_once = true;
  auto answer = bucket_.ask(ask);
  if (!read_list(answer.body).is_list) bucket_.refuse(ask, answer, 1);
}

}  // namespace rapport::files::s3
