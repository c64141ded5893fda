// ApiKeys: with what programs sign in ("Authorization: Bearer rk_…"). A key acts as its person,
// with no more rights than its scope. Keys are told once and kept as hashes.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/fresh_cache.h"
#include "base/clock.h"
#include "storage/database.h"

namespace rapport::access {

enum class KeyScope { Read, ReadWrite };

// "read,write" and the like, in any order; to write includes to read.
// Throws: Error{Invalid, "not_a_choice"} on another word, "required" on none.
KeyScope parse_scope(std::string_view words);
std::string_view scope_words(KeyScope scope);  // "read" or "read,write"

struct ApiKey {
  base::Id id;
  base::Id user;
  std::string name;
  std::string hint;  // how the key begins, by which people tell theirs apart: "rk_4f7Q"
  KeyScope scope = KeyScope::Read;
  base::Instant created_at = 0;
  std::optional<base::Instant> expires_at;
  std::optional<base::Instant> last_used_at;  // to within kUsedEveryUs
  std::int64_t requests_per_minute = 0;  // 0: as many as the server allows
};

inline constexpr std::int64_t kMostRequestsPerMinute = 1'000'000;
inline constexpr std::int64_t kUsedEveryUs = 5 * 60'000'000;

struct ApiKeyWish {
  base::Id user;
  std::string name;
  KeyScope scope = KeyScope::Read;
  std::optional<base::Instant> expires_at;
  std::int64_t requests_per_minute = 0;
};

struct NewApiKey {
  ApiKey key;
  std::string secret;  // the key itself; told this once
};

const storage::Table& api_keys_table();

// Threads: safe. Lifetime: the database, clock and random source outlive it.
class ApiKeys {
 public:
  ApiKeys(storage::Database& database, base::Clock& clock, base::Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // Throws: Error{Invalid} when the name is too long or the limit out of range.
  NewApiKey create(const ApiKeyWish& wish);

  // The key; nothing when it is unknown, revoked, over, or its person may not act any more.
  // Cost: a read of one row at most once a second, a write at most once in kUsedEveryUs.
  std::optional<ApiKey> find(std::string_view secret);
  // The same from memory alone, without waiting; nothing when that does not know enough.
  std::optional<ApiKey> recall(std::string_view secret) const;

  // The person's keys, the newest first.
  std::vector<ApiKey> list(const base::Id& user);

  // False: the person has no such key.
  bool revoke(const base::Id& user, const base::Id& key);

 private:
  std::optional<ApiKey> read(const std::string& hash);
  void note_used(const std::string& hash, base::Instant now);

  storage::Database& database_;
  base::Clock& clock_;
  base::Random& random_;
  FreshCache<ApiKey> cache_;
};

}  // namespace rapport::access
