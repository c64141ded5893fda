#include "access/sign_in.h"

#include "access/key_actor.h"
#include "access/secrets.h"
#include "access/sign_in_user.h"
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

SignIn::SignIn(storage::Database& database, const Directory& directory, const Vault& vault,
               base::Clock& clock, base::Random& random)
    : database_(database),
      directory_(directory),
      clock_(clock),
      stores_(database, vault, clock, random),
      credentials_(database),
      lockout_(clock, [&database](const std::string& text) { database.tell_others(text); }) {
  require_sodium();
}

// What is wrong with it is no stranger's business.
std::optional<OutsidePerson> SignIn::ask_directory(std::string_view email,
                                                   std::string_view password) {
  if (!source_) return std::nullopt;
  try {
    return source_->prove(email, password);
  } catch (const base::Error& error) {
    if (error.kind != ErrorKind::Unavailable) throw;
    std::string reason = error.code;
    for (const auto& [name, value] : error.arguments) reason += " " + value;
    throw base::Error(ErrorKind::Unavailable, "directory_down", {}, reason);
  }
}

std::optional<SignIn::Proven> SignIn::prove(const std::optional<Id>& user,
                                            std::string_view password, const Attempt& attempt) {
  // Who is locked out does not take a turn from others.
  lockout_.begin_attempt(attempt);
  std::optional<Proven> proven;
  try {
    {
      Credentials::Turn turn(credentials_);
      auto hash = credentials_.verify(turn, user, password);
      if (hash) proven = Proven{credentials_.renew(turn, *user, *hash, password)};
    }
    auto person = proven ? std::nullopt : ask_directory(attempt.email, password);
    if (person) proven = Proven{{}, std::move(person)};
  } catch (const base::Error&) {
    lockout_.withdraw(attempt);
    throw;
  }
  if (proven) lockout_.succeed(attempt);
  return proven;
}

bool SignIn::prove_own(const Actor& actor, std::string_view password, const Attempt& attempt) {
  const auto proven = prove(actor.user, password, attempt);
  if (!proven) return false;
  return !proven->person || outside_people_->find(*proven->person) == actor.user;
}

Id SignIn::admit(const OutsidePerson& person, const Origin& origin) {
  try {
    return outside_people_->admit(person);
  } catch (const base::Error& error) {
    if (error.kind == ErrorKind::Unauthenticated)
      stores_.log.note(outside_people_->find(person), person.by, SignInOutcome::Refused, origin);
    throw;
  }
}

// After the right password: who gets here has proved the half of it.
void SignIn::check_code(const Id& user, std::string_view otp, const Attempt& attempt,
                        ErrorKind kind) {
  if (!stores_.second_factor.is_on(user)) return;
  if (otp.empty()) base::fail(kind, "code_needed", "otp");
  lockout_.begin_code(user, attempt.device);
  if (!stores_.second_factor.use(user, otp)) base::fail(kind, "wrong_code", "otp");
  lockout_.succeed_code(user, attempt.device);
}

SignedIn SignIn::open_session(const std::shared_ptr<const Actor>& actor, SignInBy by,
                              const Origin& origin, std::string_view device) {
  if (!is_in_place(*actor, origin.address)) {
    stores_.log.note(actor->user, by, SignInOutcome::Refused, origin);
    base::fail(ErrorKind::Forbidden, "works_elsewhere");
  }
  SignedIn result;
  // First of all: there is no session that nobody was told of.
  stores_.log.note(actor->user, by,
                   device.empty() ? SignInOutcome::NewDevice : SignInOutcome::Entered, origin);
  auto made = stores_.sessions.create(actor->user, origin.address, origin.agent);
  result.caller.actor = actor;
  result.caller.csrf = csrf_of(made.token);
  result.caller.session = made.session.id;
  result.token = std::move(made.token);
  result.device = stores_.devices.remember(actor->user, origin.device);
  return result;
}

SignedIn SignIn::sign_in(const Entry& entry, const Origin& origin) {
  auto user = find_by_email(*directory_.get(), entry.email);
  const auto device = stores_.devices.find(user.value_or(Id{}), origin.device);
  const Attempt attempt{entry.email, origin.address, device};
  auto by = SignInBy::Password;
  auto refuse = [&](SignInOutcome outcome, const char* code) {
    stores_.log.note(user, by, outcome, origin);
    base::fail(ErrorKind::Unauthenticated, code);
  };
  const auto proven = prove(user, entry.password, attempt);
  if (!proven) refuse(SignInOutcome::WrongPassword, "wrong_credentials");
  if (proven->person) {
    by = proven->person->by;
    user = admit(*proven->person, origin);
  }
  const auto actor = directory_.get()->confirmed_actor(*user);
  if (!actor) refuse(SignInOutcome::Disabled, "disabled_user");
  try {
    check_code(*user, entry.otp, attempt, ErrorKind::Unauthenticated);
  } catch (const base::Error& error) {
    if (error.code == "wrong_code")
      stores_.log.note(user, by, SignInOutcome::WrongCode, origin);
    throw;
  }
  auto result = open_session(actor, by, origin, device);
  const bool is_stale = !proven->person && !credentials_.is_current(*user, proven->hash);
  if (is_stale) {  // changed while it was being proved
    stores_.sessions.end(*user, result.caller.session);
    base::fail(ErrorKind::Unauthenticated, "wrong_credentials");
  }
  return result;
}

SignedIn SignIn::sign_in_outside(const OutsidePerson& person, const Origin& origin) {
  const auto user = admit(person, origin);
  const auto actor = directory_.get()->confirmed_actor(user);
  if (!actor) {
    stores_.log.note(user, person.by, SignInOutcome::Disabled, origin);
    base::fail(ErrorKind::Unauthenticated, "disabled_user");
  }
  return open_session(actor, person.by, origin, stores_.devices.find(user, origin.device));
}

bool SignIn::is_in_place(const Actor& actor, std::string_view address) const {
  if (!actor.role || actor.role->works_from == WorksFrom::Anywhere) return true;
  return directory_.get()->is_in_place(*actor.role, address);
}

std::optional<Caller> SignIn::authenticate(const Proof& proof) {
  auto caller = find_caller(proof);
  if (caller && !is_in_place(*caller->actor, proof.address))
    base::fail(ErrorKind::Forbidden, "works_elsewhere");
  return caller;
}

std::optional<Caller> SignIn::find_caller(const Proof& proof) {
  if (!proof.key.empty()) {
    const auto key = stores_.keys.find(proof.key, proof.address);
    return key ? caller_of(*key) : std::nullopt;
  }
  const auto session = stores_.sessions.find(proof.cookie);
  return session ? caller_of(*session, proof.cookie) : std::nullopt;
}

std::optional<Caller> SignIn::recall(const Proof& proof) const {
  std::optional<Caller> caller;
  if (!proof.key.empty()) {
    const auto key = stores_.keys.recall(proof.key, proof.address);
    if (key) caller = caller_of(*key);
  } else if (const auto session = stores_.sessions.recall(proof.cookie)) {
    caller = caller_of(*session, proof.cookie);
  }
  if (caller && !is_in_place(*caller->actor, proof.address)) caller.reset();
  return caller;
}

std::optional<Caller> SignIn::caller_of(const Session& session, std::string_view token) const {
  const auto people = directory_.get();
  auto actor = session.is_confirmed(clock_.now()) ? people->confirmed_actor(session.user)
                                                  : people->actor(session.user);
  if (!actor) return std::nullopt;
  return Caller{std::move(actor), csrf_of(token), session.id};
}

std::optional<Caller> SignIn::caller_of(const ApiKey& key) const {
  auto actor = actor_of(key);
  if (!actor) return std::nullopt;
  return Caller{std::move(actor), {}, {}, key.id, key.requests_per_minute};
}

std::shared_ptr<const Actor> SignIn::actor_of(const ApiKey& key) const {
  return actor_of_key(key, *directory_.get(), limited_roles_);
}

void SignIn::confirm(const Caller& caller, const Entry& entry, const Origin& origin) {
  const auto& actor = *caller.actor;
  const auto device = stores_.devices.find(actor.user, origin.device);
  const Attempt attempt{actor.email, origin.address, device};
  if (!prove_own(actor, entry.password, attempt)) {
    stores_.log.note(actor.user, SignInBy::Password, SignInOutcome::WrongPassword, origin);
    base::fail(ErrorKind::Invalid, "wrong_password", "password");
  }
  check_code(actor.user, entry.otp, attempt, ErrorKind::Invalid);
  stores_.sessions.confirm(actor.user, caller.session);
}

void SignIn::confirm_outside(const Caller& caller, const OutsidePerson& person) {
  if (outside_people_->find(person) != caller.actor->user)
    base::fail(ErrorKind::Invalid, "another_person");
  stores_.sessions.confirm(caller.actor->user, caller.session);
}

void SignIn::confirm_password(const Actor& actor, std::string_view password, const Origin& origin,
                              std::string field) {
  const auto device = stores_.devices.find(actor.user, origin.device);
  if (prove_own(actor, password, {actor.email, origin.address, device})) return;
  stores_.log.note(actor.user, SignInBy::Password, SignInOutcome::WrongPassword, origin);
  base::fail(ErrorKind::Invalid, "wrong_password", std::move(field));
}

std::string SignIn::new_hash(const Id& user, std::string_view password) {
  std::optional<std::string> email;
  database_.read(
      [&](storage::Transaction& transaction) { email = email_of_user(transaction, user); });
  if (!email) base::fail(ErrorKind::NotFound, "not_found");
  check_password(password, *email);
  Credentials::Turn turn(credentials_);
  return hash_password(password);
}

void SignIn::store_new_hash(storage::Transaction& transaction, const Id& user,
                            const std::string& hash, const Id& keep_session) {
  store_password(transaction, user, hash, clock_.now(), keep_session);
  end_password_links(transaction, user);
  if (keep_session.is_nil()) forget_devices(transaction, user);
  transaction.on_commit([this, user] { stores_.sessions.forget(user); });
}

void SignIn::set_password(const Id& user, std::string_view password, const Id& keep_session,
                          const storage::Work& also) {
  const auto hash = new_hash(user, password);
  database_.write([&](storage::Transaction& transaction) {
    store_new_hash(transaction, user, hash, keep_session);
    if (also) also(transaction);
  });
}

void SignIn::set_password_by_link(std::string_view token, std::string_view password,
                                  const storage::Work& also) {
  const auto user = stores_.links.find(token);
  if (!user) base::fail(ErrorKind::NotFound, "link_over");
  const auto hash = new_hash(*user, password);
  database_.write([&](storage::Transaction& transaction) {
    if (!PasswordLinks::use(transaction, *user, token))
      base::fail(ErrorKind::NotFound, "link_over");
    store_new_hash(transaction, *user, hash, {});
    if (also) also(transaction);
  });
}

void SignIn::end_all(storage::Transaction& transaction, const Id& user) {
  end_sessions(transaction, user);
  end_password_links(transaction, user);
  transaction.on_commit([this, user] { stores_.sessions.forget(user); });
}

}  // namespace rapport::access
