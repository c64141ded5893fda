// The log (WAL) as its writer's connection writes it: the frames of a commit in one call of the
// system and not two for each. Everything else about files stays SQLite's own.
#pragma once
#include <sqlite3.h>

namespace rapport::storage::sqlite {

// Name of the file system (VFS) to open such a connection with; registered by the first call.
// Only for connections with synchronous=FULL: what is gathered reaches the file when SQLite syncs
// the log, which it then does before it shows a commit to anybody. A failing write is an error of
// that sync, so of the commit.
// Throws: Error{Unavailable} when SQLite has no file system of its own. Threads: safe.
const char* wal_gathering_vfs();

// To be called for each connection that was opened with it, before its first transaction: what is
// rolled back is forgotten at once. Written later, without the writer's lock, it would lie over
// what another process has committed since.
void forget_what_is_rolled_back(sqlite3* handle);

}  // namespace rapport::storage::sqlite
