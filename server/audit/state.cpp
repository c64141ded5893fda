#include "audit/state.h"

namespace rapport::audit {

const storage::Table& state_table() {
  static const storage::Table table{
      "audit_state",
      {{"name", storage::ColumnType::Text}, {"value", storage::ColumnType::Text}},
      {"name"},
      {},
      {}};
  return table;
}

std::string read_state(storage::Transaction& transaction, std::string_view name) {
  storage::Query query;
  query.table = &state_table();
  query.columns = {storage::Expression{0, "value"}};
  query.where = storage::compare("name", storage::Test::Equal, std::string(name));
  query.order_is_optional = true;
  std::string value;
  transaction.select(query, [&](const storage::Row& row) {
    value = row.text(0);
    return false;
  });
  return value;
}

void write_state(storage::Transaction& transaction, std::string_view name, std::string value) {
  storage::Insert insert;
  insert.table = &state_table();
  insert.values = {{"name", std::string(name)}, {"value", std::move(value)}};
  insert.replace_conflict = true;
  transaction.insert(insert);
}

}  // namespace rapport::audit
