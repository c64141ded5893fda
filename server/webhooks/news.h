// News: follows the change log and makes a delivery for each hook and change it is to be told of.
// The deliveries and the place in the log move together, so that a crash neither loses nor doubles
// one.
// Not here: the messages (message.h), sending (sender.h).
#pragma once
#include <functional>

#include "webhooks/message.h"

namespace rapport::webhooks {

// A piece of work for an actor, with the snapshots of now.
using ContextFactory =
    std::function<records::Context(std::shared_ptr<const access::Actor>, std::string source)>;

// name (key), entry: how far the log was followed.
const storage::Table& cursor_table();

// Threads: belongs to one.
class News {
 public:
  News(storage::Database& database, ContextFactory context)
      : database_(database), context_(std::move(context)) {}

  // A bounded piece of the log; true when more is waiting. Cost: with no hook a look at their
  // table; a write only when something is told.
  bool step();

 private:
  struct Told {
    const Hook* hook;
    const LogEntry* entry;
    std::string body;
    std::string fault = {};  // instead of a body: why it cannot be told
  };
  std::vector<Told> tell(storage::Transaction& transaction, const records::Context& program,
                         const std::vector<Hook>& hooks, std::vector<LogEntry>& entries);
  records::Context program() const;
  void store(const records::Context& program, const std::vector<Told>& told, std::int64_t last);

  storage::Database& database_;
  ContextFactory context_;
  bool is_loaded_ = false;
  std::int64_t position_ = 0, stored_ = 0;
};

}  // namespace rapport::webhooks
