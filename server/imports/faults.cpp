#include "imports/faults.h"

#include <algorithm>

#include "imports/columns/column_match.h"
#include "imports/formats/table_writer.h"

namespace rapport::imports {

namespace json = base::json;
using schema::ColumnType;
using schema::Language;
using schema::Strings;
using storage::Cell;
using storage::Expression;
using storage::Query;
using storage::Test;

namespace {

constexpr std::size_t kRowsAtOnce = 1000;

storage::Condition of_row(const base::Id& import, std::int64_t line) {
  return storage::all_of({storage::compare("import", Test::Equal, import),
                          storage::compare("line", Test::Equal, line)});
}

storage::Condition of_kind(const base::Id& import, Waits waits) {
  return storage::all_of(
      {storage::compare("import", Test::Equal, import),
       storage::compare("deferred", Test::Equal, std::int64_t{waits == Waits::ForLaterRows})});
}

base::MessageArguments arguments_of(const json::object& fault) {
  base::MessageArguments arguments;
  const auto* node = fault.if_contains("arguments");
  if (!node || !node->is_object()) return arguments;
  for (const auto& [name, value] : node->get_object())
    arguments.emplace_back(name, value.as_string());
  return arguments;
}

std::string message_of(const Strings& strings, Language language, const json::object& fault) {
  return strings.message(language, std::string_view(fault.at("code").as_string()),
                         arguments_of(fault));
}

}  // namespace

const storage::Table& faults_table() {
  static const storage::Table table{"import_faults",
                                    {{"import", ColumnType::Bytes},
                                     {"line", ColumnType::Integer},
                                     {"deferred", ColumnType::Integer},
                                     {"faults", ColumnType::Text},
                                     {"cells", ColumnType::Text},
                                     {"types", ColumnType::Text}},
                                    {},
                                    {{{"import", "line"}, true, {}}},
                                    {}};
  return table;
}

void store_faulty_row(storage::Transaction& transaction, const base::Id& import,
                      const FaultyRow& row, Waits waits) {
  storage::Insert insert;
  insert.table = &faults_table();
  insert.values = {{"import", import},
                   {"line", row.line},
                   {"deferred", std::int64_t{waits == Waits::ForLaterRows}},
                   {"faults", row.faults},
                   {"cells", json::serialize(json::array(row.cells.begin(), row.cells.end()))},
                   {"types", row.types}};
  insert.ignore_conflict = true;
  transaction.insert(insert);
}

void store_faults(storage::Database& database, const base::Id& import,
                  const std::vector<FaultyRow>& rows) {
  for (std::size_t from = 0; from < rows.size(); from += kRowsAtOnce) {
    auto until = std::min(from + kRowsAtOnce, rows.size());
    database.write([&](storage::Transaction& transaction) {
      for (auto i = from; i < until; ++i) store_faulty_row(transaction, import, rows[i], Waits::No);
    });
  }
}

std::vector<FaultyRow> read_faulty_rows(storage::Transaction& transaction, const base::Id& import,
                                        Waits waits, std::int64_t after, std::size_t limit) {
  Query query;
  query.table = &faults_table();
  for (const char* column : {"line", "faults", "cells", "types"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::all_of(
      {of_kind(import, waits), storage::compare("line", Test::Greater, after)});
  query.order = {{Expression{0, "line"}, false}};
  query.limit = limit;
  std::vector<FaultyRow> rows;
  transaction.select(query, [&](const storage::Row& stored) {
    FaultyRow row;
    row.line = stored.integer(0);
    row.faults = stored.text(1);
    auto cells = json::parse(stored.text(2));
    for (const auto& cell : cells.as_array()) row.cells.emplace_back(cell.as_string());
    if (!stored.is_null(3)) row.types = stored.text(3);
    rows.push_back(std::move(row));
    return true;
  });
  return rows;
}

void forget_faulty_row(storage::Transaction& transaction, const base::Id& import,
                       std::int64_t line) {
  storage::Delete remove;
  remove.table = &faults_table();
  remove.where = of_row(import, line);
  transaction.remove(remove);
}

std::int64_t fail_waiting_rows(storage::Transaction& transaction, const base::Id& import) {
  storage::Update update;
  update.table = &faults_table();
  update.values = {{"deferred", std::int64_t{0}}};
  update.where = of_kind(import, Waits::ForLaterRows);
  return transaction.update(update);
}

FaultyRow faulty_row(const RowPlan& plan, PreparedRow&& row, const std::vector<Fault>& faults,
                     const Strings& strings, Language language) {
  json::array list;
  for (const auto& fault : faults) {
    int column = fault.column >= 0 ? fault.column : plan.column_of(fault.field);
    std::string place;
    if (column >= 0) {
      place = plan.columns()[static_cast<std::size_t>(column)];
    } else if (const auto* field = plan.entity().find(fault.field)) {
      place = label_of(strings, language, plan.entity(), {fault.field, Part::Value, field, {}});
    }
    json::object arguments;
    for (const auto& [name, value] : fault.arguments) arguments[name] = value;
    list.push_back(json::object{{"row", row.line},
                                {"field", place},
                                {"code", fault.code},
                                {"arguments", std::move(arguments)}});
  }
  return {row.line, std::move(row.cells), std::move(row.types), json::serialize(list)};
}

Row row_of(const FaultyRow& stored) {
  Row row;
  row.line = stored.line;
  row.cells.assign(stored.cells.begin(), stored.cells.end());
  for (char type : stored.types) row.types.push_back(static_cast<CellType>(type - 'a'));
  return row;
}

std::string faults_in_words(const Strings& strings, Language language, std::string_view faults) {
  std::string out;
  base::JsonWriter writer(out);
  writer.begin_array();
  auto list = json::parse(faults.empty() ? "[]" : faults);
  for (const auto& item : list.as_array()) {
    const auto& fault = item.as_object();
    writer.begin_object().member("row", fault.at("row").as_int64());
    writer.member("field", std::string_view(fault.at("field").as_string()));
    writer.member("message", message_of(strings, language, fault)).end_object();
  }
  writer.end_array();
  return out;
}

namespace {

// "close_value: Enter a number; …".
std::string reason_of(const Strings& strings, Language language, const std::string& faults) {
  std::string reason;
  auto list = json::parse(faults);
  for (const auto& item : list.as_array()) {
    const auto& fault = item.as_object();
    if (!reason.empty()) reason += "; ";
    std::string_view place(fault.at("field").as_string());
    if (!place.empty()) reason.append(place).append(": ");
    reason += message_of(strings, language, fault);
  }
  return reason;
}

// Numbers of spreadsheets are written with a point, whatever the file's own decimal sign.
void settle_decimals(FaultyRow& row, char decimal) {
  if (decimal != ',') return;
  for (std::size_t i = 0; i < row.types.size() && i < row.cells.size(); ++i) {
    auto type = static_cast<CellType>(row.types[i] - 'a');
    if (type == CellType::Number || type == CellType::Percent)
      std::replace(row.cells[i].begin(), row.cells[i].end(), '.', ',');
  }
}

}  // namespace

std::int64_t write_faults_file(storage::Database& database, const base::Id& import,
                               const std::vector<std::string>& columns, char decimal,
                               const Strings& strings, Language language,
                               const std::filesystem::path& path) {
  auto header = columns;
  std::erase(header, std::string(kFaultColumn));
  header.emplace_back(kFaultColumn);
  auto writer = make_table_writer(WriteFormat::Csv, path, {});
  writer->begin(header);
  std::int64_t count = 0, after = -1;
  while (true) {
    std::vector<FaultyRow> rows;
    database.read([&](storage::Transaction& transaction) {
      rows = read_faulty_rows(transaction, import, Waits::No, after, kRowsAtOnce);
    });
    if (rows.empty()) break;
    for (auto& row : rows) {
      settle_decimals(row, decimal);
      auto reason = reason_of(strings, language, row.faults);
      std::vector<OutCell> cells;
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i] != kFaultColumn)
          cells.push_back({i < row.cells.size() ? std::string_view(row.cells[i]) : ""});
      cells.push_back({reason});
      writer->row(cells);
      ++count;
      after = row.line;
    }
  }
  writer->end();
  return count;
}

}  // namespace rapport::imports
