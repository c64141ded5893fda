#include "imports/imports.h"

#include "access/policy.h"
#include "imports/columns/column_match.h"
#include "imports/dry_run.h"
#include "imports/listed_words.h"
#include "imports/look.h"
#include "imports/undo.h"

namespace rapport::imports {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Id;
using storage::Transaction;

namespace {

constexpr const char* kRunJob = "import";
constexpr const char* kUndoJob = "import_undo";
constexpr std::size_t kListed = 100;

std::string payload_of(const Import& import) {
  return json::serialize(json::object{{"import", import.id.text()}});
}

Id import_of(const jobs::Job& job) {
  auto payload = base::parse_json(job.payload);
  return Id::parse(payload.at("import").as_string()).value_or(Id());
}

// Before files had a store of their own, the whole path was kept, which ended with the same.
Id content_of(const Import& import) {
  return Id::parse(std::filesystem::path(import.path).filename().string()).value_or(Id());
}

jobs::RunnerOptions one_thread() {
  jobs::RunnerOptions options;
  options.threads = 1;
  return options;
}

// What is planned by one model is finished by it, should the company change it meanwhile.
std::function<records::Context()> by_one_model(std::function<records::Context()> make) {
  auto model = make().model;
  return [make = std::move(make), model = std::move(model)] {
    auto context = make();
    context.model = model;
    return context;
  };
}

}  // namespace

std::vector<const storage::Table*> tables() {
  return {&imports_table(), &ledger_table(), &faults_table()};
}

Imports::Imports(storage::Database& database, files::FileStore& files, std::filesystem::path data,
                 ContextFactory context, std::shared_ptr<const Vocabulary> vocabulary)
    : database_(database),
      files_(files),
      data_(std::move(data)),
      context_(std::move(context)),
      vocabulary_(std::move(vocabulary)),
      queue_(base::system_clock(), base::system_random()),
      schedule_(base::system_clock(), queue_),
      runner_(std::make_unique<jobs::Runner>(database_, queue_, schedule_, base::system_clock(),
                                             one_thread())) {
  runner_->handle(kRunJob, [this](jobs::JobRun& job) { work(job); });
  runner_->handle(kUndoJob, [this](jobs::JobRun& job) { undo(job); });
  database_.write([&](Transaction& transaction) {
    fail_abandoned(transaction, base::system_clock().now());
  });
  runner_->start();
}

Imports::~Imports() { stop(); }

void Imports::stop() { runner_->stop(); }

std::string Imports::file_name(const records::Context& context, const Id& file) {
  std::string name;
  database_.read([&](Transaction& transaction) {
    records::RecordService service(transaction, context);
    name = service.load(context.entity("files"), file, access::Action::Read).title();
  });
  return name;
}

// The person as he is now; the program itself for work that nobody asked for.
records::Context Imports::context_of(const Id& user, const std::string& source) {
  auto program = std::make_shared<const access::Actor>(access::system_actor());
  auto context = context_(program, source);
  if (user.is_nil()) return context;
  auto actor = context.directory->confirmed_actor(user);  // begin() and undo asked for it
  if (!actor) base::fail(ErrorKind::Forbidden, "disabled_user");
  return context_(actor, source);
}

std::string Imports::preview(const records::Context& context, const json::value& body) {
  auto asked = read_order(context, body, Look::First);
  file_name(context, asked.file);
  auto content = files_.local(asked.file);
  return look_into(context, *vocabulary_, content->path(), asked);
}

std::string Imports::words(const records::Context& context, const json::value& body) {
  auto asked = read_order(context, body, Look::ToImport);
  file_name(context, asked.file);
  auto read = [&](const storage::Work& work) { database_.read(work); };
  auto content = files_.local(asked.file);
  return listed_words(context, *vocabulary_, read, content->path(), asked);
}

std::string Imports::begin(const records::Context& context, const json::value& body) {
  auto asked = read_order(context, body, Look::ToImport);
  if (access::is_about_access(*asked.entity)) access::require_confirmed(*context.actor);
  Import import;
  import.id = context.new_id();
  import.created_by = context.actor->user;
  import.created_at = context.now;
  import.entity = asked.entity->name;
  import.file_name = file_name(context, asked.file);
  import.path = files::name_of(asked.file);
  import.is_dry_run = asked.is_dry_run;
  auto read = [&](const storage::Work& work) { database_.read(work); };
  auto content = files_.local(asked.file);
  import.request = settled_request(context, *vocabulary_, read, content->path(), asked, body);
  import.progress.total = estimate_rows(content->path(), asked.request.options);
  if (import.progress.total == 0) base::fail(ErrorKind::Invalid, "import_no_rows");
  database_.write([&](Transaction& transaction) {
    insert_import(transaction, import);
    enqueue(transaction, import, kRunJob);
  });
  return import_json(context, import);
}

void Imports::enqueue(Transaction& transaction, const Import& import, const char* kind) {
  jobs::NewJob job;
  job.kind = kind;
  job.payload = payload_of(import);
  job.created_by = import.created_by;
  job.key = import.id.text();
  queue_.enqueue(transaction, job);
}

Import Imports::load(const records::Context& context, const Id& id) {
  std::optional<Import> found;
  database_.read([&](Transaction& transaction) { found = find_import(transaction, id); });
  bool visible = found && (context.actor->is_administrator() ||
                           (!found->created_by.is_nil() &&
                            found->created_by == context.actor->user));
  if (!visible) base::fail(ErrorKind::NotFound, "not_found");
  return std::move(*found);
}

std::string Imports::state(const records::Context& context, const Id& id) {
  auto import = load(context, id);
  std::lock_guard lock(mutex_);
  auto it = moving_.find(id);
  if (it == moving_.end() || !is_moving(import.state))
    return import_json(context, import, WithOrder::Yes);
  import.progress = it->second.progress;
  import.tally = it->second.tally;
  return import_json(context, import, WithOrder::Yes);
}

std::string Imports::list(const records::Context& context) {
  auto mine = context.actor->is_administrator() ? std::optional<Id>() : context.actor->user;
  std::vector<Import> imports;
  database_.read([&](Transaction& transaction) {
    imports = list_imports(transaction, mine, kListed);
  });
  std::string out = "{\"items\":[";
  for (const auto& import : imports) {
    if (out.back() != '[') out += ',';
    out += import_json(context, import);
  }
  return out + "]}";
}

std::string Imports::act(const records::Context& context, const Id& id, std::string_view action) {
  auto import = load(context, id);
  if (action == "cancel") {
    database_.write([&](Transaction& transaction) { request_cancel(transaction, id); });
    return state(context, id);
  }
  if (action != "undo")
    base::fail(ErrorKind::NotFound, "unknown_action", "", {{"action", std::string(action)}});
  if (access::is_about_access(context.entity(import.entity)))
    access::require_confirmed(*context.actor);
  database_.write([&](Transaction& transaction) {
    begin_undo(transaction, id);
    enqueue(transaction, import, kUndoJob);
  });
  return state(context, id);
}

std::string Imports::undo_forecast(const records::Context& context, const Id& id) {
  auto import = load(context, id);
  std::string forecast;
  database_.read([&](Transaction& transaction) {
    forecast = imports::undo_forecast(transaction, context, import.id);
  });
  return forecast;
}

std::filesystem::path Imports::failed_rows(const records::Context& context, const Id& id) {
  auto import = load(context, id);
  if (import.tally.failed == 0) return {};
  auto language = context.actor->language;
  auto folder = data_ / "imports";
  std::filesystem::create_directories(folder);
  auto path = folder / (id.text() + "-" + std::string(schema::language_code(language)) + ".csv");
  auto settled = settled_table(import.request);
  write_faults_file(database_, id, settled.columns, settled.decimal, *context.model->strings,
                    language, path);
  return path;
}

void Imports::show_progress(const Import& import) {
  std::lock_guard lock(mutex_);
  moving_[import.id] = import;
}

void Imports::save(const Import& import) {
  database_.write([&](Transaction& transaction) { update_import(transaction, import); });
}

void Imports::run(Import& import, const std::function<bool(const Import&)>& go_on) {
  auto content = files_.local(content_of(import));
  import.path = content->path().string();
  auto request = parse_request(base::parse_json(import.request).as_object());
  RunTools tools{*vocabulary_,
                 by_one_model([&] {
                   return context_of(import.created_by, "import:" + import.id.text());
                 }),
                 [&](const storage::Work& work) { database_.read(work); },
                 [&](const storage::Work& work) { database_.write(work); },
                 go_on,
                 base::system_clock(),
                 {}};
  auto end = RunEnd::Done;
  if (!import.is_dry_run) {
    end = Run(tools, import, request).go();
  } else {
    auto show = [&](const Import& so_far) { show_progress(so_far); };
    auto tried = run_dry(tools, database_, data_ / "tmp", import, request, show);
    end = tried.end;
    if (end != RunEnd::Stopped) store_faults(database_, import.id, tried.faults);
  }
  if (end == RunEnd::Done) import.state = State::Done;
  if (end == RunEnd::Cancelled) import.state = State::Cancelled;
}

// A cancelled import stops at its next transaction; one that the server's stop interrupts stays as
// it is, to be taken up again.
void Imports::work(jobs::JobRun& job) {
  auto id = import_of(job.job());
  std::optional<Import> found;
  database_.read([&](Transaction& transaction) { found = find_import(transaction, id); });
  bool wanted = found && (found->state == State::Waiting || found->state == State::Running);
  if (!wanted) return;
  Import import = std::move(*found);
  import.state = State::Running;
  if (!import.started_at) import.started_at = base::system_clock().now();
  save(import);
  bool is_cancelled = false;
  try {
    run(import, [&](const Import& so_far) {
      show_progress(so_far);
      database_.read([&](Transaction& transaction) {
        is_cancelled = is_cancel_requested(transaction, id);
      });
      return !is_cancelled && job.go_on();
    });
  } catch (const std::exception& error) {
    note_failure(import, error);
  }
  if (is_cancelled && import.state == State::Running) import.state = State::Cancelled;
  bool is_over = import.state != State::Running;
  if (is_over) {
    import.finished_at = base::system_clock().now();
    job.finish([&](Transaction& transaction) {
      update_import(transaction, import);
      return std::string();
    });
  }
  std::lock_guard lock(mutex_);
  moving_.erase(id);
}

void Imports::undo(jobs::JobRun& job) {
  auto id = import_of(job.job());
  std::optional<Import> found;
  database_.read([&](Transaction& transaction) { found = find_import(transaction, id); });
  if (!found || found->state != State::Undoing) return;
  Import import = std::move(*found);
  UndoTools tools{
      [&] { return context_of(import.created_by, "import-undo:" + id.text()).with_all_rights(); },
      [&](const storage::Work& work) { database_.read(work); },
      [&](const storage::Work& work) { database_.write(work); },
      [&](const Import&) { return job.go_on(); }};
  if (!Undo(tools, import).go()) return;
  import.state = State::Undone;
  job.finish([&](Transaction& transaction) {
    update_import(transaction, import);
    return std::string();
  });
}

}  // namespace rapport::imports
