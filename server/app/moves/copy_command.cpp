#include "app/moves/copy_command.h"

#include <unistd.h>

#include <cstdio>
#include <optional>

#include "backup/contents.h"
#include "backup/new_folder.h"
#include "base/date.h"
#include "files/folder_store.h"

namespace rapport::app {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;

// Where a company is, or will be: its database, and the folder of its files and its key.
struct Place {
  std::string url;
  fs::path data;
};

Place source_of(const CompanyOptions& options, const Arguments& arguments) {
  auto from = arguments.get("from", "");
  if (from.empty()) return {database_url(options), options.data};
  if (storage::is_postgres(from)) return {from, options.data};
  if (fs::is_directory(from)) return {(fs::path(from) / "rapport.db").string(), from};
  return {from, arguments.find("data") ? options.data : fs::absolute(from).parent_path()};
}

// A data folder when there is to be a new one.
struct Target {
  std::string url;
  std::optional<fs::path> new_folder;
};

Target target_of(const Arguments& arguments) {
  auto to = arguments.require("to");
  if (!storage::is_postgres(to)) return {{}, to};
  if (auto folder = arguments.find("to-data")) return {to, *folder};
  return {to, std::nullopt};
}

void tell(const std::vector<backup::MovedTable>& moved) {
  std::int64_t rows = 0;
  for (const auto& table : moved) rows += table.digest.rows();
  std::printf("%zu tables, %lld rows: the same there, row by row\n", moved.size(),
              static_cast<long long>(rows));
}

void copy_files(files::FileStore& from, files::FileStore& to, const backup::Progress& progress) {
  auto contents = backup::contents_of(from);
  auto copied = backup::copy_contents(from, to, contents, progress);
  std::printf("%zu files: the same in %s", contents.size(), to.place().c_str());
  const auto left = static_cast<std::int64_t>(contents.size()) - copied;
  if (left > 0) std::printf(", %lld of them already before", static_cast<long long>(left));
  std::printf("\n");
}

// The files to where they are to lie, and the key into the new folder.
void fill(const backup::NewFolder* folder, files::FileStore* second, const Place& source,
          const CompanyOptions& options, const fs::path& key, const backup::Progress& progress) {
  if (folder && fs::exists(key)) fs::copy_file(key, folder->inside() / "secret.key");
  if (!folder && !second) return;
  auto from = open_files(options.files, source.data);
  if (second) return copy_files(*from, *second, progress);
  files::FolderStore inside(folder->inside() / "files", files::Flush::ByOwner);
  copy_files(*from, inside, progress);
}

int copy_only_files(const CompanyOptions& options, files::FileStore& to,
                    const std::string& place) {
  auto from = open_files(options.files, options.data);
  copy_files(*from, to, told_on_stderr());
  std::printf("What is attached at the old place from now on is not at the new one: once more, "
              "when the server is stopped, copies the rest.\n"
              "Serve it: rapport serve --files %s\n",
              place.c_str());
  return 0;
}

}  // namespace

backup::Progress told_on_stderr() {
  const bool is_terminal = ::isatty(STDERR_FILENO) != 0;
  auto next_us = std::make_shared<std::int64_t>(0);
  return [=](const std::string& what, std::int64_t done, std::int64_t all) {
    const bool is_done = done == all && all > 0;
    const auto now = base::system_clock().monotonic_us();
    if (!is_done && now < *next_us) return;
    *next_us = now + (is_terminal ? kSecondUs / 5 : 10 * kSecondUs);
    if (is_terminal) std::fprintf(stderr, "\r\033[K");
    if (is_done)
      std::fprintf(stderr, "%-32s %12lld\n", what.c_str(), static_cast<long long>(all));
    else
      std::fprintf(stderr, "%-32s %12lld of %lld%s", what.c_str(), static_cast<long long>(done),
                   static_cast<long long>(all), is_terminal ? "" : "\n");
    std::fflush(stderr);
  };
}

bool complete(storage::Loader& loader, const CompanyOptions& options) {
  std::fprintf(stderr, "indexes\n");
  Company company(options, loader.database());
  if (!company.has_administrator())
    std::fprintf(stderr, "There is no active administrator in it.\n");
  auto verdict = company.audit_chain().verify();
  if (verdict.broken)
    std::printf("The audit is not what was sealed (%s): rapport doctor, docs/audit.md\n",
                verdict.broken->c_str());
  else
    std::printf("audit: %lld entries as they were sealed\n",
                static_cast<long long>(verdict.sealed));
  return !verdict.broken;
}

void put_in_place(backup::NewFolder* folder, std::unique_ptr<storage::Loader> loader,
                  bool is_server) {
  if (folder && is_server) folder->place_files();
  if (loader) loader->commit();
  loader.reset();  // the file is closed, and whole
  if (folder && !is_server) folder->place_files();
  if (folder) folder->finish();
}

int copy_command(const CompanyOptions& options, const Arguments& arguments) {
  const auto second_place = second_file_place(arguments);
  std::unique_ptr<files::FileStore> second;
  if (!second_place.is_default()) {
    second = open_files(second_place, options.data);
    second->probe();
    if (!arguments.find("to")) return copy_only_files(options, *second, second_place.files);
  }
  const auto source = source_of(options, arguments);
  const auto target = target_of(arguments);
  const auto key = options.secret_key.empty() ? source.data / "secret.key" : options.secret_key;
  auto progress = told_on_stderr();
  auto snapshot = storage::take_snapshot(source.url);
  const auto moment = base::format_instant(base::system_clock().now());
  std::optional<backup::NewFolder> folder;
  if (target.new_folder) folder.emplace(*target.new_folder);
  if (folder && folder->removed_remains())
    std::fprintf(stderr, "What an earlier copy that was broken off had left is removed.\n");
  CompanyOptions made = options;
  made.data = folder ? folder->inside() : source.data;
  made.secret_key = folder ? fs::path() : key;
  made.database = target.url.empty() ? (folder->inside() / "rapport.db").string() : target.url;
  auto loader = storage::begin_load(made.database);
  tell(backup::transfer(*snapshot, *loader, progress));
  fill(folder ? &*folder : nullptr, second.get(), source, options, key, progress);
  complete(*loader, made);
  put_in_place(folder ? &*folder : nullptr, std::move(loader), !target.url.empty());
  std::printf("Copied as of %s. What is changed at the old place from now on is not at the new "
              "one.\n",
              moment.c_str());
  const bool stay = !folder && !second && !options.files.is_default();
  const auto files = stay ? options.files.files : second_place.files;
  std::printf("Serve it: rapport serve --data %s%s%s\n",
              (target.new_folder ? *target.new_folder : source.data).string().c_str(),
              target.url.empty() ? "" : " --database postgres://…",
              files.empty() ? "" : (" --files " + files).c_str());
  return 0;
}

}  // namespace rapport::app
