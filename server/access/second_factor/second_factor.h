// SecondFactor: a code beside the password: of an authenticator program, or one of ten recovery
// codes that are good once. Secrets are sealed, recovery codes are kept as keyed hashes.
// Not here: how often one may guess (lockout.h), when it is asked for (sign_in.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/vault.h"
#include "base/clock.h"
#include "storage/database.h"

namespace rapport::access {

inline constexpr int kRecoveryCodes = 10;

struct SecondFactorState {
  std::optional<base::Instant> since;  // nothing: it is off
  int recovery_left = 0;
};

const storage::Table& second_factors_table();
const storage::Table& recovery_codes_table();

// Threads: safe. Lifetime: all it is given outlives it.
class SecondFactor {
 public:
  SecondFactor(storage::Database& database, const Vault& vault, base::Clock& clock,
               base::Random& random)
      : database_(database), vault_(vault), clock_(clock), random_(random) {}

  SecondFactorState state(const base::Id& user);
  bool is_on(const base::Id& user) { return state(user).since.has_value(); }

  // A new secret, 20 bytes, that asks for nothing until confirm() proves it was taken over.
  // Throws: Error{Duplicate, "second_factor_is_on"}.
  std::string begin(const base::Id& user);

  // Turns it on with the first code; the recovery codes, told this once.
  // Throws: Error{Invalid, "wrong_code"} on the field "otp"; Error{NotFound} unless it was begun.
  // `also` is done in the same transaction, here and below: what is told of it.
  std::vector<std::string> confirm(const base::Id& user, std::string_view code,
                                   const storage::Work& also = {});

  // Whether the code is the person's and was not used before; it is used up by this.
  // Throws: Error{Unavailable, "secret_key"} when the secret cannot be opened.
  bool use(const base::Id& user, std::string_view code);

  // New recovery codes in place of the old ones. Throws: Error{NotFound} when it is off.
  std::vector<std::string> renew_recovery(const base::Id& user, const storage::Work& also = {});

  // False: it was off. Nobody is asked for a code after this.
  bool turn_off(const base::Id& user, const storage::Work& also = {});

 private:
  struct Stored;
  std::optional<Stored> read(storage::Transaction& transaction, const base::Id& user);
  bool use_recovery(const base::Id& user, std::string_view code);
  bool use_step(const base::Id& user, std::int64_t last_step, std::int64_t step);
  std::vector<std::string> new_codes();
  void store_codes(storage::Transaction& transaction, const base::Id& user,
                   const std::vector<std::string>& codes);

  storage::Database& database_;
  const Vault& vault_;
  base::Clock& clock_;
  base::Random& random_;
};

}  // namespace rapport::access
