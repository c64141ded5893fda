#include "imports/ledger.h"

#include <algorithm>

namespace rapport::imports {

namespace json = base::json;
using base::Id;
using records::Record;
using schema::ColumnType;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

constexpr const char* kDid[] = {"created", "updated", "restored"};

storage::Condition of_record(const Id& import, const Id& record) {
  return storage::all_of({storage::compare("import", Test::Equal, import),
                          storage::compare("record", Test::Equal, record)});
}

Query select_entries(storage::Condition where) {
  Query query;
  query.table = &ledger_table();
  for (const char* column : {"record", "entity", "did", "version", "before"})
    query.columns.push_back(Expression{0, column});
  query.where = std::move(where);
  query.order_is_optional = true;
  return query;
}

LedgerEntry read_entry(const Row& row) {
  LedgerEntry entry;
  entry.record = row.id(0);
  entry.entity = row.text(1);
  auto did = std::find(std::begin(kDid), std::end(kDid), row.text(2));
  entry.did = static_cast<Did>(did - std::begin(kDid));
  entry.version = row.integer(3);
  if (!row.is_null(4)) entry.before = row.text(4);
  return entry;
}

void insert_entry(storage::Transaction& transaction, const Id& import, const Record& record,
                  Did did, std::string before) {
  storage::Insert insert;
  insert.table = &ledger_table();
  insert.values = {{"import", import},
                   {"record", record.id()},
                   {"entity", record.entity().name},
                   {"did", std::string(kDid[static_cast<int>(did)])},
                   {"version", record.version()}};
  if (!before.empty()) insert.values.push_back({"before", std::move(before)});
  transaction.insert(insert);
}

}  // namespace

const storage::Table& ledger_table() {
  static const storage::Table table{"import_ledger",
                                    {{"import", ColumnType::Bytes},
                                     {"record", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"did", ColumnType::Text},
                                     {"version", ColumnType::Integer},
                                     {"before", ColumnType::Text}},
                                    {"import", "record"},
                                    {},
                                    {}};
  return table;
}

void note_created(storage::Transaction& transaction, const Id& import, const Record& record) {
  insert_entry(transaction, import, record, Did::Created, {});
}

void note_changed(storage::Transaction& transaction, const Id& import, const Record& after,
                  Did did, const json::object& before) {
  std::optional<LedgerEntry> known;
  transaction.select(select_entries(of_record(import, after.id())), [&](const Row& row) {
    known = read_entry(row);
    return false;
  });
  if (!known) return insert_entry(transaction, import, after, did, json::serialize(before));
  storage::Update update;
  update.table = &ledger_table();
  update.values = {{"version", after.version()}};
  if (known->did != Did::Created) {
    auto values = json::parse(known->before).as_object();
    for (const auto& [field, value] : before) values.emplace(field, value);
    update.values.push_back({"before", json::serialize(values)});
  }
  update.where = of_record(import, after.id());
  transaction.update(update);
}

std::vector<LedgerEntry> read_ledger(storage::Transaction& transaction, const Id& import,
                                     const Id& after, std::size_t limit) {
  auto query = select_entries(
      storage::all_of({storage::compare("import", Test::Equal, import),
                       storage::compare("record", Test::Greater, after)}));
  query.limit = limit;
  std::vector<LedgerEntry> entries;
  transaction.select(query, [&](const Row& row) {
    entries.push_back(read_entry(row));
    return true;
  });
  return entries;
}

void forget_entry(storage::Transaction& transaction, const Id& import, const Id& record) {
  storage::Delete remove;
  remove.table = &ledger_table();
  remove.where = of_record(import, record);
  transaction.remove(remove);
}

}  // namespace rapport::imports
