#include "http/open_files.h"

#include <sys/resource.h>

#include <algorithm>
#include <string>

#include "base/log.h"

namespace rapport::http {

namespace {
constexpr std::size_t kOtherFiles = 500;
constexpr std::size_t kLeastConnections = 100;
}

std::size_t raised_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kMostConnections + kOtherFiles;
  const rlimit highest{limit.rlim_max, limit.rlim_max};
  if (limit.rlim_cur < limit.rlim_max && setrlimit(RLIMIT_NOFILE, &highest) == 0) limit = highest;
  const std::size_t files = limit.rlim_cur;
  if (files < kMostConnections + kOtherFiles)
    base::log(base::LogLevel::Warning, "few files may be open, and so few connections",
              {{"files", std::to_string(files)},
               {"connections", std::to_string(connections_of(files))},
               {"wanted", std::to_string(kMostConnections + kOtherFiles)}});
  return files;
}

std::size_t connections_of(std::size_t files) {
  if (files < kOtherFiles + kLeastConnections) return kLeastConnections;
  return std::min(kMostConnections, files - kOtherFiles);
}

}  // namespace rapport::http
