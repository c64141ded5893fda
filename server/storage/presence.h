// Presence: what one has to know of a database before one works on it: which tables it has, and who
// else is at work on it. Processes that work are there together; one that changes what others stand
// on is there alone.
// Not here: what is changed, and for whom that is too new (upgrades/).
#pragma once
#include <memory>
#include <set>
#include <string>

namespace rapport::storage {

// Threads: one at a time. What it holds ends with it, and with the process. On SQLite that is locks
// of the file DATABASE-lock, on PostgreSQL advisory locks of a session of its own.
class Presence {
 public:
  virtual ~Presence() = default;
  // Names of the tables there are; none: the database is new. Changes nothing. Throws:
  // Error{Unavailable}.
  virtual std::set<std::string> tables() = 0;
  // Only one process at a time opens a database. False: another one does just now.
  virtual bool try_take_turn() = 0;
  virtual void end_turn() = 0;
  // False: others are at work. True: nobody else is, until join() or the end.
  virtual bool try_be_alone() = 0;
  // At work, together with others. False: somebody is there alone.
  virtual bool try_join() = 0;
  // Whether it is still known to others; a lost session is opened and joins again. Cheap.
  virtual bool stay() = 0;
};

// `url`: as of open_database(). Throws: Error{Unavailable}.
std::unique_ptr<Presence> open_presence(const std::string& url);

}  // namespace rapport::storage
