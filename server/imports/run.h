// Run: an import from its first row to its last: reads ahead, saves in short write transactions so
// that others get their turn, keeps in each of them how far it is. Begun again after the process
// died, it goes on with the row that was not committed.
#pragma once
#include <functional>

#include "imports/faults.h"
#include "imports/opening.h"
#include "imports/read_ahead.h"
#include "imports/columns/remarks.h"
#include "imports/row_saver.h"
#include "imports/write_watch.h"

namespace rapport::imports {

// How long a write transaction may keep others waiting.
struct Pace {
  std::size_t rows = 1'000;
  std::int64_t microseconds = 150'000;
};

struct RunTools {
  const Vocabulary& vocabulary;
  std::function<records::Context()> context;  // for each transaction a new one
  std::function<void(const storage::Work&)> read, write;
  // Told how far it is after each transaction; false: stop here.
  std::function<bool(const Import&)> go_on;
  base::Clock& clock;
  Pace pace;
};

enum class RunEnd { Done, Stopped, Cancelled };

class Run {
 public:
  // `import` is kept up to date. Lifetime: of the call to go().
  Run(const RunTools& tools, Import& import, const Request& request);
  ~Run();

  // Throws: Error of a file that cannot be read, a map that does not fit, a database that failed.
  RunEnd go();

 private:
  struct Taken;
  void open();
  bool save_some();
  void save_quickly(storage::Transaction& transaction, Taken& taken);
  void save_carefully(Taken& taken);
  void save_row(records::RecordService& service, WriteWatch& watch, PreparedRow& row, Care care,
                Import& import);
  void count(storage::Transaction& transaction, PreparedRow& row, RowOutcome outcome,
             Import& import);
  void keep_faulty(storage::Transaction& transaction, PreparedRow& row, Waits waits,
                   Import& import);
  void write_progress(storage::Transaction& transaction, Import& import);
  bool settle_deferred();
  std::int64_t retry_deferred(std::int64_t& after);

  const RunTools& tools_;
  Import& import_;
  const Request& request_;
  const schema::EntityDef* entity_ = nullptr;
  std::unique_ptr<RowPlan> plan_;
  std::unique_ptr<RowSaver> saver_;
  std::unique_ptr<ReadAhead> rows_;
  Remarks remarks_;
  bool is_cancelled_ = false;
};

// The plan of an import as far as the file and the map decide it; for a look before it starts.
std::unique_ptr<RowPlan> make_plan(const RunTools& tools, const std::filesystem::path& path,
                                   const schema::EntityDef& entity, const Request& request,
                                   const records::Context& context);

}  // namespace rapport::imports
