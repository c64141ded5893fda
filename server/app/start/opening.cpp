#include "app/start/opening.h"

#include <chrono>
#include <csignal>
#include <string_view>
#include <thread>

#include "audit/audit_log.h"
#include "base/json.h"
#include "base/log.h"
#include "base/version.h"
#include "upgrades/upgrade.h"

namespace rapport::app {

namespace {

constexpr std::chrono::milliseconds kLookEvery{20};
constexpr std::int64_t kFirstWordUs = 2'000'000, kNextWordUs = 10'000'000;

// While the server starts, its signals only wait.
bool is_asked_to_stop() {
  sigset_t waiting;
  sigpending(&waiting);
  return sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1;
}

// Says now and then what it waits for.
void wait_until(std::string_view what, const std::function<bool()>& is_so) {
  auto& clock = base::system_clock();
  auto word_at = clock.monotonic_us() + kFirstWordUs;
  while (!is_so()) {
    if (is_asked_to_stop())
      throw base::Error(base::ErrorKind::Unavailable, "stopped_while_waiting", {},
                        std::string(what));
    if (clock.monotonic_us() >= word_at) {
      base::log(base::LogLevel::Info, what);
      word_at = clock.monotonic_us() + kNextWordUs;
    }
    std::this_thread::sleep_for(kLookEvery);
  }
}

std::string details_of(const upgrades::Outcome& outcome) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object();
  json.member("from", std::string_view(outcome.before.rapport));
  json.member("to", std::string_view(outcome.after.rapport));
  json.member("schema", outcome.after.number);
  if (!outcome.backup.empty())
    json.member("file", std::filesystem::path(outcome.backup).filename().string());
  json.end_object();
  return out;
}

void tell_audit(storage::Transaction& transaction, const upgrades::Outcome& outcome) {
  audit::Entry entry{base::system_clock().now(), audit::kAdministration, "upgraded"};
  entry.details = details_of(outcome);
  audit::append(transaction, entry);
}

std::string copy_of(const CompanyOptions& options, const upgrades::Schema& before) {
  if (!options.before_upgrade) return {};
  return make_upgrade_backup({*options.before_upgrade, options.data, secret_key_file(options),
                              database_url(options),
                              before.rapport.empty() ? base::kVersion : before.rapport});
}

}  // namespace

std::unique_ptr<storage::Presence> take_turn(const CompanyOptions& options) {
  auto presence = storage::open_presence(database_url(options));
  wait_until("waiting for another process that opens the company",
             [&] { return presence->try_take_turn(); });
  return presence;
}

void bring_up(const CompanyOptions& options, storage::Presence* presence,
              storage::Database& database, const std::vector<const storage::Table*>& shipped) {
  if (!presence) database.migrate({&upgrades::upgrades_table()});
  upgrades::bring_up(
      {.database = database,
       .there = presence ? presence->tables() : std::set{upgrades::upgrades_table().name},
       .shipped = shipped,
       .rapport = base::kVersion,
       .steps = upgrades::steps(),
       .clock = base::system_clock(),
       .be_alone =
           [&] {
             if (presence)
               wait_until("waiting for others that work on the company to end, to upgrade it",
                          [&] { return presence->try_be_alone(); });
           },
       .backup = [&](const auto& before) { return presence ? copy_of(options, before) : ""; },
       .also = tell_audit});
}

void begin_work(storage::Presence& presence) {
  wait_until("waiting for another process that upgrades the company",
             [&] { return presence.try_join(); });
  presence.end_turn();
}

bool must_give_way(storage::Presence& presence, storage::Database& database) {
  return !presence.stay() || upgrades::is_left_behind(database, upgrades::steps());
}

}  // namespace rapport::app
