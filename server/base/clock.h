// The sources of time, randomness and new ids: handed in, so that tests decide what they say.
// Nothing else in the program reads a clock or a random device.
#pragma once
#include <cstdint>
#include <string>

#include "base/id.h"

namespace rapport::base {

// Microseconds since 1970-01-01T00:00:00Z.
using Instant = std::int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;
  virtual std::int64_t monotonic_us() = 0;
};

class Random {
 public:
  virtual ~Random() = default;
  // Unpredictable bytes, fit for tokens. Threads: safe.
  virtual void fill(void* out, std::size_t size) = 0;

  std::string hex(std::size_t byte_count);
};

// The machine's clock and random device. Lifetime: the program's.
Clock& system_clock();
Random& system_random();

// A new UUIDv7: 48 bits of milliseconds, then random bits; ids of one process made in one
// millisecond still increase. Threads: safe.
Id new_id(Instant now, Random& random);

}  // namespace rapport::base
