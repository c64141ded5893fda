// The command line's entrance; what the words mean is app/commands.h.
#include <cstdio>
#include <exception>

#include "app/commands.h"

int main(int count, char** words) {
  try {
    return rapport::app::run_command(count, words);
  } catch (...) {
    std::fputs("rapport: an unknown failure\n", stderr);
    return 1;
  }
}
