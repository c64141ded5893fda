#include "access/outside/outside_store.h"

#include "base/error.h"

namespace rapport::access {

using base::Id;
using storage::ColumnType;
using storage::Expression;
using storage::Test;
using storage::Transaction;

namespace {

std::string name_of(SignInBy by) { return std::string(word_of(by)); }

std::string purpose_of(SignInBy by) { return "source " + name_of(by); }

storage::Condition is(const char* column, storage::Cell value) {
  return storage::compare(column, Test::Equal, std::move(value));
}

storage::Condition identity_is(SignInBy by, std::string_view subject) {
  return storage::all_of({is("source", name_of(by)), is("subject", std::string(subject))});
}

}  // namespace

const storage::Table& outside_sources_table() {
  static const storage::Table table{"access_outside_sources",
                                    {{"source", ColumnType::Text},
                                     {"settings", ColumnType::Text},
                                     {"secret", ColumnType::Text}},
                                    {"source"},
                                    {},
                                    {}};
  return table;
}

const storage::Table& outside_identities_table() {
  static const storage::Table table{"access_outside_identities",
                                    {{"source", ColumnType::Text},
                                     {"subject", ColumnType::Text},
                                     {"user_id", ColumnType::Bytes},
                                     {"disabled", ColumnType::Integer}},
                                    {"source", "subject"},
                                    {{{"user_id"}, false, {}}},
                                    {}};
  return table;
}

OutsideSettings OutsideStore::settings(SignInBy by) {
  storage::Query query;
  query.table = &outside_sources_table();
  query.columns = {Expression{0, "settings"}, Expression{0, "secret"}};
  query.where = is("source", name_of(by));
  query.order_is_optional = true;
  OutsideSettings found;
  std::string sealed;
  database_.read([&](Transaction& transaction) {
    transaction.select(query, [&](const storage::Row& row) {
      found.json = row.text(0);
      sealed = row.is_null(1) ? std::string() : std::string(row.text(1));
      return false;
    });
  });
  if (sealed.empty()) return found;
  auto secret = vault_.open(purpose_of(by), sealed);
  if (!secret)
    throw base::Error(base::ErrorKind::Unavailable, "secret_key", {},
                      "the secret of a source was sealed with another key");
  found.secret = std::move(*secret);
  return found;
}

void OutsideStore::save_settings(SignInBy by, const OutsideSettings& settings,
                                 const storage::Work& also) {
  storage::Insert insert;
  insert.table = &outside_sources_table();
  insert.values = {
      {"source", name_of(by)},
      {"settings", settings.json},
      {"secret", settings.secret.empty() ? std::string()
                                         : vault_.seal(purpose_of(by), settings.secret)}};
  insert.replace_conflict = true;
  database_.write([&](Transaction& transaction) {
    transaction.insert(insert);
    if (also) also(transaction);
  });
}

std::vector<Identity> OutsideStore::select(storage::Condition where) {
  storage::Query query;
  query.table = &outside_identities_table();
  query.columns = {Expression{0, "subject"}, Expression{0, "user_id"}, Expression{0, "disabled"}};
  query.where = std::move(where);
  query.order_is_optional = true;
  std::vector<Identity> found;
  database_.read([&](Transaction& transaction) {
    found.clear();
    transaction.select(query, [&](const storage::Row& row) {
      found.push_back({std::string(row.text(0)), row.id(1), row.integer(2) != 0});
      return true;
    });
  });
  return found;
}

std::optional<Identity> OutsideStore::find(SignInBy by, std::string_view subject) {
  auto found = select(identity_is(by, subject));
  if (found.empty()) return std::nullopt;
  return found.front();
}

std::vector<Identity> OutsideStore::all(SignInBy by) { return select(is("source", name_of(by))); }

void OutsideStore::link(SignInBy by, std::string_view subject, const Id& user) {
  storage::Insert insert;
  insert.table = &outside_identities_table();
  insert.values = {{"source", name_of(by)},
                   {"subject", std::string(subject)},
                   {"user_id", user},
                   {"disabled", std::int64_t{0}}};
  insert.replace_conflict = true;
  database_.write([&](Transaction& transaction) { transaction.insert(insert); });
}

void OutsideStore::set_disabled(SignInBy by, std::string_view subject, bool disabled) {
  storage::Update update;
  update.table = &outside_identities_table();
  update.values = {{"disabled", std::int64_t{disabled}}};
  update.where = identity_is(by, subject);
  database_.write([&](Transaction& transaction) { transaction.update(update); });
}

}  // namespace rapport::access
