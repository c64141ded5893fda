#include "http/answers/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rapport::http {
namespace {

void append_type(std::string& out, std::string_view name, std::string_view type) {
  out += fmt::format("# TYPE {} {}\n", name, type);
}

}  // namespace

void Metrics::count(int status, std::int64_t duration_us) {
  const auto index = std::clamp<std::size_t>(static_cast<std::size_t>(status), 0, 599);
  by_status_[index].fetch_add(1, std::memory_order_relaxed);
  const auto bound = std::lower_bound(kBoundsUs.begin(), kBoundsUs.end(), duration_us);
  const auto bucket = static_cast<std::size_t>(bound - kBoundsUs.begin());
  by_duration_[bucket].fetch_add(1, std::memory_order_relaxed);
  total_us_.fetch_add(duration_us, std::memory_order_relaxed);
}

std::string Metrics::render() const {
  std::string out;
  append_type(out, "rapport_http_requests_total", "counter");
  for (std::size_t status = 100; status < by_status_.size(); ++status) {
    const auto count = by_status_[status].load(std::memory_order_relaxed);
    if (count == 0) continue;
    out += fmt::format("rapport_http_requests_total{{status=\"{}\"}} {}\n", status, count);
  }
  append_type(out, "rapport_http_request_seconds", "histogram");
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kBoundsUs.size(); ++i) {
    sum += by_duration_[i].load(std::memory_order_relaxed);
    const auto seconds = static_cast<double>(kBoundsUs[i]) / 1e6;
    out += fmt::format("rapport_http_request_seconds_bucket{{le=\"{}\"}} {}\n", seconds, sum);
  }
  sum += by_duration_.back().load(std::memory_order_relaxed);
  out += fmt::format("rapport_http_request_seconds_bucket{{le=\"+Inf\"}} {}\n", sum);
  const auto total = static_cast<double>(total_us_.load(std::memory_order_relaxed)) / 1e6;
  out += fmt::format("rapport_http_request_seconds_sum {}\n", total);
  out += fmt::format("rapport_http_request_seconds_count {}\n", sum);
  append_type(out, "rapport_http_streams", "gauge");
  out += fmt::format("rapport_http_streams {}\n", streams_.load(std::memory_order_relaxed));
  for (const auto& [name, measure] : gauges_) {
    append_type(out, name, "gauge");
    const auto value = measure();
    out += std::isinf(value) ? name + " +Inf\n" : fmt::format("{} {}\n", name, value);
  }
  return out;
}

std::string render(const files::Traffic& traffic) {
  std::string out;
  const std::pair<std::string_view, std::uint64_t> counts[] = {{"requests", traffic.requests},
                                                               {"retries", traffic.retries},
                                                               {"failures", traffic.failures}};
  for (const auto& [what, count] : counts) {
    const auto name = fmt::format("rapport_files_store_{}_total", what);
    append_type(out, name, "counter");
    out += fmt::format("{} {}\n", name, count);
  }
  return out;
}

}  // namespace rapport::http
