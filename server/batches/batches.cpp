#include "batches/batches.h"

#include "access/policy.h"

namespace rapport::batches {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Id;
using storage::Transaction;

namespace {

constexpr const char* kRunJob = "batch";
constexpr const char* kUndoJob = "batch_undo";
constexpr std::size_t kListed = 50;

jobs::RunnerOptions one_thread() {
  jobs::RunnerOptions options;
  options.threads = 1;
  return options;
}

std::string source_of(const Batch& batch) { return "batch:" + batch.id.text(); }

// The name of a record as far as the actor may read it; empty when he may not.
std::string name_for(records::RecordService& service, const schema::EntityDef& entity,
                     const Id& record) {
  try {
    return service.load(entity, record, access::Action::Read).title();
  } catch (const Error&) {
    return {};
  }
}

base::MessageArguments arguments_of(const std::string& text) {
  base::MessageArguments arguments;
  auto document = base::parse_json(text);
  for (const auto& [name, value] : document.as_object())
    arguments.emplace_back(name, value.as_string());
  return arguments;
}

}  // namespace

std::vector<const storage::Table*> tables() { return {&batches_table(), &ledger_table()}; }

Batches::Batches(storage::Database& database, ContextFactory context)
    : database_(database),
      context_(std::move(context)),
      queue_(base::system_clock(), base::system_random()),
      schedule_(base::system_clock(), queue_),
      runner_(std::make_unique<jobs::Runner>(database_, queue_, schedule_, base::system_clock(),
                                             one_thread())) {
  runner_->handle(kRunJob, [this](jobs::JobRun& job) { work(job); });
  runner_->handle(kUndoJob, [this](jobs::JobRun& job) { undo(job); });
  runner_->start();
}

Batches::~Batches() { stop(); }

void Batches::stop() { runner_->stop(); }

// The person as he is now.
records::Context Batches::context_of(const Id& user, const std::string& source) {
  auto program = std::make_shared<const access::Actor>(access::system_actor());
  // begin() and act() asked for the proof.
  auto actor = context_(program, source).directory->confirmed_actor(user);
  if (!actor) base::fail(ErrorKind::Forbidden, "disabled_user");
  return context_(actor, source);
}

void Batches::enqueue(Transaction& transaction, const Batch& batch, const char* kind) {
  jobs::NewJob job;
  job.kind = kind;
  job.payload = json::serialize(json::object{{"batch", batch.id.text()}});
  job.created_by = batch.created_by;
  job.key = batch.id.text();
  queue_.enqueue(transaction, job);
}

std::string Batches::begin(const records::Context& context, const json::value& body) {
  const auto order = parse_order(context, body);
  if (access::is_about_access(*order.entity)) access::require_confirmed(*context.actor);
  Batch batch;
  batch.id = context.new_id();
  batch.created_by = context.actor->user;
  batch.created_at = context.now;
  batch.entity = std::string(body.at("entity").as_string());
  batch.order = json::serialize(body);
  database_.write([&](Transaction& transaction) {
    insert_batch(transaction, batch);
    enqueue(transaction, batch, kRunJob);
  });
  runner_->wake();
  return batch_json(context, batch);
}

Batch Batches::load(const records::Context& context, const Id& id) {
  std::optional<Batch> found;
  database_.read([&](Transaction& transaction) { found = find_batch(transaction, id); });
  if (!found || found->created_by != context.actor->user)
    base::fail(ErrorKind::NotFound, "not_found");
  return std::move(*found);
}

std::string Batches::state(const records::Context& context, const Id& id) {
  return batch_json(context, load(context, id));
}

std::string Batches::list(const records::Context& context) {
  std::vector<Batch> batches;
  database_.read([&](Transaction& transaction) {
    batches = list_batches(transaction, context.actor->user, kListed);
  });
  std::string out = "{\"items\":[";
  for (const auto& batch : batches) {
    if (out.back() != '[') out += ',';
    out += batch_json(context, batch);
  }
  return out + "]}";
}

std::string Batches::act(const records::Context& context, const Id& id, std::string_view action) {
  auto batch = load(context, id);
  if (action == "cancel") {
    database_.write([&](Transaction& transaction) { request_cancel(transaction, id); });
    return state(context, id);
  }
  if (action != "undo")
    base::fail(ErrorKind::NotFound, "unknown_action", "", {{"action", std::string(action)}});
  const auto& entity = context.entity(batch.entity);
  if (access::level_of(*context.actor, entity, access::Action::Update) == access::Level::None)
    base::fail(ErrorKind::Forbidden, "forbidden");
  if (access::is_about_access(entity)) access::require_confirmed(*context.actor);
  database_.write([&](Transaction& transaction) {
    begin_undo(transaction, id);
    enqueue(transaction, batch, kUndoJob);
  });
  runner_->wake();
  return state(context, id);
}

std::string Batches::report(const records::Context& context, const Id& id,
                            const std::string& cursor, std::size_t limit) {
  auto batch = load(context, id);
  auto after = cursor.empty() ? Id() : Id::parse(cursor).value_or(Id());
  const auto& strings = *context.model->strings;
  std::string out;
  database_.read([&](Transaction& transaction) {
    out.clear();
    auto entries = read_entries(transaction, id, {Did::Refused, Did::Kept}, after, limit);
    records::RecordService service(transaction, context);
    base::JsonWriter json(out);
    json.begin_object().key("items").begin_array();
    for (const auto& entry : entries) {
      const auto& entity = entry.entity.empty() ? batch.entity : entry.entity;
      auto name = name_for(service, context.entity(entity), entry.record);
      json.begin_object().member("id", entry.record).member("entity", entity).key("name");
      if (name.empty()) json.null();
      else json.value(name);
      json.member("did", entry.did == Did::Kept ? "kept" : "refused");
      json.member("field", entry.field).member("code", entry.reason);
      json.member("message", strings.message(context.actor->language, entry.reason,
                                             arguments_of(entry.arguments)));
      json.end_object();
    }
    json.end_array().key("next");
    if (entries.size() < limit) json.null();
    else json.value(entries.back().record);
    json.end_object();
  });
  return out;
}

Tools Batches::tools_for(std::function<records::Context()> context,
                         std::function<bool()> go_on) {
  return {std::move(context),
          [this](const storage::Work& work) { database_.read(work); },
          [this](const storage::Work& work) { database_.write(work); },
          std::move(go_on),
          base::system_clock(),
          {}};
}

std::optional<Batch> Batches::batch_of(const jobs::Job& job) {
  auto payload = base::parse_json(job.payload);
  auto id = Id::parse(payload.at("batch").as_string()).value_or(Id());
  std::optional<Batch> found;
  database_.read([&](Transaction& transaction) { found = find_batch(transaction, id); });
  return found;
}

bool Batches::is_cancel_requested(const Id& id) {
  std::optional<Batch> found;
  database_.read([&](Transaction& transaction) { found = find_batch(transaction, id); });
  return found && found->cancel_requested;
}

// A cancelled batch stops at its next transaction; one that the server's stop interrupts stays as
// it is, to be taken up again.
void Batches::work(jobs::JobRun& job) {
  auto found = batch_of(job.job());
  if (!found || (found->state != State::Waiting && found->state != State::Running)) return;
  auto batch = std::move(*found);
  batch.state = State::Running;
  database_.write([&](Transaction& transaction) { update_batch(transaction, batch); });
  bool is_cancelled = false;
  auto tools = tools_for([&] { return context_of(batch.created_by, source_of(batch)); }, [&] {
    is_cancelled = is_cancel_requested(batch.id);
    return !is_cancelled && job.go_on();
  });
  try {
    if (Run(tools, batch).go()) batch.state = State::Done;
  } catch (const Error& error) {
    bool may_pass = error.kind == ErrorKind::Internal || error.kind == ErrorKind::Unavailable;
    if (may_pass && job.job().attempts < job.job().most_attempts) throw;
    batch.state = State::Failed;
    batch.error = error.fields.empty() ? error.code : error.fields.front().code;
  }
  if (is_cancelled && batch.state == State::Running) batch.state = State::Cancelled;
  if (batch.state == State::Running) return;
  batch.finished_at = base::system_clock().now();
  job.finish([&](Transaction& transaction) {
    update_batch(transaction, batch);
    return std::string();
  });
}

void Batches::undo(jobs::JobRun& job) {
  auto found = batch_of(job.job());
  if (!found || found->state != State::Undoing) return;
  auto batch = std::move(*found);
  auto tools = tools_for(
      [&] {
        return context_of(batch.created_by, "batch-undo:" + batch.id.text()).with_all_rights();
      },
      [&] { return job.go_on(); });
  if (!Undo(tools, batch).go()) return;
  batch.state = State::Undone;
  batch.finished_at = base::system_clock().now();
  job.finish([&](Transaction& transaction) {
    update_batch(transaction, batch);
    return std::string();
  });
}

}  // namespace rapport::batches
