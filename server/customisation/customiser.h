// Customiser: changes the model of a running company: edits the document, checks all of it, makes
// what is missing in the database, stores it, and hands the new model over. Requests in flight keep
// the one they began with. Why so: docs/decisions/0015.
#pragma once
#include <functional>
#include <mutex>
#include <set>

#include "customisation/choices.h"
#include "customisation/shipped.h"
#include "customisation/store.h"
#include "records/model.h"
#include "storage/database.h"

namespace rapport::customisation {

using ModelPtr = std::shared_ptr<const records::Model>;

// What the customiser does not know how to do itself. Lifetime: longer than its own.
struct CustomiserParts {
  storage::Database& database;
  const Shipped& shipped;
  std::set<std::string> reserved;  // names that no entity may have
  // A model of these files, with its words. Throws: Error{Internal, "bad_schema"}.
  std::function<ModelPtr(const std::vector<schema::SourceFile>&)> make_model;
  // All tables that are stored beside each other when that is the model.
  std::function<std::vector<const storage::Table*>(const records::Model&)> tables;
  // From now on new work begins with this model.
  std::function<void(ModelPtr)> adopt;
};

enum class Mode { Usual, Safe };  // Safe: starts with the shipped model alone
enum class Trial { No, Yes };     // Yes: tells what would happen, and does nothing

struct Wish {
  std::optional<std::int64_t> expected_version;
  Trial trial = Trial::No;
  // Done in the transaction that stores the change: what is told of it.
  std::function<void(storage::Transaction&, const std::vector<Difference>&)> also = {};
};

struct Outcome {
  std::int64_t version = 0;
  std::vector<Difference> changes;
  std::vector<std::string> made;  // tables, columns, indexes; of a trial: that would be
};

struct State {
  Stored stored;
  bool is_active = true;  // false: in safe mode, or because the document is broken
  std::string problem;    // why it is broken
};

// Threads: safe; edits come one after another.
class Customiser {
 public:
  explicit Customiser(CustomiserParts parts) : parts_(std::move(parts)) {}

  // The model to begin with; creates what is missing in the database. A stored document that cannot
  // be used is told in the log, and the shipped model serves. Not after adopt() was called.
  ModelPtr open(Mode mode);
  std::shared_ptr<const State> state() const;
  // `context`: of the administrator who asks. Throws: Error{Stale} for another version than
  // expected, {Invalid} with all that is wrong, {NotFound}, {Malformed}.
  Outcome change(const records::Context& context, const Edit& edit, const Wish& wish);
  // Takes over what another process has changed; whether it did. Returns at once while a change
  // runs here. Cost: one small query.
  bool follow();

 private:
  struct Built {
    ModelPtr model;
    std::vector<const storage::Table*> tables;
  };
  Built build(const Document& document) const;
  void use(const Stored& stored);
  void note_problem(const Stored& stored, const std::exception& error);
  Stored read() const;
  std::vector<std::string> store(const records::Context& context, const Stored& before,
                                 const Edited& edited, const Built& built,
                                 const std::vector<GoneChoice>& gone,
                                 const storage::Work& also);
  void set_state(State state);
  Outcome change_once(const records::Context& context, const Edit& edit, const Wish& wish);

  CustomiserParts parts_;
  std::mutex changing_;  // held by who makes a new model
  ModelPtr model_;       // under changing_
  schema::SchemaPtr shipped_schema_;
  mutable std::mutex state_mutex_;
  std::shared_ptr<const State> state_ = std::make_shared<const State>();
  Mode mode_ = Mode::Usual;
};

}  // namespace rapport::customisation
