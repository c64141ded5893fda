#include "app/moves/backup_plan.h"

#include <unistd.h>

#include <charconv>
#include <limits>

#include "app/moves/backup_commands.h"
#include "audit/audit_log.h"
#include "backup/make.h"
#include "backup/reading.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "base/version.h"

namespace rapport::app {

namespace fs = std::filesystem;

namespace {

struct GivenUp : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Whole numbers between marks, each at most as large as it may be.
std::optional<std::vector<int>> numbers(const std::string& text, char mark,
                                        const std::vector<int>& most) {
  std::vector<int> found;
  for (const auto& part : base::split(text, mark)) {
    int number = -1;
    auto read = std::from_chars(part.data(), part.data() + part.size(), number);
    if (read.ec != std::errc() || read.ptr != part.data() + part.size()) return std::nullopt;
    found.push_back(number);
  }
  if (found.size() != most.size()) return std::nullopt;
  for (std::size_t i = 0; i < most.size(); ++i)
    if (found[i] < 0 || found[i] > most[i]) return std::nullopt;
  return found;
}

void tell(Company& company, std::string_view act, std::int64_t rows, const std::string& details) {
  audit::Entry entry{base::system_clock().now(), audit::kAdministration, act};
  entry.count = rows;
  entry.details = details;
  company.database().write(
      [&](storage::Transaction& transaction) { audit::append(transaction, entry); });
}

std::string details_of(std::string_view name, std::string_view value) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member(name, value).end_object();
  return out;
}

void make(Company& company, const CompanyOptions& options, const BackupPlan& plan,
          const backup::Progress& progress) {
  backup::Order order;
  const auto name = backup::shelf_name(base::system_clock().now());
  order.output = plan.folder / name;
  order.lock = plan.lock;
  order.database = database_url(options);
  auto files = open_files(options.files, options.data);
  order.files = files.get();
  order.key = secret_key_file(options);
  order.version = base::kVersion;
  auto made = backup::make_backup(order, base::system_clock(), base::system_random(), progress);
  // Only one that can be read makes others needless.
  backup::Receiver nobody;
  backup::read_backup(order.output, plan.lock, base::kVersion, nobody, progress);
  auto removed = backup::tidy_shelf(plan.folder, plan.keep, company.settings()->time_zone);
  base::log(base::LogLevel::Info, "a backup was made",
            {{"file", order.output.string()},
             {"bytes", std::to_string(made.bytes)},
             {"rows", std::to_string(made.manifest.rows())},
             {"files", std::to_string(made.manifest.files)},
             {"missing_files", std::to_string(made.missing_files)},
             {"removed", std::to_string(removed.size())}});
  tell(company, "backup_made", made.manifest.rows(), details_of("file", name));
}

}  // namespace

std::vector<OptionDef> backup_plan_options() {
  return {{"backup-folder", "a backup is made there each day (default: none is made)"},
          {"backup-at", "when, by the company's time zone (default 02:30)"},
          {"backup-keep", "for how many days, weeks, months one is kept (default 7,4,12)"},
          {"backup-key-file", "locks them: a file of 64 hexadecimal digits"},
          {"backup-passphrase-file", "locks them: a file whose first line is the passphrase"},
          {"backup-plain", "not locked: who has the folder can read them", true},
          {"backup-moments", "for how many days one can go back to any moment (SQLite; 0: none)"}};
}

std::optional<BackupPlan> backup_plan(const Arguments& arguments) {
  BackupPlan plan;
  plan.folder = arguments.get("backup-folder", "");
  if (plan.folder.empty()) return std::nullopt;
  plan.lock = lock_of(arguments, "backup-");
  auto at = numbers(arguments.get("backup-at", "02:30"), ':', {23, 59});
  if (!at) throw UsageError("--backup-at takes HH:MM");
  plan.minute_of_day = (*at)[0] * 60 + (*at)[1];
  auto keep = numbers(arguments.get("backup-keep", "7,4,12"), ',', {10'000, 10'000, 10'000});
  if (!keep) throw UsageError("--backup-keep takes three numbers: days,weeks,months");
  plan.keep = {(*keep)[0], (*keep)[1], (*keep)[2]};
  constexpr std::int64_t kDayUs = 86'400'000'000;
  plan.moments_us = arguments.number("backup-moments", 0, 3'650) * kDayUs;
  if (plan.moments_us > 0 && plan.lock.kind == backup::LockKind::Passphrase)
    throw UsageError("--backup-moments takes --backup-key-file or --backup-plain: to make a key of "
                     "a passphrase takes too long for each of many files");
  if (plan.moments_us > 0 && storage::is_postgres(arguments.get("database", "")))
    throw UsageError("--backup-moments is for SQLite; PostgreSQL keeps its own log");
  std::error_code error;
  fs::create_directories(plan.folder, error);
  if (error || ::access(plan.folder.c_str(), W_OK | X_OK) != 0)
    throw std::runtime_error("--backup-folder: " + plan.folder.string() + " cannot be written");
  return plan;
}

std::unique_ptr<backup::MomentsKeeper> keep_moments(Company& company, files::FileStore& files,
                                                    const CompanyOptions& options,
                                                    const BackupPlan& plan) {
  if (plan.moments_us == 0) return nullptr;
  backup::Order source;
  source.database = database_url(options);
  source.files = &files;
  source.key = secret_key_file(options);
  source.version = base::kVersion;
  return std::make_unique<backup::MomentsKeeper>(
      company.database(), std::move(source),
      backup::MomentsPlan{plan.moments(), plan.lock, plan.moments_us}, base::system_clock(),
      base::system_random());
}

double backup_age_seconds(const BackupPlan& plan) {
  try {
    const auto made = backup::on_shelf(plan.folder);
    if (!made.empty())
      return static_cast<double>(base::system_clock().now() - made.back()) / 1e6;
  } catch (const fs::filesystem_error& error) {
    base::log(base::LogLevel::Warning, "the folder of backups cannot be read",
              {{"error", error.what()}});
  }
  return std::numeric_limits<double>::infinity();
}

void make_planned_backup(Company& company, const CompanyOptions& options, const BackupPlan& plan,
                         const std::function<bool()>& goes_on) {
  auto progress = [&](const std::string&, std::int64_t, std::int64_t) {
    if (!goes_on()) throw GivenUp("the server stops");
  };
  try {
    make(company, options, plan, progress);
  } catch (const GivenUp&) {
    base::log(base::LogLevel::Info, "a backup was given up: the server stops");
  } catch (const std::exception& error) {
    const auto* known = dynamic_cast<const base::Error*>(&error);
    std::string why = known ? known->code + " " + known->detail : error.what();
    base::log(base::LogLevel::Error, "no backup was made", {{"error", why}});
    tell(company, "backup_failed", 0, details_of("error", why));
    throw;
  }
}

}  // namespace rapport::app
