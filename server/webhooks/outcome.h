// Outcome: what an answer means: delivered, tried again later, given up, the hook switched off.
// Not here: sending (sender.h), the rows themselves (deliveries.h).
#pragma once
#include "outbound/client.h"
#include "webhooks/deliveries.h"

namespace rapport::webhooks {

struct Exchange {
  outbound::Answer answer;
  base::Instant began_at = 0;
  std::int64_t duration_ms = 0;
};

// What an attempt that has come to its end means for its delivery; nothing is stored.
Outcome outcome_of(const Attempt& attempt, const Exchange& exchange, base::Instant now,
                   base::Random& random);

// Writes it down, on the hook too, and switches the hook off that is gone (410) or dead. The
// context is that of the program. Nothing happens when the attempt's lease was lost.
void conclude(storage::Transaction& transaction, const records::Context& program,
              const Attempt& attempt, const Exchange& exchange);

}  // namespace rapport::webhooks
