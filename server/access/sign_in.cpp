#include "access/sign_in.h"

#include "access/secrets.h"
#include "access/sign_in_user.h"
#include "base/error.h"
#include "base/text.h"

namespace rapport::access {

using base::ErrorKind;
using base::Id;

namespace {

constexpr std::size_t kEmailBytes = 320;

std::optional<Id> find_by_email(const DirectorySnapshot& people, std::string_view email) {
  if (email.size() > kEmailBytes || !base::is_valid_utf8(email)) return std::nullopt;
  auto folded = base::fold(email);
  if (folded.empty()) return std::nullopt;
  auto it = people.by_email.find(folded);
  if (it == people.by_email.end()) return std::nullopt;
  return it->second;
}

}  // namespace

std::vector<const storage::Table*> sign_in_tables() {
  return {&credentials_table(), &sessions_table(), &api_keys_table()};
}

SignIn::SignIn(storage::Database& database, const Directory& directory, base::Clock& clock,
               base::Random& random)
    : database_(database),
      directory_(directory),
      clock_(clock),
      sessions_(database, clock, random),
      keys_(database, clock, random),
      credentials_(database),
      lockout_(clock) {
  require_sodium();
}

std::optional<std::string> SignIn::prove(const std::optional<Id>& user, std::string_view email,
                                         std::string_view password, std::string_view address) {
  // Who is locked out does not take a turn from others.
  lockout_.begin_attempt(email, address);
  std::optional<std::string> hash;
  try {
    Credentials::Turn turn(credentials_);
    hash = credentials_.verify(turn, user, password);
  } catch (const base::Error&) {
    lockout_.withdraw(email, address);
    throw;
  }
  if (hash) lockout_.succeed(email, address);
  return hash;
}

SignedIn SignIn::sign_in(std::string_view email, std::string_view password,
                         const Origin& origin) {
  const auto people = directory_.get();
  const auto user = find_by_email(*people, email);
  const auto hash = prove(user, email, password, origin.address);
  if (!hash) base::fail(ErrorKind::Unauthenticated, "wrong_credentials");
  SignedIn result;
  result.caller.actor = people->actor(*user);
  if (!result.caller.actor) base::fail(ErrorKind::Unauthenticated, "disabled_user");
  auto made = sessions_.create(*user, origin.address, origin.agent);
  if (!credentials_.is_current(*user, *hash)) {  // changed while it was being proved
    sessions_.end(*user, made.session.id);
    base::fail(ErrorKind::Unauthenticated, "wrong_credentials");
  }
  result.caller.csrf = csrf_of(made.token);
  result.caller.session = made.session.id;
  result.token = std::move(made.token);
  return result;
}

std::optional<Caller> SignIn::authenticate_cookie(std::string_view token) {
  const auto session = sessions_.find(token);
  return session ? caller_of(*session, token) : std::nullopt;
}

std::optional<Caller> SignIn::recall_cookie(std::string_view token) const {
  const auto session = sessions_.recall(token);
  return session ? caller_of(*session, token) : std::nullopt;
}

std::optional<Caller> SignIn::caller_of(const Session& session, std::string_view token) const {
  auto actor = directory_.get()->actor(session.user);
  if (!actor) return std::nullopt;
  return Caller{std::move(actor), csrf_of(token), session.id};
}

std::optional<Caller> SignIn::authenticate_key(std::string_view secret) {
  const auto key = keys_.find(secret);
  return key ? caller_of(*key) : std::nullopt;
}

std::optional<Caller> SignIn::recall_key(std::string_view secret) const {
  const auto key = keys_.recall(secret);
  return key ? caller_of(*key) : std::nullopt;
}

std::optional<Caller> SignIn::caller_of(const ApiKey& key) const {
  auto actor = directory_.get()->actor(key.user);
  if (!actor) return std::nullopt;
  if (key.scope == KeyScope::Read) {
    auto reader = std::make_shared<Actor>(*actor);
    reader->write_allowed = false;
    actor = std::move(reader);
  }
  return Caller{std::move(actor), {}, {}, key.id, key.requests_per_minute};
}

void SignIn::confirm_password(const Actor& actor, std::string_view password,
                              std::string_view address, std::string field) {
  if (!prove(actor.user, actor.email, password, address))
    base::fail(ErrorKind::Invalid, "wrong_password", std::move(field));
}

void SignIn::set_password(const Id& user, std::string_view password, const Id& keep_session) {
  std::optional<std::string> email;
  database_.read(
      [&](storage::Transaction& transaction) { email = email_of_user(transaction, user); });
  if (!email) base::fail(ErrorKind::NotFound, "not_found");
  check_password(password, *email);
  std::string hash;
  {
    Credentials::Turn turn(credentials_);
    hash = hash_password(password);
  }
  database_.write([&](storage::Transaction& transaction) {
    store_password(transaction, user, hash, clock_.now(), keep_session);
  });
  sessions_.forget(user);
}

void SignIn::end_all(storage::Transaction& transaction, const Id& user) {
  end_sessions(transaction, user);
  transaction.on_commit([this, user] { sessions_.forget(user); });
}

}  // namespace rapport::access
