// PageWriter: what changes in the database, kept in pieces of at most some seconds: each a locked
// file of its own that is there whole or not at all, with its chain's name and its number in it.
// Not here: the base they go with (keeper.h), and how one goes back (going_back.h).
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "backup/image_run.h"
#include "backup/moments/shelf.h"
#include "backup/output_file.h"
#include "storage/page_log.h"

namespace rapport::backup {

// Threads: as a PageSink's; current() and ask_for_new_beginning() any.
class PageWriter final : public storage::PageSink {
 public:
  struct Current {
    Chain chain;
    std::string name;  // of the chain: what its pieces and its base have in common
  };

  // The folder is made when a chain begins.
  PageWriter(std::filesystem::path folder, Lock lock, base::Random& random);
  ~PageWriter() override;

  void begin(base::Instant at) override;
  void page(std::int64_t number, std::string_view bytes) override;
  void commit(base::Instant seen, base::Instant at, std::int64_t pages) override;
  void rest(base::Instant now) override;
  bool wants_new_beginning() override { return wants_new_.exchange(false); }
  // What has come is on the disk then. To be called after the last one has come.
  void finish();

  void ask_for_new_beginning() { wants_new_ = true; }
  // Nothing before the first chain began.
  std::optional<Current> current() const;
  // All changes until then are on the disk; 0: of a chain that has just begun, none.
  base::Instant kept_until() const { return kept_until_; }
  // Of the pieces of the present chain.
  std::int64_t bytes() const { return bytes_; }

 private:
  struct Piece {
    Piece(const std::filesystem::path& path, const Lock& lock, base::Random& random)
        : output(path),
          writer(lock, random,
                 [this](std::string_view bytes) {
                   output.write(bytes);
                   written += static_cast<std::int64_t>(bytes.size());
                 }),
          run(writer) {}
    OutputFile output;
    std::atomic<std::int64_t> written = 0;  // by the thread of `writer`
    BlockWriter writer;
    ImageRun run;
    base::Instant begun = 0, until = 0;  // of the first commit in it and of the last
    std::int64_t commits = 0;
  };

  const std::filesystem::path folder_;
  const Lock lock_;
  base::Random& random_;
  mutable std::mutex mutex_;
  std::optional<Current> current_;
  std::atomic<bool> wants_new_ = false;
  std::atomic<std::int64_t> bytes_ = 0;
  std::atomic<base::Instant> kept_until_ = 0;
  std::int64_t number_ = 0;
  std::unique_ptr<Piece> piece_;
};

}  // namespace rapport::backup
