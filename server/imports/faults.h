// Faults: rows that could not be taken, with what is wrong in them, kept to be mended and loaded
// again; and those that wait for a record of a later row (deferred).
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "imports/columns/row_plan.h"

namespace rapport::imports {

struct FaultyRow {
  std::int64_t line = 0;
  std::vector<std::string> cells;
  std::string types;  // as in PreparedRow
  std::string faults; // JSON: [{"row","field","code","arguments":{…}}]
};

// import, line, deferred, faults, cells, types.
const storage::Table& faults_table();

enum class Waits { No, ForLaterRows };
void store_faulty_row(storage::Transaction& transaction, const base::Id& import,
                      const FaultyRow& row, Waits waits);
void store_faults(storage::Database& database, const base::Id& import,
                  const std::vector<FaultyRow>& rows);
// In the order of the file, beyond `after`.
std::vector<FaultyRow> read_faulty_rows(storage::Transaction& transaction, const base::Id& import,
                                        Waits waits, std::int64_t after, std::size_t limit);
void forget_faulty_row(storage::Transaction& transaction, const base::Id& import,
                       std::int64_t line);
// Those that waited in vain have failed. Returns how many.
std::int64_t fail_waiting_rows(storage::Transaction& transaction, const base::Id& import);

// A row of the plan as it is kept.
FaultyRow faulty_row(const RowPlan& plan, PreparedRow&& row, const std::vector<Fault>& faults,
                     const schema::Strings& strings, schema::Language language);
// A kept row as it was read; views into `row`.
Row row_of(const FaultyRow& row);

// [{"row","field","message"}] in a language.
std::string faults_in_words(const schema::Strings& strings, schema::Language language,
                            std::string_view faults);
// All rows that failed as a CSV file with a column more that says why; it can be imported again.
// Returns how many.
std::int64_t write_faults_file(storage::Database& database, const base::Id& import,
                               const std::vector<std::string>& columns, char decimal,
                               const schema::Strings& strings, schema::Language language,
                               const std::filesystem::path& path);

}  // namespace rapport::imports
