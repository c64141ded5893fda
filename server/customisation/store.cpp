#include "customisation/store.h"

#include <algorithm>

#include "base/error.h"

namespace rapport::customisation {

using schema::Cell;
using schema::ColumnType;
using storage::Expression;
using storage::Row;

const storage::Table& customisation_table() {
  static const storage::Table table{"customisation",
                                    {{"path", ColumnType::Text},
                                     {"json", ColumnType::Text},
                                     {"version", ColumnType::Integer},
                                     {"changed_by", ColumnType::Bytes},
                                     {"changed_at", ColumnType::Integer}},
                                    {"path"},
                                    {},
                                    {}};
  return table;
}

namespace {

storage::Query rows_query(std::vector<std::string> columns) {
  storage::Query query;
  query.table = &customisation_table();
  for (auto& column : columns) query.columns.push_back(Expression{0, std::move(column)});
  query.order_is_optional = true;
  return query;
}

}  // namespace

std::int64_t read_version(storage::Transaction& transaction) {
  std::int64_t version = 0;
  transaction.select(rows_query({"version"}), [&](const Row& row) {
    version = std::max(version, row.integer(0));
    return true;
  });
  return version;
}

Stored read_stored(storage::Transaction& transaction) {
  Stored stored;
  std::map<std::string, std::string> files;
  auto query = rows_query({"path", "json", "version", "changed_by", "changed_at"});
  transaction.select(query, [&](const Row& row) {
    stored.paths.emplace_back(row.text(0));
    if (!row.is_null(1)) files[std::string(row.text(0))] = std::string(row.text(1));
    if (row.integer(2) <= stored.version) return true;
    stored.version = row.integer(2);
    stored.changed_by = row.is_null(3) ? std::nullopt : std::optional(row.id(3));
    stored.changed_at = row.integer(4);
    return true;
  });
  try {
    stored.document = document_of(files);
  } catch (const base::Error& error) {
    stored.problem = error.what();
  }
  return stored;
}

void write_stored(storage::Transaction& transaction, const Stored& before, const Document& after,
                  const Author& author) {
  if (read_version(transaction) != before.version) base::fail(base::ErrorKind::Stale, "stale");
  auto was = files_of(before.document), is = files_of(after);
  for (const auto& path : before.paths) is.try_emplace(path);
  for (const auto& [path, text] : is) {
    auto old = was.find(path);
    if (before.problem.empty() && (old == was.end() ? "" : old->second) == text) continue;
    storage::Insert insert;
    insert.table = &customisation_table();
    insert.values = {{"path", path},
                     {"json", text.empty() ? Cell() : Cell(text)},
                     {"version", before.version + 1},
                     {"changed_at", author.at}};
    if (!author.user.is_nil()) insert.values.push_back({"changed_by", author.user});
    insert.replace_conflict = true;
    transaction.insert(insert);
  }
}

}  // namespace rapport::customisation
