// The command line: which commands there are and what they do. One clear line on stderr when one
// fails.
#pragma once

namespace rapport::app {

// The exit status: 0 success, 1 failure, 2 wrong usage.
int run_command(int count, char** words);

}  // namespace rapport::app
