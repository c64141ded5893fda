// The command line's entrance; what the words mean is app/commands.h.
#include <malloc.h>

#include <cstdio>
#include <exception>

#include "app/commands.h"

namespace {
// Each arena keeps what its threads once needed, and most of many threads wait.
constexpr int kArenas = 4;
}  // namespace

int main(int count, char** words) {
  mallopt(M_ARENA_MAX, kArenas);
  try {
    return rapport::app::run_command(count, words);
  } catch (...) {
    std::fputs("rapport: an unknown failure\n", stderr);
    return 1;
  }
}
