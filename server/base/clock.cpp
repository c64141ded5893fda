#include "base/clock.h"

#include <sys/random.h>
#include <time.h>

#include <mutex>
#include <stdexcept>

namespace rapport::base {

namespace {

std::int64_t read_clock_us(clockid_t which) {
  timespec t{};
  clock_gettime(which, &t);
  return static_cast<std::int64_t>(t.tv_sec) * 1'000'000 + t.tv_nsec / 1000;
}

class SystemClock final : public Clock {
 public:
  Instant now() override { return read_clock_us(CLOCK_REALTIME); }
  std::int64_t monotonic_us() override { return read_clock_us(CLOCK_MONOTONIC); }
};

// A page of random bytes at a time: a system call for each id would cost more than the id.
class SystemRandom final : public Random {
 public:
  void fill(void* out, std::size_t size) override {
    std::lock_guard lock(mutex_);
    auto* target = static_cast<char*>(out);
    while (size > 0) {
      if (at_ == sizeof buffer_) refill();
      std::size_t part = std::min(size, sizeof buffer_ - at_);
      std::memcpy(target, buffer_ + at_, part);
      std::memset(buffer_ + at_, 0, part);
      at_ += part, target += part, size -= part;
    }
  }

 private:
  void refill() {
    if (getrandom(buffer_, sizeof buffer_, 0) != sizeof buffer_)
      throw std::runtime_error("the system gives no random bytes");
    at_ = 0;
  }
  std::mutex mutex_;
  char buffer_[256];  // getrandom is never interrupted up to 256 bytes
  std::size_t at_ = sizeof buffer_;
};

}  // namespace

std::string Random::hex(std::size_t byte_count) {
  std::string raw(byte_count, '\0'), out;
  fill(raw.data(), raw.size());
  for (unsigned char byte : raw) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

Random& system_random() {
  static SystemRandom random;
  return random;
}

Id new_id(Instant now, Random& random) {
  static std::mutex mutex;
  static std::uint64_t last = 0;
  // 48 bits of milliseconds and a 12-bit counter in the place of rand_a (RFC 9562, 6.2, method 1).
  auto stamp = (static_cast<std::uint64_t>(now / 1000) << 12) | ((now % 1000) * 4096 / 1000);
  {
    std::lock_guard lock(mutex);
    if (stamp <= last) stamp = last + 1;
    last = stamp;
  }
  Id id;
  for (int i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(stamp >> (52 - 8 * i));
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | ((stamp >> 8) & 0x0F));
  id.bytes[7] = static_cast<std::uint8_t>(stamp);
  random.fill(id.bytes.data() + 8, 8);
  id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3F));
  return id;
}

}  // namespace rapport::base
