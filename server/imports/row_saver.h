// RowSaver: one row → one record: links found, the record that it is already found or made, the
// ledger kept. Works inside the transaction it is given and leaves its roll-back to the caller.
#pragma once
#include <variant>

#include "imports/links/link_resolver.h"
#include "imports/matcher.h"
#include "imports/state.h"

namespace rapport::imports {

enum class RowOutcome {
  Created,
  Updated,
  Unchanged,
  Skipped,
  Failed,
  Deferred,  // it names a record of its own entity that is not there yet
};

struct SaveRules {
  base::Id import;
  Duplicates duplicates = Duplicates::Automatic;
  CreateLinked create_linked = CreateLinked::No;
};

class RowSaver {
 public:
  RowSaver(const records::Context& context, const RowPlan& plan,
           const std::vector<std::string>& match, const SaveRules& rules);

  // What is wrong is added to the row's faults. Throws: Error{Internal}, {Unavailable} when the
  // import cannot go on.
  RowOutcome save(records::RecordService& service, PreparedRow& row);
  // After a transaction that was rolled back: what was learnt in it is not so.
  void forget();

 private:
  bool resolve_links(records::RecordService& service, PreparedRow& row);
  void take_link(PreparedRow& row, const LinkCell& link, const records::Reference& found);
  RowOutcome save_found(records::RecordService& service, PreparedRow& row);
  RowOutcome create(records::RecordService& service, PreparedRow& row);
  RowOutcome update(records::RecordService& service, PreparedRow& row,
                    const Matcher::Match& match);
  void add_defaults(records::RecordService& service, PreparedRow& row);
  void learn(const records::Record& record);
  void note_made(records::RecordService& service);

  const schema::EntityDef& entity_;
  const RowPlan& plan_;
  SaveRules rules_;
  Matcher matcher_;
  LinkResolver links_;
  std::vector<records::Record> made_;  // linked records of the row at hand
  bool links_to_itself_;
};

}  // namespace rapport::imports
