#include "upgrades/upgrade.h"

#include <algorithm>
#include <stdexcept>

#include "base/log.h"

namespace rapport::upgrades {

using storage::Assignment;
using storage::Transaction;

namespace {

std::int64_t last_number(const std::vector<Step>& steps) {
  return steps.empty() ? 0 : steps.back().number;
}

void update_row(Transaction& transaction, std::int64_t row, std::vector<Assignment> values) {
  storage::Update update;
  update.table = &upgrades_table();
  update.values = std::move(values);
  update.where = storage::compare("rid", storage::Test::Equal, row);
  transaction.update(update);
}

std::vector<Assignment> words_of(const Schema& schema) {
  return {{"number", schema.number}, {"digest", schema.digest}, {"rapport", schema.rapport}};
}

// One upgrade on its way. Everything it knows of how far it is stands in its row.
class Work {
 public:
  explicit Work(const Order& order)
      : order_(order),
        ours_{last_number(order.steps), digest_of(order.shipped), order.rapport},
        knows_itself_(order.there.contains(upgrades_table().name)) {
    if (knows_itself_) state_ = read_state(order_.database);
  }

  Outcome run() {
    check();
    if (order_.there.empty()) {
      note_new();
      return {};
    }
    withdraw_what_never_began();
    if (!state_.announced && is_there()) return {};
    outcome_ = {true, before(), ours_, {}};
    reached_ = state_.announced ? state_.announced->step : outcome_.before.number;
    if (state_.announced) go_on();
    else
      begin();
    order_.database.migrate(order_.shipped);
    do_steps();
    finish();
    return outcome_;
  }

 private:
  Schema before() const { return state_.done ? state_.done->to : Schema{}; }
  bool is_there() const {
    return before().number == ours_.number && before().digest == ours_.digest;
  }
  bool has_steps() const { return reached_ < ours_.number; }

  void check() const {
    if (is_newer(before(), ours_)) refuse_newer(before(), ours_);
    const auto& announced = state_.announced;
    if (announced && announced->began_at && is_newer(announced->to, ours_))
      refuse_newer(announced->to, ours_);
  }

  std::int64_t insert(const std::string& backup, bool begins, bool is_done) {
    storage::Insert insert;
    insert.table = &upgrades_table();
    insert.values = words_of(ours_);
    const auto now = order_.clock.now();
    insert.values.push_back({"step", reached_});
    insert.values.push_back({"announced_at", now});
    if (!backup.empty()) insert.values.push_back({"backup", backup});
    if (begins) insert.values.push_back({"began_at", now});
    if (is_done) insert.values.push_back({"done_at", now});
    std::int64_t row = 0;
    order_.database.write([&](Transaction& transaction) { row = transaction.insert(insert); });
    return row;
  }

  // What is made from now on is made by this program.
  void note_new() {
    order_.database.migrate({&upgrades_table()});
    reached_ = ours_.number;
    insert({}, true, true);
  }

  // One that was only announced has changed nothing, whoever it was.
  void withdraw_what_never_began() {
    if (!state_.announced || state_.announced->began_at) return;
    withdraw(state_.announced->row);
    state_.announced.reset();
  }

  void withdraw(std::int64_t row) {
    storage::Delete remove;
    remove.table = &upgrades_table();
    remove.where = storage::compare("rid", storage::Test::Equal, row);
    order_.database.write([&](Transaction& transaction) { transaction.remove(remove); });
  }

  // Others hear of it before the copy is made, so that it has all they did. A database that does
  // not know of upgrades has no others that could hear.
  void begin() {
    std::int64_t row = 0;
    if (has_steps() && knows_itself_) row = insert({}, false, false);
    try {
      if (has_steps()) order_.be_alone();
      outcome_.backup = order_.backup(outcome_.before);
    } catch (const std::exception&) {
      if (row != 0) withdraw(row);
      throw;
    }
    base::log(base::LogLevel::Info, "the database is being upgraded",
              {{"schema", std::to_string(ours_.number)}, {"backup", outcome_.backup}});
    if (row == 0) {
      order_.database.migrate({&upgrades_table()});
      row_ = insert(outcome_.backup, true, false);
      return;
    }
    row_ = row;
    order_.database.write([&](Transaction& transaction) {
      update_row(transaction, row_,
                 {{"began_at", order_.clock.now()}, {"backup", outcome_.backup}});
    });
  }

  // The copy is that of the beginning: by now the database is neither this nor that.
  void go_on() {
    row_ = state_.announced->row;
    outcome_.backup = state_.announced->backup;
    if (has_steps()) order_.be_alone();
    base::log(base::LogLevel::Warning, "an upgrade that was broken off is gone on with",
              {{"schema", std::to_string(ours_.number)}, {"backup", outcome_.backup}});
    order_.database.write(
        [&](Transaction& transaction) { update_row(transaction, row_, words_of(ours_)); });
  }

  const storage::Table& table(std::string_view name) const {
    for (const auto* table : order_.shipped)
      if (table->name == name) return *table;
    throw std::logic_error("a step changes a table that there is not: " + std::string(name));
  }

  void do_steps() {
    for (const auto& step : order_.steps) {
      if (step.number <= reached_) continue;
      order_.database.write([&](Transaction& transaction) {
        step.run(transaction, [this](std::string_view name) -> auto& { return table(name); });
        update_row(transaction, row_, {{"step", step.number}});
      });
      base::log(base::LogLevel::Info, "a step of the upgrade is done",
                {{"step", std::to_string(step.number)}, {"what", std::string(step.what)}});
    }
  }

  void finish() {
    order_.database.write([&](Transaction& transaction) {
      update_row(transaction, row_, {{"done_at", order_.clock.now()}});
      if (order_.also) order_.also(transaction, outcome_);
    });
    base::log(base::LogLevel::Info, "the database is upgraded",
              {{"schema", std::to_string(ours_.number)}, {"rapport", ours_.rapport}});
  }

  const Order& order_;
  const Schema ours_;
  const bool knows_itself_;
  State state_;
  Outcome outcome_;
  std::int64_t reached_ = 0, row_ = 0;
};

}  // namespace

void refuse_newer(const Schema& theirs, const Schema& ours) {
  base::Error error(base::ErrorKind::Invalid, "newer_schema");
  error.arguments = {{"theirs", theirs.rapport},
                     {"their_schema", std::to_string(theirs.number)},
                     {"ours", ours.rapport},
                     {"our_schema", std::to_string(ours.number)}};
  throw error;
}

Outcome bring_up(const Order& order) { return Work(order).run(); }

bool is_left_behind(storage::Database& database, const std::vector<Step>& steps) {
  auto state = read_state(database);
  const auto ours = last_number(steps);
  return (state.done && state.done->to.number > ours) ||
         (state.announced && state.announced->to.number > ours);
}

}  // namespace rapport::upgrades
