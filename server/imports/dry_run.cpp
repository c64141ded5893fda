#include "imports/dry_run.h"

namespace rapport::imports {

using storage::Transaction;
using storage::Work;

namespace {

constexpr std::int64_t kRowsInOneTransaction = 10'000;
constexpr std::size_t kFaultsAtOnce = 1'000;

struct RolledBack : std::exception {};

// The number and the counts of a run that begins anew.
Import fresh(const Import& import) {
  Import begun = import;
  begun.progress.rows = 0;
  begun.tally = {};
  begun.first_faults = begun.warnings = "[]";
  return begun;
}

std::vector<FaultyRow> all_faults(Transaction& transaction, const base::Id& import) {
  std::vector<FaultyRow> all;
  std::int64_t after = -1;
  while (all.size() < kDryFaults) {
    auto rows = read_faulty_rows(transaction, import, Waits::No, after, kFaultsAtOnce);
    if (rows.empty()) break;
    after = rows.back().line;
    std::move(rows.begin(), rows.end(), std::back_inserter(all));
  }
  return all;
}

DryRun run_rolled_back(const RunTools& tools, storage::Database& database, Import& import,
                       const Request& request, const std::function<void(const Import&)>& show) {
  DryRun result;
  Import tried;
  try {
    database.write([&](Transaction& transaction) {
      tried = fresh(import);
      auto here = [&](const Work& work) { transaction.savepoint([&] { work(transaction); }); };
      auto go_on = [&](const Import& so_far) {
        show(so_far);
        return true;
      };
      RunTools inside{tools.vocabulary, tools.context, here, here, go_on, tools.clock, tools.pace};
      result.end = Run(inside, tried, request).go();
      result.faults = all_faults(transaction, import.id);
      throw RolledBack{};
    });
  } catch (const RolledBack&) {
    import = std::move(tried);
  }
  return result;
}

DryRun run_on_copy(const RunTools& tools, storage::Database& database,
                   const std::filesystem::path& scratch, Import& import, const Request& request) {
  auto path = scratch / ("dry-run-" + import.id.text() + ".db");
  struct Removed {
    std::filesystem::path path;
    ~Removed() {
      std::error_code ignored;
      for (const char* suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(path.string() + suffix, ignored);
    }
  } removed{path};
  std::filesystem::create_directories(scratch);
  std::filesystem::remove(path);
  database.copy_to(path.string());
  storage::OpenOptions options;
  options.readers = 1;
  options.durable = false;
  auto copy = storage::open_database(path.string(), options);
  auto read = [&](const Work& work) { copy->read(work); };
  auto write = [&](const Work& work) { copy->write(work); };
  RunTools on_copy{tools.vocabulary, tools.context, read, write, tools.go_on, tools.clock,
                   tools.pace};
  Import tried = fresh(import);
  DryRun result;
  result.end = Run(on_copy, tried, request).go();
  copy->read([&](Transaction& transaction) {
    result.faults = all_faults(transaction, import.id);
  });
  import = std::move(tried);
  return result;
}

}  // namespace

DryRun run_dry(const RunTools& tools, storage::Database& database,
               const std::filesystem::path& scratch, Import& import, const Request& request,
               const std::function<void(const Import&)>& show) {
  auto rows = estimate_rows(import.path, request.options);
  if (rows <= kRowsInOneTransaction || database.engine() != "sqlite")
    return run_rolled_back(tools, database, import, request, show);
  return run_on_copy(tools, database, scratch, import, request);
}

}  // namespace rapport::imports
