// How many files the process may have open, and how many connections the server takes of them.
// Not here: the server (server.h).
#pragma once
#include <cstddef>

namespace rapport::http {

// What one node is made for: 20,000 open live connections, and those that ask beside them.
inline constexpr std::size_t kMostConnections = 24'000;

// Raises the limit of open files to the highest that the system permits this process; says in the
// log when that is too low for kMostConnections. Returns the limit.
std::size_t raised_file_limit();

// The connections of a server with so many files: what the database, the index and files need is
// left over.
std::size_t connections_of(std::size_t files);

}  // namespace rapport::http
