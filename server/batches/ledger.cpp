#include "batches/ledger.h"

#include <algorithm>
#include <iterator>

#include "base/json.h"

namespace rapport::batches {

namespace json = base::json;
using base::Id;
using schema::ColumnType;
using storage::Cell;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

constexpr std::string_view kDid[] = {"changed", "deleted", "refused", "kept"};

Cell did_cell(Did did) { return std::string(kDid[static_cast<int>(did)]); }

Did did_named(std::string_view name) {
  auto it = std::find(std::begin(kDid), std::end(kDid), name);
  return it == std::end(kDid) ? Did::Kept : static_cast<Did>(it - std::begin(kDid));
}

storage::Condition of_record(const Id& batch, const Id& record) {
  return storage::all_of({storage::compare("batch", Test::Equal, batch),
                          storage::compare("record", Test::Equal, record)});
}

}  // namespace

const storage::Table& ledger_table() {
  static const storage::Table table{"batch_ledger",
                                    {{"batch", ColumnType::Bytes},
                                     {"record", ColumnType::Bytes},
                                     {"did", ColumnType::Text},
                                     {"version", ColumnType::Integer},
                                     {"before", ColumnType::Text},
                                     {"reason", ColumnType::Text},
                                     {"arguments", ColumnType::Text},
                                     {"field", ColumnType::Text},
                                     {"entity", ColumnType::Text}},
                                    {"batch", "record"},
                                    {},
                                    {}};
  return table;
}

void put_entry(storage::Transaction& transaction, const Id& batch, const Entry& entry) {
  storage::Insert insert;
  insert.table = &ledger_table();
  insert.replace_conflict = true;
  insert.values = {{"batch", batch},
                   {"record", entry.record},
                   {"did", did_cell(entry.did)},
                   {"version", entry.version},
                   {"before", entry.before},
                   {"reason", entry.reason},
                   {"arguments", entry.arguments},
                   {"field", entry.field},
                   {"entity", entry.entity}};
  transaction.insert(insert);
}

void forget_entry(storage::Transaction& transaction, const Id& batch, const Id& record) {
  storage::Delete remove;
  remove.table = &ledger_table();
  remove.where = of_record(batch, record);
  transaction.remove(remove);
}

std::vector<Entry> read_entries(storage::Transaction& transaction, const Id& batch,
                                const std::vector<Did>& kinds, const Id& after,
                                std::size_t limit) {
  std::vector<Cell> names;
  for (auto did : kinds) names.push_back(did_cell(did));
  Query query;
  query.table = &ledger_table();
  for (const char* column : {"record", "did", "version", "before", "reason", "arguments", "field",
                             "entity"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::all_of({storage::compare("batch", Test::Equal, batch),
                                 storage::compare("record", Test::Greater, after),
                                 storage::in(Expression{0, "did"}, std::move(names))});
  // The table has no order but that of its key.
  query.order_is_optional = true;
  query.limit = limit;
  std::vector<Entry> entries;
  transaction.select(query, [&](const Row& row) {
    Entry entry;
    entry.record = row.id(0);
    entry.did = did_named(row.text(1));
    entry.version = row.integer(2);
    entry.before = row.text(3);
    entry.reason = row.text(4);
    entry.arguments = row.text(5);
    entry.field = row.text(6);
    if (!row.is_null(7)) entry.entity = row.text(7);
    entries.push_back(std::move(entry));
    return true;
  });
  return entries;
}

std::unordered_set<Id> known_records(storage::Transaction& transaction, const Id& batch,
                                     const std::vector<Id>& records) {
  std::vector<Cell> ids(records.begin(), records.end());
  Query query;
  query.table = &ledger_table();
  query.columns = {Expression{0, "record"}};
  query.where = storage::all_of({storage::compare("batch", Test::Equal, batch),
                                 storage::in(Expression{0, "record"}, std::move(ids))});
  query.order_is_optional = true;
  std::unordered_set<Id> known;
  transaction.select(query, [&](const Row& row) {
    known.insert(row.id(0));
    return true;
  });
  return known;
}

void give_reason(Entry& entry, const base::Error& error) {
  const auto* place = error.fields.empty() ? nullptr : &error.fields.front();
  json::object arguments;
  for (const auto& [name, value] : place ? place->arguments : error.arguments)
    arguments[name] = value;
  entry.reason = place ? place->code : error.code;
  entry.arguments = json::serialize(arguments);
  entry.field = place ? place->field : "";
}

}  // namespace rapport::batches
