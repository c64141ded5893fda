#include "customisation/customiser.h"

#include "base/error.h"
#include "base/log.h"
#include "customisation/checks.h"
#include "customisation/layers.h"

namespace rapport::customisation {

using base::Error;
using base::ErrorKind;

namespace {

constexpr int kAttempts = 3;

// The disk, not the document, is to blame.
bool is_outage(const std::exception& error) {
  const auto* known = dynamic_cast<const Error*>(&error);
  return known && known->kind == ErrorKind::Unavailable;
}

std::string words_of(const std::exception& error) {
  const auto* known = dynamic_cast<const Error*>(&error);
  if (!known) return error.what();
  std::string text = known->code;
  for (const auto& field : known->fields) {
    text += "; " + field.field + ": " + field.code;
    for (const auto& [name, value] : field.arguments) text += " " + name + "=" + value;
  }
  return known->detail.empty() ? text : text + " (" + known->detail + ")";
}

std::set<std::string> stored_names(const std::vector<const storage::Table*>& tables) {
  std::set<std::string> names;
  for (const auto* table : tables) {
    names.insert(table->name);
    for (const auto& column : table->columns) names.insert(table->name + "." + column.name);
    for (const auto& index : table->indexes) names.insert(storage::index_name(*table, index));
  }
  return names;
}

// Tables of entities, hidden ones too, and those of the program that are beside them in `tables`.
std::vector<const storage::Table*> all_that_are_stored(
    const storage::EntityTables& with_hidden, const storage::EntityTables& live,
    const std::vector<const storage::Table*>& tables) {
  auto all = with_hidden.all();
  auto of_entities = live.all();
  std::set<const storage::Table*> known(of_entities.begin(), of_entities.end());
  for (const auto* table : tables)
    if (!known.contains(table)) all.push_back(table);
  return all;
}

// A table that is new has its columns with it.
std::vector<std::string> new_names(const std::vector<const storage::Table*>& before,
                                   const std::vector<const storage::Table*>& after) {
  std::vector<std::string> made;
  auto known = stored_names(before);
  for (const auto& name : stored_names(after)) {
    auto table = name.substr(0, name.find('.'));
    bool is_column = table != name;
    if (!known.contains(name) && (!is_column || known.contains(table))) made.push_back(name);
  }
  return made;
}

}  // namespace

Stored Customiser::read() const {
  Stored stored;
  parts_.database.read(
      [&](storage::Transaction& transaction) { stored = read_stored(transaction); });
  return stored;
}

std::shared_ptr<const State> Customiser::state() const {
  std::lock_guard lock(state_mutex_);
  return state_;
}

void Customiser::set_state(State state) {
  auto next = std::make_shared<const State>(std::move(state));
  std::lock_guard lock(state_mutex_);
  state_ = std::move(next);
}

// What is hidden is loaded too, for its checks alone.
Customiser::Built Customiser::build(const Document& document) const {
  try {
    auto whole = lay_over(parts_.shipped, document, Hidden::Kept);
    auto with_hidden = schema::load_schema(whole.files);
    check_lists(*shipped_schema_, *with_hidden);
    auto layers = lay_over(parts_.shipped, document, Hidden::LeftOut);
    Built built;
    built.model = parts_.make_model(layers.files);
    built.tables = parts_.tables(*built.model);
    storage::EntityTables tables_with_hidden(with_hidden);
    check_stored_names(all_that_are_stored(tables_with_hidden, built.model->tables, built.tables));
    return built;
  } catch (const Error& error) {
    refuse(error);
  }
}

void Customiser::note_problem(const Stored& stored, const std::exception& error) {
  auto problem = words_of(error);
  base::log(base::LogLevel::Error,
            "the company's own fields and entities cannot be used: the shipped model serves alone. "
            "An administrator can mend them by PUT /api/v1/metadata/customisation",
            {{"version", std::to_string(stored.version)}, {"problem", problem}});
  set_state({stored, false, problem});
}

void Customiser::use(const Stored& stored) {
  if (!stored.problem.empty()) throw Error(ErrorKind::Invalid, "customisation_invalid", {},
                                           stored.problem);
  auto built = build(stored.document);
  parts_.database.migrate(built.tables);
  model_ = built.model;
  set_state({stored, true, {}});
}

ModelPtr Customiser::open(Mode mode) {
  std::lock_guard lock(changing_);
  mode_ = mode;
  model_ = parts_.make_model(parts_.shipped.files());
  shipped_schema_ = model_->schema;
  parts_.database.migrate(parts_.tables(*model_));
  auto stored = read();
  if (stored.version == 0) {
    set_state({stored, true, {}});
  } else if (mode == Mode::Safe) {
    base::log(base::LogLevel::Warning,
              "safe mode: the company's own fields and entities are left out");
    set_state({stored, false, {}});
  } else {
    try {
      use(stored);
    } catch (const std::exception& error) {
      if (is_outage(error)) throw;
      note_problem(stored, error);
    }
  }
  return model_;
}

bool Customiser::follow() {
  std::unique_lock lock(changing_, std::try_to_lock);
  if (!lock.owns_lock() || mode_ == Mode::Safe) return false;
  std::int64_t version = 0;
  parts_.database.read(
      [&](storage::Transaction& transaction) { version = read_version(transaction); });
  if (version == state()->stored.version) return false;
  auto stored = read();
  try {
    use(stored);
  } catch (const std::exception& error) {
    if (is_outage(error)) throw;
    note_problem(stored, error);
    return false;
  }
  parts_.adopt(model_);
  return true;
}

std::vector<std::string> Customiser::store(const records::Context& context, const Stored& before,
                                           const Edited& edited, const Built& built,
                                           const std::vector<GoneChoice>& gone,
                                           const storage::Work& also) {
  auto made = parts_.database.migrate(built.tables);
  auto worker = context.with_all_rights();
  worker.model = built.model;
  worker.source = "customisation";
  replace_choices(parts_.database, worker, gone);
  parts_.database.write([&](storage::Transaction& transaction) {
    write_stored(transaction, before, edited.document, {context.actor->user, context.now});
    also(transaction);
  });
  model_ = built.model;
  set_state({read(), true, {}});
  parts_.adopt(model_);
  replace_choices(parts_.database, worker, gone);  // of who saved one by the model of before
  return made;
}

Outcome Customiser::change(const records::Context& context, const Edit& change, const Wish& wish) {
  std::lock_guard lock(changing_);
  for (int attempt = 1;; ++attempt) {
    try {
      return change_once(context, change, wish);
    } catch (const Error& error) {  // another process was quicker
      bool again = error.kind == ErrorKind::Stale && !wish.expected_version && attempt < kAttempts;
      if (!again) throw;
    }
  }
}

Outcome Customiser::change_once(const records::Context& context, const Edit& change,
                                const Wish& wish) {
  auto before = read();
  if (wish.expected_version && *wish.expected_version != before.version)
    base::fail(ErrorKind::Stale, "stale");
  auto edited = edit(parts_.shipped, before.document, change);
  auto known = state();
  Outcome outcome;
  outcome.version = before.version;
  // A broken document is no measure of what is stored; the columns' own types still are.
  check_document(parts_.shipped, known->problem.empty() ? before.document : empty_document(),
                 edited.document, parts_.reserved);
  auto names = parts_.shipped.entities();
  outcome.changes = differences(before.document, edited.document, {names.begin(), names.end()});
  bool is_usable = known->is_active && before.version == known->stored.version;
  if (outcome.changes.empty() && is_usable) return outcome;
  auto built = build(edited.document);
  Faults faults;
  auto gone = gone_choices(parts_.database, *model_, *built.model, edited, faults);
  faults.throw_if_any();
  if (wish.trial == Trial::Yes) {
    outcome.made = new_names(parts_.tables(*model_), built.tables);
    return outcome;
  }
  auto also = [&](storage::Transaction& transaction) {
    if (wish.also) wish.also(transaction, outcome.changes);
  };
  outcome.made = store(context, before, edited, built, gone, also);
  outcome.version = state()->stored.version;
  std::string paths;
  for (const auto& each : outcome.changes)
    paths += (paths.empty() ? "" : ", ") + each.path + " " + std::string(each.change);
  base::log(base::LogLevel::Info, "the model was changed",
            {{"version", std::to_string(outcome.version)},
             {"by", context.actor->email},
             {"changes", paths.substr(0, 1'000)}});
  return outcome;
}

}  // namespace rapport::customisation
