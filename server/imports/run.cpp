#include "imports/run.h"

#include "base/limits.h"

namespace rapport::imports {

namespace json = base::json;
using records::Context;
using records::RecordService;
using storage::Transaction;

namespace {

constexpr std::size_t kFirstFaults = 20;
constexpr std::size_t kCarefulRows = 100;  // a transaction of many savepoints grows slow
constexpr std::size_t kRetriedRows = 500;

}  // namespace

// Rows of one transaction: should it have to be done again, they are at hand.
struct Run::Taken {
  std::vector<Batch> batches;
  std::size_t rows = 0;
  bool at_end = false;
  bool again = false;
};

Run::Run(const RunTools& tools, Import& import, const Request& request)
    : tools_(tools), import_(import), request_(request) {}
Run::~Run() = default;

std::unique_ptr<RowPlan> make_plan(const RunTools& tools, const std::filesystem::path& path,
                                   const schema::EntityDef& entity, const Request& request,
                                   const Context& context) {
  auto profile = detect_profile(path, request.options);
  StageWords stages;
  tools.read([&](Transaction& transaction) {
    stages = StageWords(transaction, context, tools.vocabulary);
  });
  auto plan = std::make_unique<RowPlan>(PlanSources{tools.vocabulary, context, stages}, entity,
                                        profile.columns, profile.rows, request.map,
                                        Notation{'\0', DateOrder::Dmy, context.actor->time_zone});
  plan->set_notation(settle_notation(path, request, profile, *plan, context));
  return plan;
}

void Run::open() {
  remarks_ = Remarks(import_.warnings);
  auto context = tools_.context();
  entity_ = &context.entity(import_.entity);
  plan_ = make_plan(tools_, import_.path, *entity_, request_, context);
  SaveRules rules{import_.id, request_.duplicates,
                  request_.map.create_linked ? CreateLinked::Yes : CreateLinked::No};
  saver_ = std::make_unique<RowSaver>(context, *plan_, request_.map.match, rules);
  auto table = open_table(import_.path, request_.options);
  import_.progress.total_bytes = static_cast<std::int64_t>(table->bytes_total());
  rows_ = std::make_unique<ReadAhead>(std::move(table), *plan_, import_.progress.rows);
}

RunEnd Run::go() {
  open();
  auto stopped = [&] { return is_cancelled_ ? RunEnd::Cancelled : RunEnd::Stopped; };
  while (save_some())
    if (is_cancelled_ || !tools_.go_on(import_)) return stopped();
  if (is_cancelled_ || !settle_deferred()) return stopped();
  return RunEnd::Done;
}

// One transaction. False: the table is at its end.
bool Run::save_some() {
  Taken taken;
  Import before = import_;
  auto remarks = remarks_;
  try {
    tools_.write([&](Transaction& transaction) {
      import_ = before;
      remarks_ = remarks;
      save_quickly(transaction, taken);
      taken.again = true;
    });
  } catch (const FailedAfterWriting&) {
    import_ = before;
    remarks_ = remarks;
    saver_->forget();
    save_carefully(taken);
  }
  return !taken.at_end;
}

void Run::save_quickly(Transaction& transaction, Taken& taken) {
  auto context = tools_.context();
  WriteWatch watch(transaction, HoldKeys::Yes);
  RecordService service(watch, context);
  auto began = tools_.clock.monotonic_us();
  if (taken.again) saver_->forget();
  std::size_t next = 0;
  while (true) {
    bool known = next < taken.batches.size();
    bool enough = taken.rows >= tools_.pace.rows ||
                  tools_.clock.monotonic_us() - began > tools_.pace.microseconds;
    if (!known && (enough && taken.rows > 0)) break;
    if (!known) {
      auto batch = rows_->next();
      taken.at_end = !batch;
      if (!batch) break;
      taken.rows += batch->rows.size();
      taken.batches.push_back(std::move(*batch));
    }
    auto& batch = taken.batches[next++];
    for (auto& row : batch.rows) {
      if (taken.again) row = plan_->prepare(row_of({row.line, row.cells, row.types, {}}));
      save_row(service, watch, row, Care::Quick, import_);
    }
    import_.progress.bytes = batch.bytes_read;
  }
  watch.flush();
  write_progress(transaction, import_);
}

// The rows of a transaction that was rolled back, each within a savepoint.
void Run::save_carefully(Taken& taken) {
  for (auto& batch : taken.batches)
    for (std::size_t from = 0; from < batch.rows.size(); from += kCarefulRows) {
      auto until = std::min(from + kCarefulRows, batch.rows.size());
      Import before = import_;
      auto remarks = remarks_;
      tools_.write([&](Transaction& transaction) {
        import_ = before;
        remarks_ = remarks;
        auto context = tools_.context();
        WriteWatch watch(transaction, HoldKeys::No);
        RecordService service(watch, context);
        for (auto i = from; i < until; ++i) {
          auto& stored = batch.rows[i];
          auto row = plan_->prepare(row_of({stored.line, stored.cells, stored.types, {}}));
          save_row(service, watch, row, Care::SavepointEachRow, import_);
        }
        import_.progress.bytes = batch.bytes_read;
        write_progress(transaction, import_);
      });
    }
}

void Run::save_row(RecordService& service, WriteWatch& watch, PreparedRow& row, Care care,
                   Import& import) {
  auto outcome = RowOutcome::Failed;
  auto failed = [&] { return outcome == RowOutcome::Failed || outcome == RowOutcome::Deferred; };
  watch.begin_row();
  if (care == Care::Quick) {
    outcome = saver_->save(service, row);
    if (failed() && watch.has_written()) throw FailedAfterWriting{};
  } else {
    try {
      watch.savepoint([&] {
        outcome = saver_->save(service, row);
        if (failed() && watch.has_written()) throw FailedAfterWriting{};
      });
    } catch (const FailedAfterWriting&) {
      saver_->forget();
    }
  }
  ++import.progress.rows;
  if (!failed()) remarks_.take(row, *plan_);
  count(watch, row, outcome, import);
}

void Run::count(Transaction& transaction, PreparedRow& row, RowOutcome outcome, Import& import) {
  switch (outcome) {
    case RowOutcome::Created: ++import.tally.created; return;
    case RowOutcome::Updated: ++import.tally.updated; return;
    case RowOutcome::Unchanged: ++import.tally.unchanged; return;
    case RowOutcome::Skipped: ++import.tally.skipped; return;
    case RowOutcome::Deferred: return keep_faulty(transaction, row, Waits::ForLaterRows, import);
    case RowOutcome::Failed: return keep_faulty(transaction, row, Waits::No, import);
  }
}

void Run::keep_faulty(Transaction& transaction, PreparedRow& row, Waits waits, Import& import) {
  auto context = tools_.context();
  auto faults = std::move(row.faults);
  auto stored = faulty_row(*plan_, std::move(row), faults, *context.model->strings,
                           context.actor->language);
  store_faulty_row(transaction, import.id, stored, waits);
  if (waits == Waits::ForLaterRows) return;
  ++import.tally.failed;
  auto first = json::parse(import.first_faults).as_array();
  if (first.size() >= kFirstFaults) return;
  auto all = json::parse(stored.faults);
  for (auto& fault : all.as_array()) first.push_back(fault);
  import.first_faults = json::serialize(first);
}

void Run::write_progress(Transaction& transaction, Import& import) {
  import.warnings = remarks_.text();
  import.beat_at = tools_.context().now;
  import.progress.total = std::max(import.progress.total, import.progress.rows);
  is_cancelled_ = is_cancel_requested(transaction, import.id);
  update_import(transaction, import);
}

// Rows that name later rows are done again until none finds what it waits for.
bool Run::settle_deferred() {
  bool progress = true;
  while (progress) {
    progress = false;
    std::int64_t after = -1;
    while (true) {
      auto last = after;
      progress = retry_deferred(after) > 0 || progress;
      if (after == last) break;
      if (is_cancelled_ || !tools_.go_on(import_)) return false;
    }
  }
  Import before = import_;
  tools_.write([&](Transaction& transaction) {
    import_ = before;
    std::int64_t line = -1;
    auto first = json::parse(import_.first_faults).as_array();
    for (auto& row : read_faulty_rows(transaction, import_.id, Waits::ForLaterRows, line,
                                      kFirstFaults)) {
      auto faults = json::parse(row.faults);
      for (auto& fault : faults.as_array())
        if (first.size() < kFirstFaults) first.push_back(fault);
    }
    import_.first_faults = json::serialize(first);
    import_.tally.failed += fail_waiting_rows(transaction, import_.id);
    write_progress(transaction, import_);
  });
  return true;
}

// One transaction of them, beyond the line `after`. Returns how many are settled now.
std::int64_t Run::retry_deferred(std::int64_t& after) {
  std::int64_t settled = 0, last = after;
  Import before = import_;
  auto remarks = remarks_;
  tools_.write([&](Transaction& transaction) {
    import_ = before;
    remarks_ = remarks;
    settled = 0;
    last = after;
    auto context = tools_.context();
    WriteWatch watch(transaction, HoldKeys::No);
    RecordService service(watch, context);
    for (auto& stored : read_faulty_rows(transaction, import_.id, Waits::ForLaterRows, after,
                                         kRetriedRows)) {
      last = stored.line;
      auto row = plan_->prepare(row_of(stored));
      auto outcome = RowOutcome::Failed;
      try {
        watch.savepoint([&] {
          watch.begin_row();
          outcome = saver_->save(service, row);
          bool failed = outcome == RowOutcome::Failed || outcome == RowOutcome::Deferred;
          if (failed && watch.has_written()) throw FailedAfterWriting{};
        });
      } catch (const FailedAfterWriting&) {
        saver_->forget();
      }
      if (outcome == RowOutcome::Deferred) continue;
      if (outcome != RowOutcome::Failed) remarks_.take(row, *plan_);
      forget_faulty_row(transaction, import_.id, stored.line);
      count(transaction, row, outcome, import_);
      ++settled;
    }
    if (last != after) write_progress(transaction, import_);
  });
  after = last;
  return settled;
}

}  // namespace rapport::imports
