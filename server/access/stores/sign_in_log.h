// SignInLog: who came in, or tried to, when and from where. What was typed for an account that is
// none is not kept: people type passwords there. Each attempt is one row, whether the account
// exists or not, so that an answer takes the same time for both.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::access {

inline constexpr std::int64_t kSignInsKeptUs = 180 * std::int64_t{86'400'000'000};
inline constexpr std::size_t kSignInsTold = 200;

// Where a sign-in comes from. `device`: the token of the browser's cookie, whatever it is worth.
struct Origin {
  std::string_view address, agent;
  std::string_view device = {};
};

enum class SignInBy { Password, Directory, Provider };
enum class SignInOutcome { Entered, NewDevice, WrongPassword, WrongCode, Disabled, Refused };

// "password", "directory", "provider"; "entered", "new_device", "wrong_password" …
std::string_view word_of(SignInBy by);
std::string_view word_of(SignInOutcome outcome);

struct SignInEntry {
  base::Id id;
  base::Instant at = 0;
  std::string address, agent, by, outcome;
};

const storage::Table& sign_ins_table();

// Removes what is older than kSignInsKeptUs. For the hourly job.
void remove_old_sign_ins(storage::Transaction& transaction, base::Instant now);

// What came of one attempt, for who else has to know.
struct SignInNews {
  std::optional<base::Id> user;
  SignInBy by;
  SignInOutcome outcome;
  base::Instant at = 0;
  std::string address, agent;
};

// Threads: safe.
class SignInLog {
 public:
  using OnNews = std::function<void(storage::Transaction&, const SignInNews&)>;

  SignInLog(storage::Database& database, base::Clock& clock, base::Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // `user`: nothing for an account that is none.
  void note(const std::optional<base::Id>& user, SignInBy by, SignInOutcome outcome,
            const Origin& origin);

  // Told of each attempt, in its transaction. To be called before the first one.
  void set_on_news(OnNews on_news) { on_news_ = std::move(on_news); }

  // Of one person, the latest first, at most kSignInsTold.
  std::vector<SignInEntry> list(const base::Id& user);

 private:
  storage::Database& database_;
  base::Clock& clock_;
  base::Random& random_;
  OnNews on_news_;
};

// What a browser says of itself, fit to be stored and shown: at most so many characters.
std::string clean_agent(std::string_view text, std::size_t chars);

}  // namespace rapport::access
