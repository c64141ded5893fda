// Deliveries: one row for each message to each hook, which is at once what is to be sent, the log
// of what was, and the proof that a change was told already. Everything happens in transactions of
// the caller.
// Not here: sending (sender.h), what is told (news.h).
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "records/model.h"

namespace rapport::webhooks {

inline constexpr std::int64_t kDeliveriesKeptUs = 30ll * 24 * 3'600'000'000;

// id hook log_entry event entity record body state due_at attempts lease attempted_at status error
// error_detail answer duration_ms created_at. (hook, log_entry) is unique; due_at: when it may be
// sent, while it is sent the end of the lease; null when nothing is to be done.
const storage::Table& deliveries_table();

struct NewDelivery {
  base::Id hook;
  std::int64_t log_entry = 0;  // 0: none, a ping
  std::string event;           // "deals.changed"
  std::string entity;          // empty: none
  base::Id record;             // nil: none
  std::string body;
};
// The id, which is the header webhook-id. A second one of a hook and log entry is passed over.
base::Id add_delivery(storage::Transaction& transaction, const records::Context& context,
                      const NewDelivery& delivery);

// One attempt in the hands of who sends it.
struct Attempt {
  std::int64_t row_number = 0;
  base::Id id, hook, lease;
  std::string body;
  std::int64_t number = 0;  // of this attempt, from 1
};

struct Due {
  std::int64_t row_number = 0;
  base::Instant due_at = 0;
};
// Of one hook, the longest due first.
std::vector<Due> due_deliveries(storage::Transaction& transaction, const base::Id& hook,
                                base::Instant now, std::size_t most);
// Hooks that have something due, whatever has become of them.
std::vector<base::Id> hooks_with_due(storage::Transaction& transaction, base::Instant now);
// When the next one is due after `now`; nothing when none waits.
std::optional<base::Instant> next_due(storage::Transaction& transaction, base::Instant now);

// Takes it on a lease; nothing when somebody else has it.
std::optional<Attempt> claim(storage::Transaction& transaction, const records::Context& context,
                             const Due& due, std::int64_t lease_us);

struct Outcome {
  enum class State { Delivered, Waiting, Failed };
  State state = State::Delivered;
  base::Instant attempted_at = 0;
  base::Instant due_at = 0;  // of the next attempt, for Waiting
  int status = 0;
  std::string error, error_detail;  // code of a message, and what fills its hole
  std::string answer;               // first bytes; need not be UTF-8
  std::int64_t duration_ms = 0;
};
// False when the lease is not that attempt's any more.
bool settle(storage::Transaction& transaction, const Attempt& attempt, const Outcome& outcome);
// As if it had not been taken.
void let_go(storage::Transaction& transaction, const Attempt& attempt, base::Instant now);

// What waits for a hook that is off is not sent any more; what is under way comes to its end.
void cancel_waiting(storage::Transaction& transaction, const base::Id& hook, base::Instant now);

// Sent again at once, with the same id, from its first attempt on; one that is under way stays so.
// Throws: Error{NotFound}.
void send_again(storage::Transaction& transaction, const base::Id& hook, const base::Id& delivery,
                base::Instant now);

// {"items":[…],"next"}, the newest first, or one of them alone. Words in the actor's language.
std::string deliveries_page(storage::Transaction& transaction, const records::Context& context,
                            const base::Id& hook, std::size_t limit, const std::string& cursor);
std::string delivery_json(storage::Transaction& transaction, const records::Context& context,
                          const base::Id& hook, const base::Id& delivery);

// Those made before that time which wait for nothing.
void forget_deliveries(storage::Transaction& transaction, base::Instant before);

}  // namespace rapport::webhooks
