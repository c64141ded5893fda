// Neighbours: what the nodes at one database tell one another, by LISTEN and NOTIFY.
// Not here: what a commit tells (database.cpp), what it means (app/).
#pragma once
#include <atomic>
#include <mutex>
#include <string>
#include <thread>

#include "storage/postgres/connection.h"
#include "storage/postgres/replicas.h"

namespace rapport::storage::postgres {

// Threads: safe. Lifetime: has a thread of its own, that waits at a session of its own.
class Neighbours {
 public:
  // Throws: Error{Unavailable}.
  // `replicas`: told of every commit.
  Neighbours(const SessionOptions& session, const std::string& node, Replicas& replicas);
  ~Neighbours();
  Neighbours(const Neighbours&) = delete;

  // See Database::on_others.
  void on_told(Hear hear);
  // Not more than kMostTold bytes. Nobody is told when the database is out of reach.
  void tell(const std::string& text);
  // The statement that a commit of this node tells of itself by.
  static std::string of_commit(const std::string& node);

 private:
  void listen();
  enum class Heard { Nothing, Something, Lost };
  Heard take_in(bool wait);
  void pass_on(std::string_view told);

  const std::string node_;
  Replicas& replicas_;
  Connection session_;
  std::mutex telling_;
  Connection teller_;
  std::mutex hear_mutex_;
  Hear hear_;
  std::atomic<bool> stopping_ = false;
  int wake_ = -1;  // written to when it is to stop
  std::thread thread_;
};

}  // namespace rapport::storage::postgres
