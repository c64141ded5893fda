#include "app/import_commands.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/import_vocabulary.h"
#include "imports/dry_run.h"
#include "imports/exports/exporter.h"
#include "imports/look.h"
#include "imports/columns/remarks.h"
#include "imports/undo.h"

namespace rapport::app {

namespace fs = std::filesystem;
namespace json = base::json;
using imports::Import;
using storage::Transaction;
using storage::Work;

namespace {

// Nobody else waits inside this process: large transactions and a large cache are quickest.
constexpr imports::Pace kPace{40'000, 3'000'000};
constexpr std::int64_t kCacheBytes = 256ll << 20;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw UsageError("cannot read " + path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// One line that is written over; only where somebody looks on.
class ProgressLine {
 public:
  ~ProgressLine() {
    if (shown_) std::fputs("\r\033[K", stderr);
  }
  void show(std::int64_t done, std::int64_t total) {
    auto now = base::system_clock().monotonic_us();
    if (!terminal_ || now - last_us_ < kEveryUs) return;
    last_us_ = now;
    shown_ = true;
    if (total > done)
      std::fprintf(stderr, "\r\033[K%lld of about %lld", static_cast<long long>(done),
                   static_cast<long long>(total));
    else
      std::fprintf(stderr, "\r\033[K%lld", static_cast<long long>(done));
    std::fflush(stderr);
  }

 private:
  static constexpr std::int64_t kEveryUs = 200'000;
  bool terminal_ = isatty(STDERR_FILENO) != 0;
  bool shown_ = false;
  std::int64_t last_us_ = 0;
};

json::object request_of(const Arguments& arguments) {
  json::object request;
  if (auto map = arguments.find("map")) request["map"] = imports::parse_map_text(text_of(*map));
  if (auto word = arguments.find("duplicates")) {
    bool known = *word == "skip" || *word == "update" || *word == "create";
    if (!known) throw UsageError("--duplicates takes skip, update or create");
    request["duplicates"] = *word;
  }
  return request;
}

void print_summary(const Import& import) {
  const auto& t = import.tally;
  std::printf("%screated %lld, updated %lld, unchanged %lld, skipped %lld, failed %lld",
              import.is_dry_run ? "dry run: " : "", static_cast<long long>(t.created),
              static_cast<long long>(t.updated), static_cast<long long>(t.unchanged),
              static_cast<long long>(t.skipped), static_cast<long long>(t.failed));
  if (!import.is_dry_run) std::printf(" (import %s)", import.id.text().c_str());
  std::printf("\n");
}

// What a person should know beside the counts.
void print_remarks(const records::Context& context, const Import& import) {
  const auto& strings = *context.model->strings;
  auto language = schema::Language::En;
  auto print = [](const std::string& list, const char* place) {
    auto remarks = json::parse(list);
    for (const auto& remark : remarks.as_array()) {
      const auto& where = remark.at(place);
      auto text = where.is_string() ? std::string(where.as_string()) : json::serialize(where);
      std::fprintf(stderr, "  %s%s: %s\n", place == std::string_view("row") ? "line " : "",
                   text.c_str(), remark.at("message").as_string().c_str());
    }
  };
  print(imports::remarks_in_words(strings, language, import.warnings), "column");
  print(imports::faults_in_words(strings, language, import.first_faults), "row");
}

// "accounts.csv" → "accounts.failed.csv" beside it.
void write_failed_rows(Company& company, const records::Context& context, const Import& import,
                       const fs::path& file) {
  if (import.tally.failed == 0) return;
  auto path = file.parent_path() / (file.stem().string() + ".failed.csv");
  auto table = imports::settled_table(import.request);
  imports::write_faults_file(company.database(), import.id, table.columns, table.decimal,
                             *context.model->strings, schema::Language::En, path);
  std::fprintf(stderr, "failed rows: %s\n", path.string().c_str());
}

struct Session {
  Session(const CompanyOptions& options) : company(options) {
    vocabulary = import_vocabulary();
    company.database().write([](Transaction& transaction) {
      imports::fail_abandoned(transaction, base::system_clock().now());
    });
  }

  imports::RunTools tools(const Import& import, ProgressLine& line) {
    return {*vocabulary,
            [this, source = "import:" + import.id.text()] {
              return company.command_line_context(source);
            },
            [this](const Work& work) { company.database().read(work); },
            [this](const Work& work) { company.database().write(work); },
            [&line](const Import& so_far) {
              line.show(so_far.progress.rows, so_far.progress.total);
              return true;
            },
            base::system_clock(),
            kPace};
  }
  void save(const Import& import) {
    company.database().write(
        [&](Transaction& transaction) { imports::update_import(transaction, import); });
  }

  Company company;
  std::shared_ptr<const imports::Vocabulary> vocabulary;
};

Import new_import(Session& session, const records::Context& context, const fs::path& file,
                  const json::object& request, const Arguments& arguments,
                  imports::Request& settled) {
  Import import;
  auto& database = session.company.database();
  const auto& entity = imports::entity_to_import(context, arguments.require("entity"));
  settled = imports::parse_request(request);
  import.id = context.new_id();
  import.created_by = context.actor->user;
  import.created_at = import.started_at = import.beat_at = context.now;
  import.entity = entity.name;
  import.file_name = file.filename().string();
  import.path = fs::absolute(file).string();
  import.worker = imports::Worker::Command;
  import.state = imports::State::Running;
  import.is_dry_run = arguments.has_flag("dry-run");
  imports::ImportOrder order{{}, &entity, settled, import.is_dry_run};
  auto read = [&](const Work& work) { database.read(work); };
  import.request =
      imports::settled_request(context, *session.vocabulary, read, file, order, request);
  import.progress.total = imports::estimate_rows(file, settled.options);
  return import;
}

void run_import(Session& session, Import& import, const imports::Request& request) {
  ProgressLine line;
  auto tools = session.tools(import, line);
  auto& database = session.company.database();
  database.write([&](Transaction& transaction) { imports::insert_import(transaction, import); });
  try {
    if (import.is_dry_run) {
      auto tried = imports::run_dry(tools, database, session.company.data() / "tmp", import,
                                    request, tools.go_on);
      imports::store_faults(database, import.id, tried.faults);
    } else {
      imports::Run(tools, import, request).go();
    }
  } catch (const std::exception& error) {
    imports::note_failure(import, error);
    import.finished_at = base::system_clock().now();
    session.save(import);
    throw;
  }
  import.state = imports::State::Done;
  import.finished_at = base::system_clock().now();
  session.save(import);
}

int import_file(Session& session, const Arguments& arguments) {
  fs::path file = arguments.words().front();
  if (!fs::is_regular_file(file)) throw std::runtime_error("cannot read " + file.string());
  auto context = session.company.command_line_context("import");
  auto request = request_of(arguments);
  imports::Request settled;
  auto import = new_import(session, context, file, request, arguments, settled);
  try {
    run_import(session, import, settled);
  } catch (const std::exception&) {
    if (!import.is_dry_run && import.progress.rows > 0) print_summary(import);
    throw;
  }
  print_summary(import);
  print_remarks(context, import);
  write_failed_rows(session.company, context, import, file);
  return 0;
}

int undo_import(Session& session, const std::string& text) {
  auto id = base::Id::parse(text);
  if (!id) throw UsageError("--undo takes the id of an import");
  auto& database = session.company.database();
  std::optional<Import> import;
  database.write([&](Transaction& transaction) {
    imports::begin_undo(transaction, *id);
    import = imports::find_import(transaction, *id);
  });
  ProgressLine line;
  imports::UndoTools tools{
      [&] {
        return session.company.command_line_context("import-undo:" + id->text()).with_all_rights();
      },
      [&](const Work& work) { database.read(work); },
      [&](const Work& work) { database.write(work); },
      [&](const Import& so_far) {
        line.show(so_far.progress.rows, so_far.progress.total);
        return true;
      }};
  imports::Undo(tools, *import).go();
  import->state = imports::State::Undone;
  session.save(*import);
  std::printf("undone %lld, kept %lld that were changed since (import %s)\n",
              static_cast<long long>(import->progress.rows - import->kept),
              static_cast<long long>(import->kept), id->text().c_str());
  return 0;
}

}  // namespace

int import_command(const CompanyOptions& options, const Arguments& arguments) {
  auto undo = arguments.find("undo");
  if (undo.has_value() == !arguments.words().empty() || arguments.words().size() > 1)
    throw UsageError("give one file to import, or --undo ID");
  if (!undo) arguments.require("entity");
  CompanyOptions large = options;
  large.cache_bytes = kCacheBytes;
  Session session(large);
  return undo ? undo_import(session, *undo) : import_file(session, arguments);
}

namespace {

imports::ExportOrder export_order(const Arguments& arguments) {
  imports::ExportOrder order;
  auto name = arguments.get("format", "csv");
  auto format = imports::write_format_named(name);
  if (!format) throw UsageError("--format takes csv, xlsx, json or vcf");
  order.format = *format;
  if (auto filter = arguments.find("filter")) order.list.filter = base::parse_json(*filter);
  return order;
}

// To standard output by way of a file: a workbook is not written from front to back.
void copy_to_output(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  char part[64 * 1024];
  while (file.read(part, sizeof part) || file.gcount() > 0) {
    auto size = static_cast<std::size_t>(file.gcount());
    if (std::fwrite(part, 1, size, stdout) != size) throw std::runtime_error("cannot write");
  }
  std::fflush(stdout);
}

}  // namespace

int export_command(const CompanyOptions& options, const Arguments& arguments) {
  auto order = export_order(arguments);
  auto name = arguments.require("entity");
  Company company(options);
  auto context = company.command_line_context("export");
  const auto& entity = company.model()->schema->entity(name);
  auto output = arguments.find("output");
  fs::path path = output ? fs::path(*output)
                         : company.data() / "tmp" / ("export-" + context.new_id().text());
  if (!output) fs::create_directories(path.parent_path());
  std::int64_t rows = 0;
  {
    ProgressLine line;
    order.progress = [&](std::int64_t done) { line.show(done, 0); };
    rows = imports::export_records(company.database(), context, entity, order, path);
  }
  if (!output) {
    copy_to_output(path);
    fs::remove(path);
  } else {
    std::printf("%lld records\n", static_cast<long long>(rows));
  }
  return 0;
}

}  // namespace rapport::app
