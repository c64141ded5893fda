// RecordService: THE pipeline every change of a record goes through, whoever asks: REST, import,
// rules, actions. Lives as long as one piece of work in one write transaction.
#pragma once
#include <functional>

#include "records/changes.h"
#include "records/duplicates.h"
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

enum class OnDuplicate { Report, Create, Skip, Update };

struct SaveOptions {
  std::optional<std::int64_t> expected_version;
  OnDuplicate on_duplicate = OnDuplicate::Report;
  bool warn_of_duplicates = true;
};

enum class Outcome { Created, Updated, Unchanged, Skipped };

struct Saved {
  Record record;
  Outcome outcome;
};

class RecordService {
 public:
  RecordService(storage::Transaction& transaction, const Context& context)
      : transaction_(transaction), context_(context) {}

  // Throws: Error{Invalid} with all wrong fields, {Duplicate} with candidates, {Forbidden}.
  Saved create(const schema::EntityDef& entity, const Changes& changes,
               const SaveOptions& options = {});
  // Throws: also Error{NotFound}, and {Stale} with the current record and the fields in conflict.
  Saved update(const schema::EntityDef& entity, const base::Id& id, const Changes& changes,
               const SaveOptions& options = {});
  // Live records that would look like this one after the changes; without an id, like a new one.
  // Nothing is checked but the rights to see them, nothing is written. Throws: Error{NotFound}.
  std::vector<Candidate> find_twins(const schema::EntityDef& entity,
                                    const std::optional<base::Id>& id, const Changes& changes);
  // Into the recycle bin, out of it, and for good (by who may delete everybody's; from the bin or
  // at once).
  void remove(const schema::EntityDef& entity, const base::Id& id,
              std::optional<std::int64_t> expected_version = {});
  void restore(const schema::EntityDef& entity, const base::Id& id);
  void purge(const schema::EntityDef& entity, const base::Id& id);

  // Within the actor's rights to `action`. Throws: Error{NotFound}, {Forbidden}.
  Record load(const schema::EntityDef& entity, const base::Id& id, access::Action action);
  // Whatever the rights; nothing when it is not there or in the bin.
  std::optional<Record> find(const schema::EntityDef& entity, const base::Id& id);
  // The live record whose field has this value, whatever the rights.
  std::optional<Record> find_by(const schema::EntityDef& entity, std::string_view field,
                                const schema::Cell& value);
  // Changes made by a rule: through the pipeline, with history, but past the actor's rights and
  // read-only marks.
  Record change(const schema::EntityDef& entity, const base::Id& id,
                const std::function<void(Record&)>& edit);
  // Fields the program keeps for lists (last touch, next activity): no version, no history.
  void set_quietly(const schema::EntityDef& entity, const base::Id& id,
                   std::vector<storage::Assignment> values);

  storage::Transaction& transaction() const { return transaction_; }
  const Context& context() const { return context_; }

 private:
  Record start_new(const schema::EntityDef& entity, const Changes& changes);
  void check_version(const Record& record, const Changes& changes, const SaveOptions& options);
  void insert(Record& record);
  void store(Record& record, const Record& before);
  Saved finish_update(Record record, const Record& before, const Changes& changes);
  void clear_links_to(const schema::EntityDef& entity, const base::Id& id);
  void log(const Record& record, std::string_view kind, std::string changes_json = {});

  storage::Transaction& transaction_;
  const Context& context_;
};

}  // namespace rapport::records
