#include "access/credentials.h"

#include <sodium.h>

#include "access/common_passwords.h"
#include "access/secrets.h"
#include "access/stores/sessions.h"
#include "access/sign_in_user.h"
#include "base/text.h"

namespace rapport::access {

using base::ErrorKind;
using base::Id;
using storage::ColumnType;
using storage::Expression;
using storage::Test;
using storage::Transaction;

namespace {

// The hash of a password nobody has, with the limits that hash_password uses: what a guess is
// compared with when there is nothing to compare it with.
constexpr const char* kNobodysHash =
    "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

std::string_view local_part(std::string_view email) { return email.substr(0, email.find('@')); }

void reject(const char* code, base::MessageArguments arguments = {}) {
  base::fail(ErrorKind::Invalid, code, "password", std::move(arguments));
}

std::optional<std::string> stored_hash(storage::Database& database, const Id& user) {
  storage::Query query;
  query.table = &credentials_table();
  query.columns = {Expression{0, "password_hash"}};
  query.where = storage::compare("user_id", Test::Equal, user);
  query.order_is_optional = true;
  std::optional<std::string> hash;
  database.read([&](Transaction& transaction) {
    transaction.select(query, [&](const storage::Row& row) {
      hash = std::string(row.text(0));
      return false;
    });
  });
  return hash;
}

}  // namespace

const storage::Table& credentials_table() {
  static const storage::Table table{"access_credentials",
                                    {{"user_id", ColumnType::Bytes},
                                     {"password_hash", ColumnType::Text},
                                     {"changed_at", ColumnType::Integer}},
                                    {"user_id"},
                                    {},
                                    {}};
  return table;
}

void check_password(std::string_view password, std::string_view email) {
  if (!base::is_valid_utf8(password)) reject("invalid_value");
  const auto length = base::length_of(password);
  if (length < kPasswordMinChars)
    reject("password_too_short", {{"min", std::to_string(kPasswordMinChars)}});
  if (length > kPasswordMaxChars) reject("too_long", {{"max", std::to_string(kPasswordMaxChars)}});
  const auto folded = base::fold(password), folded_email = base::fold(email);
  if (folded == folded_email || folded == local_part(folded_email)) reject("password_is_email");
  if (is_common_password(password)) reject("password_too_common");
}

std::string hash_password(std::string_view password) {
  require_sodium();
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(hash, password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    throw base::Error(ErrorKind::Unavailable, "unavailable", {}, "no memory to hash a password");
  return hash;
}

void store_password(Transaction& transaction, const Id& user, const std::string& hash,
                    base::Instant now, const Id& keep_session) {
  storage::Insert insert;
  insert.table = &credentials_table();
  insert.values = {{"user_id", user}, {"password_hash", hash}, {"changed_at", now}};
  insert.replace_conflict = true;
  transaction.insert(insert);
  end_sessions(transaction, user, keep_session);
}

void set_password(Transaction& transaction, const Id& user, std::string_view password,
                  base::Instant now, const Id& keep_session) {
  auto email = email_of_user(transaction, user);
  if (!email) base::fail(ErrorKind::NotFound, "not_found");
  check_password(password, *email);
  store_password(transaction, user, hash_password(password), now, keep_session);
}

Credentials::Turn::Turn(Credentials& credentials) : credentials_(credentials) {
  std::unique_lock lock(credentials.mutex_);
  if (credentials.hashing_ >= kHashedAtOnce && credentials.waiting_ >= kWaiting)
    base::fail(ErrorKind::TooMany, "too_many_requests", {}, {{"seconds", "1"}});
  ++credentials.waiting_;
  credentials.turn_ended_.wait(lock, [&] { return credentials.hashing_ < kHashedAtOnce; });
  --credentials.waiting_;
  ++credentials.hashing_;
}

Credentials::Turn::~Turn() {
  {
    std::lock_guard lock(credentials_.mutex_);
    --credentials_.hashing_;
  }
  credentials_.turn_ended_.notify_one();
}

std::optional<std::string> Credentials::verify(const Turn&, const std::optional<Id>& user,
                                               std::string_view password) {
  require_sodium();
  auto hash = stored_hash(database_, user.value_or(Id{}));
  const bool has_hash = hash.has_value();
  // A longer one is nobody's, but takes its time all the same.
  const bool may_be_right = password.size() <= kPasswordMaxChars * 4;
  if (!may_be_right) password = password.substr(0, kPasswordMaxChars);
  const bool matches = crypto_pwhash_str_verify(has_hash ? hash->c_str() : kNobodysHash,
                                                password.data(), password.size()) == 0;
  if (!has_hash || !may_be_right || !matches) return std::nullopt;
  return hash;
}

std::string Credentials::renew(const Turn&, const Id& user, const std::string& hash,
                               std::string_view password) {
  if (crypto_pwhash_str_needs_rehash(hash.c_str(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                     crypto_pwhash_MEMLIMIT_INTERACTIVE) != 1)
    return hash;
  storage::Update update;
  update.table = &credentials_table();
  const std::string better = hash_password(password);
  update.values = {{"password_hash", better}};
  update.where = storage::all_of({storage::compare("user_id", Test::Equal, user),
                                  storage::compare("password_hash", Test::Equal, hash)});
  bool replaced = false;
  database_.write([&](Transaction& transaction) { replaced = transaction.update(update) > 0; });
  return replaced ? better : hash;
}

bool Credentials::is_current(const Id& user, const std::string& hash) {
  return stored_hash(database_, user) == hash;
}

}  // namespace rapport::access
