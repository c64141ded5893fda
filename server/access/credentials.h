// Credentials: passwords, kept as argon2id hashes. The rules for a new one, and the proof of one.
// Not here: how often one may guess (lockout.h), what follows from a right one (sign_in.h).
#pragma once
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::access {

inline constexpr std::size_t kPasswordMinChars = 8;
inline constexpr std::size_t kPasswordMaxChars = 256;

const storage::Table& credentials_table();

// Throws: Error{Invalid} on the field "password": "password_too_short", "too_long",
// "password_too_common", "password_is_email", "invalid_value" (not UTF-8).
void check_password(std::string_view password, std::string_view email);

// Cost: 0.1 s and 64 MiB. So not inside a write, which all other writes wait for.
std::string hash_password(std::string_view password);

// Makes a hash the person's password and ends all their sessions but `keep_session`.
void store_password(storage::Transaction& transaction, const base::Id& user,
                    const std::string& hash, base::Instant now,
                    const base::Id& keep_session = {});

// Checks, hashes and stores: for the command line and the first start, where nobody waits.
// Throws: as check_password; Error{NotFound} when there is no such person.
void set_password(storage::Transaction& transaction, const base::Id& user,
                  std::string_view password, base::Instant now,
                  const base::Id& keep_session = {});

// Proves passwords. Threads: safe. Limits: kHashedAtOnce hashes at a time, each 64 MiB, and
// kWaiting callers behind them, so that a flood of guesses takes neither memory nor all workers.
class Credentials {
 public:
  static constexpr int kHashedAtOnce = 2;
  static constexpr int kWaiting = 6;

  explicit Credentials(storage::Database& database) : database_(database) {}

  // A turn to hash, until it is destroyed.
  class Turn {
   public:
    explicit Turn(Credentials& credentials);  // Throws: Error{TooMany, "too_many_requests"}
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Credentials& credentials_;
  };

  // The person's stored hash when this is their password, else nothing. Takes as long for nobody,
  // and for a person without a password, as for one who has one. The caller holds a Turn.
  std::optional<std::string> verify(const Turn& turn, const std::optional<base::Id>& user,
                                    std::string_view password);

  // Replaces a hash that was made when hashes were cheaper, by the password just proved with it,
  // unless it was replaced meanwhile. Sessions go on: the password is the same. The caller holds a
  // Turn. The hash that is the person's now.
  std::string renew(const Turn& turn, const base::Id& user, const std::string& hash,
                    std::string_view password);

  // Whether that hash is still the person's: what rests on an old password must not begin.
  bool is_current(const base::Id& user, const std::string& hash);

 private:
  storage::Database& database_;
  std::mutex mutex_;
  std::condition_variable turn_ended_;
  int hashing_ = 0, waiting_ = 0;
};

}  // namespace rapport::access
