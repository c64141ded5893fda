#include "app/moves/backup_commands.h"

#include <cstdio>

#include "app/moves/copy_command.h"
#include "base/version.h"
#include "audit/audit_log.h"
#include "backup/make.h"
#include "backup/moments/going_back.h"
#include "backup/restore.h"
#include "base/date.h"

namespace rapport::app {

namespace fs = std::filesystem;

namespace {

std::string only_file(const Arguments& arguments) {
  if (arguments.words().size() != 1) throw UsageError("say one FILE");
  return arguments.words()[0];
}

std::string mebibytes(std::int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(bytes) / (1 << 20));
  return text;
}

void tell(const backup::Manifest& manifest, std::int64_t missing_files) {
  std::printf("made %s by Rapport %s on %s: %zu tables, %lld rows, %lld files (%s)\n",
              base::format_instant(manifest.made_at).c_str(), manifest.rapport.c_str(),
              manifest.engine.c_str(), manifest.tables.size(),
              static_cast<long long>(manifest.rows()), static_cast<long long>(manifest.files),
              mebibytes(manifest.file_bytes).c_str());
  if (manifest.only_database)
    std::printf("Only the database is in it: the files that people attached stayed where they are, "
                "in files/ of the data folder.\n");
  if (missing_files > 0)
    std::printf("%lld files have no content: it was not there when the backup was made\n",
                static_cast<long long>(missing_files));
}

// Backups are what the person gave the name of: it stands before what is wrong with them.
template <class Use>
auto with_name(const std::string& file, const Use& use) {
  try {
    return use();
  } catch (const backup::Unusable& error) {
    throw std::runtime_error(file + ": " + error.what());
  }
}

// To the audit of the company itself. The backup is made, whether that can be told or not.
void tell_audit(const CompanyOptions& options, const backup::Made& made) {
  audit::Entry entry{base::system_clock().now(), audit::kAdministration, "backup_made"};
  entry.count = made.manifest.rows();
  entry.origin.agent = "command line";
  try {
    auto database = storage::open_database(database_url(options), {.readers = 1});
    database->write([&](storage::Transaction& transaction) { audit::append(transaction, entry); });
  } catch (const std::exception& error) {
    std::fprintf(stderr, "The backup is made; the audit could not be told: %s\n", error.what());
  }
}

}  // namespace

backup::Lock lock_of(const Arguments& arguments, const std::string& before) {
  const auto key = arguments.find(before + "key-file");
  const auto passphrase = arguments.find(before + "passphrase-file");
  const bool plain = arguments.has_flag(before + "plain");
  if ((key ? 1 : 0) + (passphrase ? 1 : 0) + (plain ? 1 : 0) != 1)
    throw UsageError("say --" + before + "key-file FILE, --" + before +
                     "passphrase-file FILE, or --" + before + "plain for what everybody can read");
  if (key) return backup::lock_of_key_file(*key);
  return passphrase ? backup::lock_of_passphrase_file(*passphrase) : backup::Lock{};
}

int backup_command(const CompanyOptions& options, const Arguments& arguments) {
  backup::Order order;
  order.output = only_file(arguments);
  order.lock = lock_of(arguments);
  order.database = database_url(options);
  auto files = open_files(options.files, options.data);
  order.files = files.get();
  order.key = secret_key_file(options);
  order.version = base::kVersion;
  auto made = backup::make_backup(order, base::system_clock(), base::system_random(),
                                  told_on_stderr());
  tell(made.manifest, made.missing_files);
  std::printf("%s: %s\n", order.output.c_str(), mebibytes(made.bytes).c_str());
  if (order.lock.kind == backup::LockKind::Open)
    std::printf("It is not locked: who has the file can read all of it. The key of secrets (%s) is "
                "not in it: keep that elsewhere.\n",
                order.key.c_str());
  tell_audit(options, made);
  return 0;
}

namespace {

// Of a server's folder of backups, or of the one inside it.
fs::path moments_of(const fs::path& folder) {
  return fs::exists(folder / "moments") ? folder / "moments" : folder;
}

int verify_moments(const std::string& folder, const backup::Lock& lock) {
  const auto reach = with_name(folder, [&] {
    return backup::check_moments(moments_of(folder), lock, base::kVersion, told_on_stderr());
  });
  std::printf("%s: every byte is as it was written; one can go back to any moment from %s, and the "
              "last change is of %s\n%lld copies, %lld files of changes since\n",
              folder.c_str(), base::format_instant(reach.first).c_str(),
              base::format_instant(reach.last).c_str(), static_cast<long long>(reach.chains),
              static_cast<long long>(reach.pieces));
  return 0;
}

}  // namespace

int verify_command(const Arguments& arguments) {
  const auto file = only_file(arguments);
  const auto lock = lock_of(arguments);
  if (fs::is_directory(file)) return verify_moments(file, lock);
  backup::Receiver nobody;
  auto found = with_name(file, [&] {
    return backup::read_backup(file, lock, base::kVersion, nobody, told_on_stderr());
  });
  tell(found.manifest, found.end.missing_files);
  std::printf("%s: every byte is as it was written%s\n", file.c_str(),
              found.has_key ? "; the key of secrets is in it" : "");
  return 0;
}

namespace {

void tell_without_key(const CompanyOptions& options) {
  std::printf("The key of secrets was not in the backup. Put secret.key into %s before you serve "
              "it: without it second factors and the audit cannot be checked.\n",
              options.data.c_str());
}

int restore_moment(const CompanyOptions& options, const Arguments& arguments,
                   const std::string& folder, const std::string& to) {
  const auto moment = base::parse_instant(to);
  if (!moment) throw UsageError("--to-moment takes an instant like 2026-11-26T14:05:00Z");
  if (!options.database.empty())
    throw UsageError("--to-moment makes an SQLite file in --data; rapport copy takes it elsewhere");
  backup::MomentOrder order{moments_of(folder), lock_of(arguments), *moment, base::kVersion,
                            secret_key_file(options)};
  backup::NewFolder made(options.data);
  auto files = open_files(options.files, made.inside());
  if (!options.files.is_default()) {
    files->probe();
    order.files = files.get();
  }
  if (made.removed_remains())
    std::fprintf(stderr, "What an earlier one that was broken off had left is removed.\n");
  const auto done =
      with_name(folder, [&] { return backup::go_back(made, order, told_on_stderr()); });
  put_in_place(&made, nullptr, false);
  std::printf("%s: as of %s; the last change in it is of %s\n", options.data.c_str(),
              base::format_instant(*moment).c_str(),
              base::format_instant(done.last_change).c_str());
  std::printf("%lld files\n", static_cast<long long>(done.files));
  if (done.missing_files > 0)
    std::printf("%lld files have no content: it is not kept beside the moments\n",
                static_cast<long long>(done.missing_files));
  if (!done.has_key && !fs::exists(order.key_file)) tell_without_key(options);
  return 0;
}

}  // namespace

int restore_command(const CompanyOptions& options, const Arguments& arguments) {
  const auto file = only_file(arguments);
  if (const auto to = arguments.find("to-moment"))
    return restore_moment(options, arguments, file, *to);
  backup::RestoreOrder order{file, lock_of(arguments), base::kVersion, {},
                             secret_key_file(options)};
  if (storage::is_postgres(options.database)) order.postgres = options.database;
  else if (!options.database.empty())
    throw UsageError("--database takes postgres://…; without it the database is in --data");
  auto progress = told_on_stderr();
  backup::NewFolder folder(options.data);
  auto files = open_files(options.files, folder.inside());
  if (!options.files.is_default()) {
    files->probe();
    order.files = files.get();
  }
  if (folder.removed_remains())
    std::fprintf(stderr, "What an earlier one that was broken off had left is removed.\n");
  auto restored =
      with_name(file, [&] { return backup::restore_into(folder, order, progress); });
  CompanyOptions made = options;
  made.data = folder.inside();
  if (fs::exists(order.key_file)) made.secret_key = order.key_file;
  if (order.postgres.empty()) made.database = (folder.inside() / "rapport.db").string();
  const bool has_key = restored.found.has_key || fs::exists(order.key_file);
  if (restored.loader) complete(*restored.loader, made);
  // The one that was made while it was opened is not the company's.
  if (!has_key) fs::remove(folder.inside() / "secret.key");
  put_in_place(&folder, std::move(restored.loader), !order.postgres.empty());
  tell(restored.found.manifest, restored.found.end.missing_files);
  std::printf("%s: restored, all of it as it was\n", options.data.c_str());
  if (!has_key) tell_without_key(options);
  return 0;
}

}  // namespace rapport::app
