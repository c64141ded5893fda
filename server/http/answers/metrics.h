// Counters of the HTTP side, rendered in the text format of Prometheus for /metrics.
// Counting is a few relaxed atomic additions; nothing here allocates until it is rendered.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "files/file_store.h"

namespace rapport::http {

class Metrics {
 public:
  // Threads: safe.
  void count(int status, std::int64_t duration_us);
  void stream_opened() { streams_ += 1; }
  void stream_closed() { streams_ -= 1; }

  // A measure that is taken when it is asked for. To be called before the first request.
  void add_gauge(std::string name, std::function<double()> measure) {
    gauges_.emplace_back(std::move(name), std::move(measure));
  }

  // rapport_http_requests_total{status}, rapport_http_request_seconds (histogram),
  // rapport_http_streams, and the gauges that were added.
  std::string render() const;

 private:
  static constexpr std::array<std::int64_t, 12> kBoundsUs{
      500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000, 5'000'000,
      30'000'000};

  std::array<std::atomic<std::uint64_t>, 600> by_status_{};
  std::array<std::atomic<std::uint64_t>, kBoundsUs.size() + 1> by_duration_{};
  std::atomic<std::int64_t> total_us_{0};
  std::atomic<std::int64_t> streams_{0};
  std::vector<std::pair<std::string, std::function<double()>>> gauges_;
};

// rapport_files_store_{requests,retries,failures}_total: what a store on another machine was asked.
std::string render(const files::Traffic& traffic);

}  // namespace rapport::http
