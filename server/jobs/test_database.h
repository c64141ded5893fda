// A database with the tables of this folder, a clock to set: for the tests of jobs.
// Only *_test.cpp files include it.
#pragma once
#include <atomic>
#include <filesystem>
#include <memory>

#include "jobs/schedule.h"

namespace rapport::jobs::testing {

inline constexpr std::int64_t kSecondUs = 1'000'000;

class FakeClock final : public base::Clock {
 public:
  base::Instant now() override { return now_us_; }
  std::int64_t monotonic_us() override { return now_us_; }
  void advance(std::int64_t microseconds) { now_us_ += microseconds; }
  void set(base::Instant now) { now_us_ = now; }

 private:
  std::atomic<base::Instant> now_us_ = 1'780'000'000 * kSecondUs;
};

class TestDatabase {
 public:
  TestDatabase()
      : folder_(std::filesystem::temp_directory_path() /
                ("rapport-jobs-" + base::system_random().hex(8))) {
    std::filesystem::create_directories(folder_);
    storage::OpenOptions options;
    options.durable = false;
    database = storage::open_database((folder_ / "jobs.db").string(), options);
    database->migrate(job_tables());
  }
  ~TestDatabase() {
    database.reset();
    std::filesystem::remove_all(folder_);
  }

  template <class Work>
  auto write(const Work& work) {
    decltype(work(std::declval<storage::Transaction&>())) result{};
    database->write([&](storage::Transaction& transaction) { result = work(transaction); });
    return result;
  }

 private:
  std::filesystem::path folder_;

 public:
  std::unique_ptr<storage::Database> database;
  FakeClock clock;
  JobQueue queue{clock, base::system_random()};
};

}  // namespace rapport::jobs::testing
