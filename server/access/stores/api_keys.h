// ApiKeys: with what programs sign in ("Authorization: Bearer rk_…"). A key acts as its person,
// with no more rights than its scope. Keys are told once and kept as hashes.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/stores/fresh_cache.h"
#include "base/clock.h"
#include "storage/database.h"

namespace rapport::access {

// Each includes those before it. Administer: what only administrators may do, for a key of one.
enum class KeyScope { Read, ReadWrite, Administer };

// "read,write,admin" and the like, in any order.
// Throws: Error{Invalid, "not_a_choice"} on another word, "required" on none.
KeyScope parse_scope(std::string_view words);
std::string_view scope_words(KeyScope scope);  // "read", "read,write" or "read,write,admin"

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
  std::vector<std::string> entities;  // what it may read and write; empty: all
  std::string networks;  // where it may come from: "10.0.0.0/8,::1"; empty: anywhere

  bool is_permitted_from(std::string_view address) const;
};

inline constexpr std::size_t kKeyEntities = 50;
inline constexpr std::size_t kKeyNetworks = 50;
inline constexpr std::int64_t kMostRequestsPerMinute = 1'000'000;
inline constexpr std::int64_t kUsedEveryUs = 5 * 60'000'000;

struct ApiKeyWish {
  base::Id user;
  std::string name;
  KeyScope scope = KeyScope::Read;
  std::optional<base::Instant> expires_at;
  std::int64_t requests_per_minute = 0;
  std::vector<std::string> entities = {};
  std::string networks = {};
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

  // Throws: Error{Invalid} when the name is too long, the limit out of range, the end in the past,
  // a network none ("not_a_network"), or there are too many of something.
  // `also` is done in the same transaction, here and below: what is told of it.
  NewApiKey create(const ApiKeyWish& wish, const storage::Work& also = {});

  // The key; nothing when it is unknown, revoked, over, its person may not act any more, or
  // `address` is none that it is permitted from.
  // Cost: a read of one row at most once a second, a write at most once in kUsedEveryUs.
  std::optional<ApiKey> find(std::string_view secret, std::string_view address);
  // The same from memory alone, without waiting; nothing when that does not know enough.
  std::optional<ApiKey> recall(std::string_view secret, std::string_view address) const;

  // The person's keys, the newest first.
  std::vector<ApiKey> list(const base::Id& user);

  // False: the person has no such key.
  bool revoke(const base::Id& user, const base::Id& key, const storage::Work& also = {});

 private:
  std::optional<ApiKey> read(const std::string& hash);
  void note_used(const std::string& hash, base::Instant now);

  storage::Database& database_;
  base::Clock& clock_;
  base::Random& random_;
  FreshCache<ApiKey> cache_;
};

}  // namespace rapport::access
