// Idempotency: the first answer to a request with an Idempotency-Key, told again to each repeat. Stored in the transaction of
// the request itself, so that there is an effect exactly when there is an answer.
#pragma once
#include "records/model.h"

namespace rapport::records {

struct StoredAnswer {
  int status = 200;
  std::string body, location;
  std::int64_t version = 0;
};

inline constexpr std::int64_t kAnswersKeptUs = 24ll * 3600 * 1'000'000;

const storage::Table& answers_table();

// `request` is all that makes the request: method, target, body.
// Throws: Error{Invalid, "idempotency_mismatch"} when the key was used for another request.
std::optional<StoredAnswer> find_answer(storage::Transaction& transaction, const Context& context,
                                        const std::string& key, const std::string& request);
void store_answer(storage::Transaction& transaction, const Context& context, const std::string& key,
                  const std::string& request, const StoredAnswer& answer);
// For the nightly job.
void remove_old_answers(storage::Transaction& transaction, base::Instant now);

}  // namespace rapport::records
