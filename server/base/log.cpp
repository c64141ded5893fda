#include "base/log.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>

#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"

namespace rapport::base {

namespace {

constexpr std::size_t kValueBytes = 2048;
constexpr const char* kLevelNames[] = {"debug", "info", "warning", "error"};

std::atomic<LogLevel> least_level{LogLevel::Info};

// At most kValueBytes, cut between characters.
std::string_view cut(std::string_view text) {
  if (text.size() <= kValueBytes) return text;
  std::size_t end = kValueBytes;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

// Values may hold bytes of strangers: what is no UTF-8 is shown as question marks.
std::string printable(std::string_view text) {
  std::string copy(cut(text));
  if (!is_valid_utf8(copy))
    for (char& c : copy)
      if (c & 0x80) c = '?';
  return copy;
}

}  // namespace

void log(LogLevel level, std::string_view message, LogFields fields) {
  if (level < least_level.load(std::memory_order_relaxed)) return;
  std::string line;
  JsonWriter writer(line);
  writer.begin_object();
  writer.member("time", format_instant(system_clock().now()));
  writer.member("level", kLevelNames[static_cast<int>(level)]);
  writer.member("message", printable(message));
  for (const auto& [name, value] : fields) writer.member(name, printable(value));
  writer.end_object();
  line += '\n';
  // One call, so that lines of threads and processes do not mix. A log that cannot be written has
  // no one to tell.
  while (::write(STDERR_FILENO, line.data(), line.size()) < 0 && errno == EINTR) {
  }
}

void set_log_level(LogLevel least) { least_level.store(least, std::memory_order_relaxed); }

}  // namespace rapport::base
