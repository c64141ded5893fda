#include "access/stores/password_links.h"

#include "access/credentials.h"
#include "access/secrets.h"
#include "access/sign_in_user.h"
#include "base/error.h"

namespace rapport::access {

using base::Id;
using storage::ColumnType;
using storage::Expression;
using storage::Test;
using storage::Transaction;

namespace {

storage::Condition of_user(const Id& user) {
  return storage::compare("user_id", Test::Equal, user);
}

bool has_password(Transaction& transaction, const Id& user) {
  storage::Query query;
  query.table = &credentials_table();
  query.where = of_user(user);
  return transaction.count(query, 1) > 0;
}

}  // namespace

const storage::Table& password_links_table() {
  static const storage::Table table{"access_password_links",
                                    {{"token_hash", ColumnType::Text},
                                     {"user_id", ColumnType::Bytes},
                                     {"expires_at", ColumnType::Integer}},
                                    {"token_hash"},
                                    {{{"user_id"}, false, {}}},
                                    {}};
  return table;
}

void end_password_links(Transaction& transaction, const Id& user) {
  transaction.remove({&password_links_table(), of_user(user)});
}

void remove_expired_links(Transaction& transaction, base::Instant now) {
  transaction.remove(
      {&password_links_table(), storage::compare("expires_at", Test::LessEqual, now)});
}

PasswordLink PasswordLinks::make(const Id& user, const storage::Work& also) {
  PasswordLink link;
  link.token = new_token(random_);
  const auto now = clock_.now();
  database_.write([&](Transaction& transaction) {
    if (!is_active_user(transaction, user)) base::fail(base::ErrorKind::NotFound, "not_found");
    link.expires_at = now + (has_password(transaction, user) ? kLinkUs : kInvitationUs);
    end_password_links(transaction, user);
    storage::Insert insert;
    insert.table = &password_links_table();
    insert.values = {{"token_hash", hash_of_secret(link.token)},
                     {"user_id", user},
                     {"expires_at", link.expires_at}};
    transaction.insert(insert);
    if (also) also(transaction);
  });
  return link;
}

std::optional<Id> PasswordLinks::find(std::string_view token) {
  if (!looks_like_token(token)) return std::nullopt;
  storage::Query query;
  query.table = &password_links_table();
  query.columns = {Expression{0, "user_id"}};
  query.where =
      storage::all_of({storage::compare("token_hash", Test::Equal, hash_of_secret(token)),
                       storage::compare("expires_at", Test::Greater, clock_.now())});
  require_active_user(query, "user_id");
  query.order_is_optional = true;
  std::optional<Id> user;
  database_.read([&](Transaction& transaction) {
    transaction.select(query, [&](const storage::Row& row) {
      user = row.id(0);
      return false;
    });
  });
  return user;
}

bool PasswordLinks::use(Transaction& transaction, const Id& user, std::string_view token) {
  bool was_there = transaction.remove({&password_links_table(),
                                       storage::compare("token_hash", Test::Equal,
                                                        hash_of_secret(token))}) > 0;
  if (was_there) end_password_links(transaction, user);
  return was_there;
}

}  // namespace rapport::access
