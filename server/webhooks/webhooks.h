// Webhooks of a company: what the other rooms use of this one: tables, rules, following the log,
// the delivery log. After Standard Webhooks.
#pragma once
#include <string>

#include "webhooks/sender.h"

namespace rapport::webhooks {

// Tables of this folder, for the migration.
std::vector<const storage::Table*> tables();
void register_rules(records::Rules& rules);

// POST /webhooks: the new record with its secret, which is told here only. Throws: as
// RecordService::create.
struct MadeHook {
  std::string json;
  base::Id id;
};
MadeHook create_hook(storage::Transaction& transaction, const records::Context& context,
                     const base::json::value& body);

// Threads: safe but follow(), which belongs to one. Lifetime: all it is given outlives it.
class Webhooks {
 public:
  // Sends at once what a stopped server left.
  Webhooks(storage::Database& database, ContextFactory context, const outbound::Client& client,
           base::Clock& clock);

  // Behind the commits: a bounded piece of the change log; true when more is waiting. Does not
  // throw.
  bool follow();
  void stop() { sender_.stop(); }

  // The delivery log of a hook, for who may read the hook. Throws: Error{NotFound}.
  std::string deliveries(const records::Context& context, const base::Id& hook, std::size_t limit,
                         const std::string& cursor);
  // The delivery as it is then. Throws: Error{NotFound}, Error{Invalid, "webhook_off"}.
  std::string send_again(const records::Context& context, const base::Id& hook,
                         const base::Id& delivery);

 private:
  storage::Database& database_;
  News news_;
  Sender sender_;
};

}  // namespace rapport::webhooks
