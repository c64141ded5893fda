// BucketStore: contents as objects of a bucket. Large ones go there in parts, straight from the
// disk; they are read in chunks, so that no connection to the store waits for a slow reader.
#pragma once
#include "files/s3/bucket.h"

namespace rapport::files::s3 {

// A content larger than this goes in parts of it. Source: 5 MiB is the least that S3 takes.
inline constexpr std::uint64_t kPartBytes = 8 << 20;

class BucketStore final : public FileStore {
 public:
  // `spool`: a folder for files on their way.
  BucketStore(Address address, Credentials credentials, std::filesystem::path spool,
              base::Clock& clock);

  std::string place() const override { return bucket_.address().place(); }
  void put(const base::Id& id, const std::filesystem::path& from) override;
  std::unique_ptr<Reading> open(const base::Id& id, std::uint64_t offset,
                                std::uint64_t size) override;
  std::optional<std::uint64_t> size_of(const base::Id& id) override;
  void remove(const base::Id& id) override;
  void list(const std::function<void(const Content&)>& found) override;
  std::unique_ptr<LocalFile> local(const base::Id& id) override;
  std::filesystem::path spool(const base::Id& id) override;
  void probe() override;
  void look() override;
  void stop() override { bucket_.stop(); }
  std::optional<Traffic> traffic() const override { return bucket_.traffic(); }

 private:
  void put_in_parts(const std::string& path, const outbound::FilePart& whole);
  std::string put_part(const std::string& path, const std::string& upload, std::size_t number,
                       const outbound::FilePart& part);
  void complete(const std::string& path, const std::string& upload,
                const std::vector<std::string>& tags, std::uint64_t size);
  std::string path_of(const base::Id& id) const;
  std::optional<std::uint64_t> size_at(const std::string& path);

  Bucket bucket_;
  std::filesystem::path spool_;
  std::atomic<int> readings_ = 0;
};

}  // namespace rapport::files::s3
