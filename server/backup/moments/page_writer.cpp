#include "backup/moments/page_writer.h"

#include "base/json.h"
#include "base/log.h"

namespace rapport::backup {

namespace {

constexpr std::int64_t kPageBytes = 4096;
constexpr std::int64_t kPieceUs = 5'000'000;
constexpr std::int64_t kMostPieceBytes = 64 << 20;

std::string head_json(const std::string& chain, std::int64_t number) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("chain", std::string_view(chain)).member("number", number);
  json.end_object();
  return out;
}

std::string commit_json(base::Instant seen, base::Instant at, std::int64_t pages) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("seen", seen).member("at", at).member("pages", pages).end_object();
  return out;
}

std::string end_json(std::int64_t commits) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("commits", commits).end_object();
  return out;
}

}  // namespace

PageWriter::PageWriter(std::filesystem::path folder, Lock lock, base::Random& random)
    : folder_(std::move(folder)), lock_(std::move(lock)), random_(random) {}

PageWriter::~PageWriter() = default;

std::optional<PageWriter::Current> PageWriter::current() const {
  std::lock_guard lock(mutex_);
  return current_;
}

// What came of the chain before stays with it, if it can be stored.
void PageWriter::begin(base::Instant at) {
  try {
    if (piece_ && piece_->commits > 0) finish();
  } catch (const std::exception& error) {
    base::log(base::LogLevel::Warning, "the last changes of a chain could not be kept",
              {{"error", error.what()}});
  }
  piece_.reset();
  kept_until_ = 0;
  Current next{new_chain(folder_, at), random_.hex(16)};
  number_ = 0;
  bytes_ = 0;
  std::lock_guard lock(mutex_);
  current_ = std::move(next);
}

void PageWriter::page(std::int64_t number, std::string_view bytes) {
  if (!piece_) {
    piece_ = std::make_unique<Piece>(current_->chain.piece(++number_), lock_, random_);
    piece_->writer.write(BlockKind::Pages, head_json(current_->name, number_));
  }
  piece_->run.add((number - 1) * kPageBytes, bytes);
}

void PageWriter::commit(base::Instant seen, base::Instant at, std::int64_t pages) {
  if (!piece_) return;
  piece_->run.end();
  piece_->writer.write(BlockKind::Commit, commit_json(seen, at, pages));
  if (piece_->commits++ == 0) piece_->begun = at;
  piece_->until = at;
  if (piece_->written >= kMostPieceBytes) finish();
}

void PageWriter::rest(base::Instant now) {
  if (!piece_) kept_until_ = now;
  else if (now - piece_->begun >= kPieceUs) finish();
}

void PageWriter::finish() {
  if (!piece_) return;
  auto piece = std::move(piece_);
  piece->writer.finish(end_json(piece->commits));
  piece->output.finish();
  bytes_ += piece->output.bytes();
  kept_until_ = piece->until;
}

}  // namespace rapport::backup
