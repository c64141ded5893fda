#include "crm/system/home_layout.h"

#include "base/error.h"

namespace rapport::crm {

using base::ErrorKind;
using storage::Test;

namespace {

constexpr std::size_t kWidgets = 40, kBytes = 32 * 1024;

void check(const base::json::value& layout) {
  const auto* widgets = layout.is_object() ? layout.get_object().if_contains("widgets") : nullptr;
  if (!widgets || !widgets->is_array())
    base::fail(ErrorKind::Invalid, "wrong_type", "widgets", {{"expected", "array"}});
  if (widgets->get_array().size() > kWidgets)
    base::fail(ErrorKind::Invalid, "too_many_values", "widgets",
               {{"max", std::to_string(kWidgets)}});
  for (const auto& widget : widgets->get_array()) {
    const auto* kind = widget.is_object() ? widget.get_object().if_contains("kind") : nullptr;
    if (!kind || !kind->is_string())
      base::fail(ErrorKind::Invalid, "wrong_type", "widgets", {{"expected", "object"}});
  }
}

}  // namespace

const storage::Table& home_layouts_table() {
  static const storage::Table table{
      "home_layouts",
      {{"user", schema::ColumnType::Bytes}, {"layout", schema::ColumnType::Text}},
      {"user"},
      {},
      {}};
  return table;
}

std::optional<std::string> home_layout(storage::Transaction& transaction, const base::Id& user) {
  storage::Query query;
  query.table = &home_layouts_table();
  query.columns = {storage::Expression{0, "layout"}};
  query.where = storage::compare("user", Test::Equal, user);
  query.order_is_optional = true;
  std::optional<std::string> found;
  transaction.select(query, [&](const storage::Row& row) {
    found = std::string(row.text(0));
    return false;
  });
  return found;
}

void put_home_layout(storage::Transaction& transaction, const base::Id& user,
                     const base::json::value& layout) {
  check(layout);
  auto text = base::json::serialize(layout);
  if (text.size() > kBytes)
    base::fail(ErrorKind::Invalid, "too_long", "widgets", {{"max", std::to_string(kBytes)}});
  storage::Insert insert;
  insert.table = &home_layouts_table();
  insert.values = {{"user", user}, {"layout", std::move(text)}};
  insert.replace_conflict = true;
  transaction.insert(insert);
}

void forget_home_layout(storage::Transaction& transaction, const base::Id& user) {
  storage::Delete row;
  row.table = &home_layouts_table();
  row.where = storage::compare("user", Test::Equal, user);
  transaction.remove(row);
}

}  // namespace rapport::crm
