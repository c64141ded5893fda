#include "backup/transfer.h"

#include <stdexcept>

namespace rapport::backup {

using storage::Row;
using storage::Table;

namespace {

constexpr std::int64_t kRowsBetweenWords = 10'000;

void check_names(const Table& table) {
  auto check = [](const std::string& name) {
    if (!storage::is_plain_name(name))
      throw std::runtime_error("a table or column has a name that none of ours has");
  };
  check(table.name);
  for (const auto& column : table.columns) check(column.name);
  for (const auto& column : table.key) check(column);
}

}  // namespace

TableFiller::TableFiller(storage::Loader& loader, const Table& table)
    : loader_(loader), table_(table), columns_(storage::bulk_columns(table)) {
  check_names(table);
  loader_.create(table_);
  loader_.begin(table_);
}

void TableFiller::add(const Row& row) {
  bytes_.clear();
  storage::append_row(bytes_, columns_, row);
  digest_.add(bytes_);
  loader_.add(row);
}

MovedTable TableFiller::finish(std::int64_t last_number) {
  loader_.end();
  loader_.set_last_number(table_, last_number);
  storage::RowsDigest there;
  loader_.rows(table_, [&](const Row& row) {
    bytes_.clear();
    storage::append_row(bytes_, columns_, row);
    there.add(bytes_);
    return true;
  });
  if (there != digest_)
    throw std::runtime_error("the table " + table_.name + " is not the same there: " +
                             std::to_string(digest_.rows()) + " rows went in, " +
                             std::to_string(there.rows()) + " are there");
  return {table_.name, digest_};
}

std::vector<MovedTable> transfer(storage::Snapshot& from, storage::Loader& to,
                                 const Progress& progress) {
  std::vector<MovedTable> moved;
  for (const auto& table : from.tables()) {
    const auto all = from.count(table);
    TableFiller filler(to, table);
    from.rows(table, [&](const Row& row) {
      if (filler.digest().rows() % kRowsBetweenWords == 0)
        progress(table.name, filler.digest().rows(), all);
      filler.add(row);
      return true;
    });
    moved.push_back(filler.finish(from.last_number(table)));
    progress(table.name, all, all);
  }
  return moved;
}

}  // namespace rapport::backup
