// Hooks: the records of the entity webhooks as the sender and the follower of the log need them,
// their rules and actions, and what the program itself writes into them.
// Not here: secrets (secrets.h), deliveries (deliveries.h).
#pragma once
#include <string>
#include <vector>

#include "records/rules.h"

namespace rapport::webhooks {

inline constexpr const char* kEntity = "webhooks";
inline constexpr std::size_t kHooksMost = 1'000;

struct Hook {
  base::Id id, owner;
  std::string name, url, entity;
  std::string events;  // "|created|deleted|"
  std::string filter;  // JSON; empty: none
  base::Instant failing_since = 0;  // 0: it is not
  std::int64_t told_from = 0;       // number of a log entry
};

// Those that are on, at most kHooksMost.
std::vector<Hook> active_hooks(storage::Transaction& transaction, const records::Model& model);
std::optional<Hook> active_hook(storage::Transaction& transaction, const records::Model& model,
                                const base::Id& id);

// What an attempt came to, in the fields that show it. failing_since 0: it does not fail.
struct HookNews {
  base::Instant sent_at = 0;
  int status = 0;        // 0: no answer
  std::string error;     // code of a message; empty: none
  base::Instant failing_since = 0;
};
void note_on_hook(storage::Transaction& transaction, const records::Model& model,
                  const base::Id& hook, const HookNews& news);

// Why it cannot tell what it should: "webhook_filter" does not fit any more, "webhook_owner" may
// not act any more.
void note_fault(storage::Transaction& transaction, const records::Model& model,
                const base::Id& hook, const std::string& code);

enum class OffBecause { Gone, Dead };  // answered 410; took nothing for three days
// Off, with an entry in its history and a task for its owner.
void switch_off(storage::Transaction& transaction, const records::Context& program,
                const Hook& hook, OffBecause why);

// URL, entity and filter are looked at when they are saved; a new hook gets its secret.
records::EntityRules rules();
// POST /webhooks/{id}/actions/rotate_secret → {"secret"}.
std::string act_rotate(records::ActionCall& call);
// POST /webhooks/{id}/actions/test → {"delivery"}: the id of a ping.
std::string act_test(records::ActionCall& call);

}  // namespace rapport::webhooks
