#include "upgrades/steps.h"

namespace rapport::upgrades {

namespace {

// What a record without the value has been all the time: not a change of it, so it is neither in
// its history nor in its version.
void fill(storage::Transaction& transaction, const storage::Table& table, const char* column,
          const storage::Cell& value) {
  storage::Update update;
  update.table = &table;
  update.values = {{column, value}};
  update.where = storage::is_null(column);
  transaction.update(update);
}

// Fields that were added with a value to begin with. Rows of before had none, and a filter that
// asks for that value did not find them.
void fill_later_fields(storage::Transaction& transaction, const TableOf& table) {
  constexpr std::int64_t kNo = 0;
  fill(transaction, table("tasks"), "all_day", kNo);
  fill(transaction, table("meetings"), "all_day", kNo);
  fill(transaction, table("views"), "locked", kNo);
  fill(transaction, table("roles"), "works_from", std::string("anywhere"));
}

// The index is made with the tables, and what would not keep it is a program of before.
void leave_to_tables(storage::Transaction&, const TableOf&) {}

}  // namespace

const std::vector<Step>& steps() {
  static const std::vector<Step> all{
      {1, "fields with a value to begin with have it in older records too", fill_later_fields},
      {2, "texts of one and two letters are found by an index", leave_to_tables}};
  return all;
}

}  // namespace rapport::upgrades
