#include "app/doctor.h"

#include <algorithm>
#include <cstdio>

#include "backup/contents.h"
#include "backup/moments/shelf.h"
#include "backup/retention.h"
#include "base/date.h"
#include "records/history.h"
#include "upgrades/state.h"

namespace rapport::app {

namespace {

struct Report {
  int problems = 0;
  void good(const char* what, const std::string& words) {
    std::printf("ok    %-10s %s\n", what, words.c_str());
  }
  void bad(const char* what, const std::string& words) {
    std::printf("WRONG %-10s %s\n", what, words.c_str());
    ++problems;
  }
};

void check_clock(Company& company, Report& report) {
  constexpr base::Instant kRelease =
      1'790'000'000'000'000;  // no record is made before the program was
  auto now = base::system_clock().now();
  base::Instant last = 0;
  company.database().read([&](storage::Transaction& transaction) {
    storage::Query query;
    query.table = &records::change_log_table();
    query.columns = {storage::Expression{0, "at"}};
    query.limit = 1;
    transaction.select(query, [&](const storage::Row& row) {
      last = row.integer(0);
      return false;
    });
  });
  if (now < kRelease)
    report.bad("clock", "the clock is in the past: " + base::format_instant(now));
  else if (last > now)
    report.bad("clock", "the last change is in the future: " + base::format_instant(last));
  else
    report.good("clock", base::format_instant(now));
}

void check_space(const std::filesystem::path& data, Report& report) {
  constexpr std::uintmax_t kLeast = 512ull << 20;
  auto space = std::filesystem::space(data);
  auto words = std::to_string(space.available >> 20) + " MiB free in " + data.string();
  if (space.available < kLeast)
    report.bad("disk", words + ": make room, at least 512 MiB");
  else
    report.good("disk", words);
}

void check_schema(Company& company, Report& report) {
  const auto state = upgrades::read_state(company.database());
  if (!state.done) report.bad("schema", "the database does not know of which schema it is");
  else
    report.good("schema", std::to_string(state.done->to.number) + ", by Rapport " +
                              state.done->to.rapport + " on " +
                              base::format_instant(*state.done->done_at));
}

void check_model(Company& company, Report& report) {
  auto state = company.customiser().state();
  if (!state->problem.empty())
    report.bad("model", "own fields and entities cannot be used: " + state->problem);
  else if (state->stored.version == 0)
    report.good("model", "as shipped");
  else
    report.good("model", "with own changes, version " + std::to_string(state->stored.version));
}

void check_audit(Company& company, Report& report) {
  const auto verdict = company.audit_chain().verify();
  if (verdict.broken)
    report.bad("audit", "the first entry that is not what was sealed: " + *verdict.broken +
                            " (docs/audit.md)");
  else
    report.good("audit", std::to_string(verdict.sealed) + " entries as they were sealed, " +
                             std::to_string(verdict.waiting) + " not sealed yet");
}

void check_files(const CompanyOptions& options, Report& report) {
  auto store = open_files(options.files, options.data);
  try {
    store->probe();
    report.good("store", store->place() + ": written, read and removed");
    auto snapshot = storage::take_snapshot(database_url(options));
    auto contents = backup::contents_of(*store);
    auto [missing, spare] = backup::unmatched(*snapshot, contents);
    auto words = std::to_string(contents.size()) + " contents, none is missing";
    if (spare > 0) words += "; " + std::to_string(spare) + " of them without a record";
    if (missing > 0)
      report.bad("files", std::to_string(missing) + " have no content in " + store->place() +
                              ": restore it from a backup");
    else
      report.good("files", words);
  } catch (const base::Error& error) {
    report.bad("store", error.detail.empty() ? error.code : error.detail);
  }
}

// One a day is what the server makes.
void check_backups(const std::filesystem::path& folder, Report& report) {
  constexpr base::Instant kLate = 26ll * 3'600'000'000;
  std::vector<base::Instant> made;
  if (std::filesystem::is_directory(folder)) made = backup::on_shelf(folder);
  if (made.empty())
    report.bad("backups", "there are none in " + folder.string());
  else if (base::system_clock().now() - made.back() > kLate)
    report.bad("backups", "the last one is of " + base::format_instant(made.back()));
  else
    report.good("backups", std::to_string(made.size()) + ", the last one of " +
                               base::format_instant(made.back()));
}

// Of a server that keeps moments: that there is a base for the changes which come in now.
void check_moments(const std::filesystem::path& folder, Report& report) {
  constexpr base::Instant kBaseWithin = 3'600'000'000;
  const auto chains = backup::chains_in(folder);
  if (chains.empty()) return;
  const auto first = std::find_if(chains.begin(), chains.end(),
                                  [](const auto& chain) { return chain.has_base(); });
  const auto& last = chains.back();
  if (first == chains.end())
    report.bad("moments", "there is none to go back to in " + folder.string());
  else if (!last.has_base() && base::system_clock().now() - last.begun > kBaseWithin)
    report.bad("moments", "changes since " + base::format_instant(last.begun) +
                              " are of no use: no copy was made that they go with");
  else
    report.good("moments", "one can go back to any since " + base::format_instant(first->begun));
}

}  // namespace

int doctor_command(const CompanyOptions& options, const DoctorOrder& order) {
  Report report;
  Company company(options);
  auto check = company.database().check(order.depth);
  if (check == "ok")
    report.good("database", std::string(company.database().engine()) + ", integrity ok");
  else
    report.bad("database", check + ": restore from a backup");
  check_schema(company, report);
  if (company.has_administrator())
    report.good("people", "there is an administrator");
  else
    report.bad("people", "there is no active administrator: rapport init");
  check_model(company, report);
  check_audit(company, report);
  check_clock(company, report);
  check_files(options, report);
  check_space(company.data(), report);
  if (!order.backups.empty()) {
    check_backups(order.backups, report);
    check_moments(order.backups / "moments", report);
  }
  return report.problems == 0 ? 0 : 1;
}

}  // namespace rapport::app
