#include "jobs/queue.h"

#include <algorithm>

#include "base/error.h"

namespace rapport::jobs {

using base::Id;
using base::Instant;
using storage::Cell;
using storage::ColumnType;
using storage::Condition;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;
using storage::Transaction;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kFirstPauseUs = 30 * kSecondUs;
constexpr std::int64_t kLongestPauseUs = 6 * 3'600 * kSecondUs;

constexpr std::string_view kStates[] = {"waiting", "running", "done", "failed", "cancelled"};

JobState parse_state(std::string_view text) {
  auto it = std::find(std::begin(kStates), std::end(kStates), text);
  if (it == std::end(kStates))
    throw base::Error(base::ErrorKind::Internal, "internal", {}, "job state " + std::string(text));
  return static_cast<JobState>(it - std::begin(kStates));
}

Cell state_cell(JobState state) { return std::string(name_of(state)); }

constexpr const char* kColumns[] = {
    "rid",        "id",         "kind",        "payload",     "state",  "attempts",
    "most_attempts", "progress", "result",     "error",       "created_by", "created_at",
    "due_at",     "finished_at", "cancel_requested", "lease"};

std::string text_or_empty(const Row& row, int column) {
  return row.is_null(column) ? std::string() : std::string(row.text(column));
}

Job read_job(const Row& row) {
  Job job;
  job.row_number = row.integer(0);
  job.id = row.id(1);
  job.kind = row.text(2);
  job.payload = row.text(3);
  job.state = parse_state(row.text(4));
  job.attempts = row.integer(5);
  job.most_attempts = row.integer(6);
  job.progress = text_or_empty(row, 7);
  job.result = text_or_empty(row, 8);
  job.error = text_or_empty(row, 9);
  if (!row.is_null(10)) job.created_by = row.id(10);
  job.created_at = row.integer(11);
  job.due_at = row.is_null(12) ? 0 : row.integer(12);
  job.finished_at = row.is_null(13) ? 0 : row.integer(13);
  job.cancel_requested = !row.is_null(14) && row.integer(14) != 0;
  if (!row.is_null(15)) job.lease = row.id(15);
  return job;
}

Query select_jobs(Condition where) {
  Query query;
  query.table = &jobs_table();
  for (const char* column : kColumns) query.columns.push_back(Expression{0, column});
  query.where = std::move(where);
  return query;
}

std::vector<Job> read_jobs(Transaction& transaction, const Query& query) {
  std::vector<Job> jobs;
  transaction.select(query, [&](const Row& row) {
    jobs.push_back(read_job(row));
    return true;
  });
  return jobs;
}

Condition of_kinds(const std::vector<std::string>& kinds) {
  return storage::in(Expression{0, "kind"}, {kinds.begin(), kinds.end()});
}

// Only while it is still run by who thinks he runs it.
Condition held(const Job& job) {
  return storage::all_of({storage::compare("rid", Test::Equal, job.row_number),
                          storage::compare("state", Test::Equal, state_cell(JobState::Running)),
                          storage::compare("lease", Test::Equal, job.lease)});
}

bool update(Transaction& transaction, Condition where, std::vector<storage::Assignment> values) {
  storage::Update update;
  update.table = &jobs_table();
  update.values = std::move(values);
  update.where = std::move(where);
  return transaction.update(update) == 1;
}

void require_held(bool changed) {
  if (!changed) base::fail(base::ErrorKind::Stale, "lease_lost");
}

std::int64_t pause_us(std::int64_t attempts) {
  std::int64_t pause = kFirstPauseUs;
  for (std::int64_t i = 1; i < attempts && pause < kLongestPauseUs; ++i) pause *= 4;
  return std::min(pause, kLongestPauseUs);
}

}  // namespace

std::string_view name_of(JobState state) { return kStates[static_cast<int>(state)]; }

const storage::Table& jobs_table() {
  static const storage::Table table{
      "jobs",
      {{"id", ColumnType::Bytes},
       {"kind", ColumnType::Text},
       {"job_key", ColumnType::Text},
       {"payload", ColumnType::Text},
       {"state", ColumnType::Text},
       {"due_at", ColumnType::Integer},
       {"attempts", ColumnType::Integer},
       {"most_attempts", ColumnType::Integer},
       {"progress", ColumnType::Text},
       {"result", ColumnType::Text},
       {"error", ColumnType::Text},
       {"created_by", ColumnType::Bytes},
       {"created_at", ColumnType::Integer},
       {"finished_at", ColumnType::Integer},
       {"cancel_requested", ColumnType::Integer},
       {"lease", ColumnType::Bytes}},
      {},
      {{{"id"}, true, {}},
       {{"due_at", "rid"}, false, "due_at IS NOT NULL"},
       {{"kind", "job_key"}, true, "job_key IS NOT NULL AND due_at IS NOT NULL"},
       {{"kind", "rid"}, false, {}},
       {{"finished_at"}, false, "finished_at IS NOT NULL"}},
      {}};
  return table;
}

Id JobQueue::enqueue(Transaction& transaction, const NewJob& job) {
  auto now = clock_.now();
  auto id = base::new_id(now, random_);
  storage::Insert insert;
  insert.table = &jobs_table();
  insert.values = {{"id", id},
                   {"kind", job.kind},
                   {"payload", job.payload},
                   {"state", state_cell(JobState::Waiting)},
                   {"due_at", job.run_at ? job.run_at : now},
                   {"attempts", std::int64_t{0}},
                   {"most_attempts", job.most_attempts},
                   {"created_at", now}};
  if (!job.created_by.is_nil()) insert.values.push_back({"created_by", job.created_by});
  if (!job.key.empty()) {
    auto query = select_jobs(
        storage::all_of({storage::compare("kind", Test::Equal, Cell(job.kind)),
                         storage::compare("job_key", Test::Equal, Cell(job.key)),
                         storage::negate(storage::is_null("due_at"))}));
    auto there = read_jobs(transaction, query);
    if (!there.empty()) return there.front().id;
    insert.values.push_back({"job_key", job.key});
  }
  transaction.insert(insert);
  if (wake_) transaction.on_commit(wake_);
  return id;
}

std::optional<Job> JobQueue::claim(Transaction& transaction, const std::vector<std::string>& kinds,
                                   std::int64_t lease_us) {
  auto now = clock_.now();
  auto query = select_jobs(storage::all_of(
      {storage::compare("due_at", Test::LessEqual, now), of_kinds(kinds)}));
  query.order = {{Expression{0, "due_at"}, false}};
  query.limit = 1;
  while (true) {
    auto due = read_jobs(transaction, query);
    if (due.empty()) return std::nullopt;
    Job job = std::move(due.front());
    auto unchanged = storage::all_of({storage::compare("rid", Test::Equal, job.row_number),
                                      storage::compare("due_at", Test::Equal, job.due_at)});
    if (job.attempts >= job.most_attempts) {  // each time it ended with the process that ran it
      update(transaction, unchanged,
             {{"state", state_cell(JobState::Failed)}, {"due_at", Cell()}, {"finished_at", now},
              {"error", "job_abandoned"}});
      continue;
    }
    job.lease = base::new_id(now, random_);
    job.state = JobState::Running;
    job.due_at = now + lease_us;
    ++job.attempts;
    if (update(transaction, unchanged,
               {{"state", state_cell(JobState::Running)}, {"due_at", job.due_at},
                {"lease", job.lease}, {"attempts", job.attempts}}))
      return job;
  }
}

Beat JobQueue::heartbeat(Transaction& transaction, const Job& job, std::int64_t lease_us,
                         const std::string& progress) {
  std::vector<storage::Assignment> values{{"due_at", clock_.now() + lease_us}};
  if (!progress.empty()) values.push_back({"progress", progress});
  if (!update(transaction, held(job), std::move(values))) return Beat::Lost;
  auto current = find(transaction, job.id);
  return current && current->cancel_requested ? Beat::Cancel : Beat::GoOn;
}

void JobQueue::finish(Transaction& transaction, const Job& job, const std::string& result) {
  require_held(update(transaction, held(job),
                      {{"state", state_cell(JobState::Done)}, {"due_at", Cell()},
                       {"finished_at", clock_.now()}, {"error", Cell()},
                       {"result", result.empty() ? Cell() : Cell(result)}}));
}

void JobQueue::fail(Transaction& transaction, const Job& job, const std::string& error,
                    Retry retry) {
  auto now = clock_.now();
  if (retry == Retry::Later && job.attempts < job.most_attempts)
    require_held(update(transaction, held(job),
                        {{"state", state_cell(JobState::Waiting)},
                         {"due_at", now + pause_us(job.attempts)}, {"error", error}}));
  else
    require_held(update(transaction, held(job),
                        {{"state", state_cell(JobState::Failed)}, {"due_at", Cell()},
                         {"finished_at", now}, {"error", error}}));
}

void JobQueue::let_go(Transaction& transaction, const Job& job, LetGo how) {
  auto now = clock_.now();
  if (how == LetGo::Untaken)
    require_held(update(transaction, held(job),
                        {{"state", state_cell(JobState::Waiting)}, {"due_at", now},
                         {"attempts", job.attempts - 1}}));
  else
    require_held(update(transaction, held(job),
                        {{"state", state_cell(JobState::Cancelled)}, {"due_at", Cell()},
                         {"finished_at", now}}));
}

bool JobQueue::cancel(Transaction& transaction, const Id& id) {
  auto job = find(transaction, id);
  if (!job || job->finished_at != 0) return false;
  auto here = storage::compare("rid", Test::Equal, job->row_number);
  if (job->state == JobState::Running)
    return update(transaction, here, {{"cancel_requested", std::int64_t{1}}});
  return update(transaction, here,
                {{"state", state_cell(JobState::Cancelled)}, {"due_at", Cell()},
                 {"finished_at", clock_.now()}, {"cancel_requested", std::int64_t{1}}});
}

std::optional<Job> JobQueue::find(Transaction& transaction, const Id& id) {
  auto query = select_jobs(storage::compare("id", Test::Equal, id));
  query.order_is_optional = true;
  auto jobs = read_jobs(transaction, query);
  if (jobs.empty()) return std::nullopt;
  return std::move(jobs.front());
}

std::vector<Job> JobQueue::list(Transaction& transaction, const std::string& kind,
                                const std::optional<Id>& created_by, std::size_t limit) {
  auto where = storage::compare("kind", Test::Equal, Cell(kind));
  if (created_by)
    where = storage::all_of({std::move(where),
                             storage::compare("created_by", Test::Equal, *created_by)});
  auto query = select_jobs(std::move(where));
  query.limit = limit;
  return read_jobs(transaction, query);
}

std::optional<Instant> JobQueue::next_due(Transaction& transaction,
                                          const std::vector<std::string>& kinds) {
  Query query;
  query.table = &jobs_table();
  query.columns = {Expression{0, "due_at"}};
  query.where = storage::all_of({storage::negate(storage::is_null("due_at")), of_kinds(kinds)});
  query.order = {{Expression{0, "due_at"}, false}};
  query.limit = 1;
  std::optional<Instant> due;
  transaction.select(query, [&](const Row& row) {
    due = row.integer(0);
    return false;
  });
  return due;
}

void JobQueue::forget_finished(Transaction& transaction, Instant before) {
  storage::Delete old;
  old.table = &jobs_table();
  old.where = storage::compare("finished_at", Test::Less, before);
  transaction.remove(old);
}

}  // namespace rapport::jobs
