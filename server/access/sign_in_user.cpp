#include "access/sign_in_user.h"

namespace rapport::access {

using storage::ColumnType;
using storage::Condition;
using storage::Expression;
using storage::Test;

namespace {

constexpr int kUserSource = 1;

Condition is_disabled() {
  return storage::compare(Expression{kUserSource, "active"}, Test::Equal, std::int64_t{0});
}

Condition user_is_null(const std::string& column) {
  Condition condition = storage::is_null(column);
  condition.left.source = kUserSource;
  return condition;
}

}  // namespace

const storage::Table& sign_in_user_table() {
  static const storage::Table table{"users",
                                    {{"id", ColumnType::Bytes},
                                     {"email", ColumnType::Text},
                                     {"active", ColumnType::Integer},
                                     {"deleted_at", ColumnType::Integer}},
                                    {},
                                    {{{"id"}, true, {}}},
                                    {}};
  return table;
}

void require_active_user(storage::Query& query, const std::string& parent_column) {
  storage::Source user;
  user.number = kUserSource;
  user.table = &sign_in_user_table();
  user.parent_column = parent_column;
  query.joins.push_back(std::move(user));
  query.where = storage::all_of({std::move(query.where),
                                 storage::negate(user_is_null("id")), user_is_null("deleted_at"),
                                 storage::negate(is_disabled())});
}

bool is_active_user(storage::Transaction& transaction, const base::Id& user) {
  storage::Query query;
  query.table = &sign_in_user_table();
  query.where = storage::all_of(
      {storage::compare("id", Test::Equal, user), storage::is_null("deleted_at"),
       storage::negate(storage::compare("active", Test::Equal, std::int64_t{0}))});
  return transaction.count(query, 1) > 0;
}

std::optional<std::string> email_of_user(storage::Transaction& transaction, const base::Id& user) {
  storage::Query query;
  query.table = &sign_in_user_table();
  query.columns = {Expression{0, "email"}};
  query.where = storage::all_of(
      {storage::compare("id", Test::Equal, user), storage::is_null("deleted_at")});
  query.order_is_optional = true;
  std::optional<std::string> email;
  transaction.select(query, [&](const storage::Row& row) {
    email = row.is_null(0) ? std::string() : std::string(row.text(0));
    return false;
  });
  return email;
}

}  // namespace rapport::access
