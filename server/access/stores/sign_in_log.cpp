#include "access/stores/sign_in_log.h"

#include "base/limits.h"
#include "base/log.h"
#include "base/error.h"
#include "base/text.h"

namespace rapport::access {

using base::Id;
using storage::ColumnType;
using storage::Expression;
using storage::Test;
using storage::Transaction;

namespace {
constexpr std::size_t kAddressChars = 64;
}

std::string_view word_of(SignInBy by) {
  constexpr std::string_view kWords[] = {"password", "directory", "provider"};
  return kWords[static_cast<int>(by)];
}

std::string_view word_of(SignInOutcome outcome) {
  constexpr std::string_view kWords[] = {"entered",    "new_device", "wrong_password",
                                         "wrong_code", "disabled",   "refused"};
  return kWords[static_cast<int>(outcome)];
}

std::string clean_agent(std::string_view text, std::size_t chars) {
  if (!base::is_valid_utf8(text)) return {};
  return std::string(base::prefix_of(text, chars));
}

const storage::Table& sign_ins_table() {
  static const storage::Table table{"access_sign_ins",
                                    {{"id", ColumnType::Bytes},
                                     {"user_id", ColumnType::Bytes},
                                     {"at", ColumnType::Integer},
                                     {"address", ColumnType::Text},
                                     {"agent", ColumnType::Text},
                                     {"how", ColumnType::Text},
                                     {"outcome", ColumnType::Text}},
                                    {},
                                    {{{"id"}, true, {}},
                                     {{"user_id", "at"}, false, {}},
                                     {{"at"}, false, {}}},
                                    {}};
  return table;
}

void remove_old_sign_ins(Transaction& transaction, base::Instant now) {
  transaction.remove(
      {&sign_ins_table(), storage::compare("at", Test::Less, now - kSignInsKeptUs)});
}

void SignInLog::note(const std::optional<Id>& user, SignInBy by, SignInOutcome outcome,
                     const Origin& origin) {
  const auto now = clock_.now();
  const SignInNews news{user,
                        by,
                        outcome,
                        now,
                        clean_agent(origin.address, kAddressChars),
                        clean_agent(origin.agent, base::limits::kTextChars)};
  storage::Insert insert;
  insert.table = &sign_ins_table();
  insert.values = {{"id", base::new_id(now, random_)},
                   {"user_id", user.value_or(Id{})},
                   {"at", now},
                   {"address", news.address},
                   {"agent", news.agent},
                   {"how", std::string(word_of(by))},
                   {"outcome", std::string(word_of(outcome))}};
  try {
    database_.write([&](Transaction& transaction) {
      transaction.insert(insert);
      if (on_news_) on_news_(transaction, news);
    });
  } catch (const base::Error& error) {
    base::log(base::LogLevel::Warning, "a sign-in was not noted", {{"error", error.what()}});
  }
}

std::vector<SignInEntry> SignInLog::list(const Id& user) {
  storage::Query query;
  query.table = &sign_ins_table();
  for (const char* column : {"id", "at", "address", "agent", "how", "outcome"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::compare("user_id", Test::Equal, user);
  query.order = {{Expression{0, "at"}, true}};
  query.limit = kSignInsTold;
  std::vector<SignInEntry> entries;
  database_.read([&](Transaction& transaction) {
    entries.clear();
    transaction.select(query, [&](const storage::Row& row) {
      entries.push_back({row.id(0), row.integer(1), std::string(row.text(2)),
                         std::string(row.text(3)), std::string(row.text(4)),
                         std::string(row.text(5))});
      return true;
    });
  });
  return entries;
}

}  // namespace rapport::access
