// Idempotency: answers to writes that carried an Idempotency-Key, kept for a day in the transaction
// of the write itself, so that a request sent again is answered again and has no second effect.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "records/model.h"

namespace rapport::records {

inline constexpr std::int64_t kAnswersKeptUs = 24ll * 3'600'000'000;

// user_id, request_key; request (a hash), status, body, location, version, at.
const storage::Table& answers_table();

struct StoredAnswer {
  int status = 200;
  std::string body;
  std::string location;      // empty: none
  std::int64_t version = 0;  // of the record; 0: none
};

// The answer this actor's key was given before. `request` is all that makes the request: method,
// path, body. Twins at the same time: the second one's transaction begins after the first one's
// end, or is run again by the engine, and finds the answer here.
// Throws: Error{Invalid, "idempotency_reused"} when the key came with another request.
std::optional<StoredAnswer> find_answer(storage::Transaction& transaction, const Context& context,
                                        std::string_view key, std::string_view request);

// To be called in the transaction of the write. Forgets answers that are too old by the way.
void store_answer(storage::Transaction& transaction, const Context& context, std::string_view key,
                  std::string_view request, const StoredAnswer& answer);

}  // namespace rapport::records
