#include "backup/moments/keeper.h"

#include <limits>

#include "backup/moments/kept_files.h"
#include "base/log.h"

namespace rapport::backup {

namespace {

constexpr std::int64_t kSecondUs = 1'000'000, kDayUs = 86'400 * kSecondUs;
constexpr auto kLookEvery = std::chrono::milliseconds(100);
constexpr std::int64_t kFilesEveryUs = 30 * kSecondUs;
constexpr std::int64_t kFarFilesEveryUs = 600 * kSecondUs;  // to list a bucket takes requests
constexpr std::int64_t kBaseAgainUs = 60 * kSecondUs;
// Going back takes the longer, the more changes there are: from here on a new base is shorter.
constexpr std::int64_t kLeastChanges = 256 << 20;

struct Stopped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace

MomentsKeeper::MomentsKeeper(storage::Database& database, Order source, MomentsPlan plan,
                             base::Clock& clock, base::Random& random)
    : database_(database),
      source_(std::move(source)),
      plan_(std::move(plan)),
      clock_(clock),
      random_(random),
      writer_(std::make_shared<PageWriter>(plan_.folder, plan_.lock, random)) {
  std::filesystem::create_directories(plan_.folder);
  std::filesystem::permissions(plan_.folder, std::filesystem::perms::owner_all);
  storage::keep_pages(database_, writer_);
  thread_ = std::thread([this] { run(); });
}

MomentsKeeper::~MomentsKeeper() { stop(); }

void MomentsKeeper::stop() {
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  stopped_.notify_all();
  thread_.join();
  storage::keep_pages(database_, nullptr);
  try {
    writer_->finish();
    // Those of the last half minute; a bucket is not asked any more.
    if (has_all_files_ && !source_.files->traffic()) keep_files([] { return true; });
  } catch (const std::exception& error) {
    base::log(base::LogLevel::Error, "the last changes could not be kept",
              {{"error", error.what()}});
  }
}

double MomentsKeeper::behind_seconds() const {
  const auto current = writer_->current();
  const auto until = writer_->kept_until();
  if (!current || until == 0 || !current->chain.has_base())
    return std::numeric_limits<double>::infinity();
  return static_cast<double>(clock_.now() - until) / kSecondUs;
}

bool MomentsKeeper::goes_on() {
  std::lock_guard lock(mutex_);
  return !stopping_;
}

void MomentsKeeper::run() {
  bool is_failing = false;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      stopped_.wait_for(lock, kLookEvery, [this] { return stopping_; });
      if (stopping_) return;
    }
    try {
      look();
      is_failing = false;
    } catch (const Stopped&) {
      return;
    } catch (const std::exception& error) {
      const auto* known = dynamic_cast<const base::Error*>(&error);
      if (!std::exchange(is_failing, true))
        base::log(base::LogLevel::Error, "moments to go back to are not kept",
                  {{"error", known ? known->code + " " + known->detail : error.what()}});
    }
  }
}

void MomentsKeeper::look() {
  const auto now = clock_.monotonic_us();
  const auto current = writer_->current();
  const bool is_due = current && (current->name != tried_ || now >= base_due_us_);
  if (is_due && !current->chain.has_base()) {
    tried_ = current->name;
    base_due_us_ = now + kBaseAgainUs;
    make_base(*current);
    remove_chains_before(plan_.folder, clock_.now() - plan_.keep_us);
  }
  if (current && current->name != replaced_ && is_long_enough()) {
    replaced_ = current->name;
    writer_->ask_for_new_beginning();
  }
  if (now < files_due_us_) return;
  files_due_us_ = now + (source_.files->traffic() ? kFarFilesEveryUs : kFilesEveryUs);
  keep_files([this] { return goes_on(); });
}

void MomentsKeeper::keep_files(const std::function<bool()>& goes_on) {
  backup::keep_files({*source_.files, plan_.folder, plan_.lock, plan_.keep_us}, random_, goes_on);
  has_all_files_ = goes_on();
}

bool MomentsKeeper::is_long_enough() const {
  if (base_made_us_ == 0) return false;
  const auto most = std::max(kLeastChanges, 2 * base_bytes_);
  return clock_.monotonic_us() - base_made_us_ > kDayUs || writer_->bytes() > most;
}

// What people attached is kept once, beside all chains.
void MomentsKeeper::make_base(const PageWriter::Current& current) {
  auto order = source_;
  order.files = nullptr;
  order.output = current.chain.base();
  order.lock = plan_.lock;
  order.chain = current.name;
  const auto made = make_backup(order, clock_, random_, [this](const std::string&, auto, auto) {
    if (!goes_on()) throw Stopped("the server stops");
  });
  base_bytes_ = made.bytes;
  base_made_us_ = clock_.monotonic_us();
  base::log(base::LogLevel::Info, "one can go back to any moment from now on",
            {{"base", order.output.string()}, {"bytes", std::to_string(made.bytes)}});
}

}  // namespace rapport::backup
