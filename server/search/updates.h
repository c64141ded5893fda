// Updates: brings the index up to the state of the main database in small steps: what the change
// log says since the cursor, then what was never indexed, newest rows first. Each step is whole or
// absent, and carries its cursor with it: a crash repeats a step at worst, and skips none.
#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <set>

#include "search/documents.h"

namespace rapport::search {

// Threads: one at a time.
class Updates {
 public:
  Updates(storage::Database& database, std::shared_ptr<const records::Model> model,
          storage::TextIndex& index)
      : database_(database), model_(std::move(model)), index_(index) {}

  // False when there is nothing left to do. Cost: some 100 ms at most. Throws: TextIndexDamaged.
  bool step();
  // The last entry of the change log that is in the index. Threads: safe.
  std::int64_t followed() const { return followed_; }
  // What is remembered of the index no longer holds.
  void forget() { is_loaded_ = false; }
  // Goes on by another schema: what it has more is indexed, from the oldest record on.
  void adopt(std::shared_ptr<const records::Model> model) {
    model_ = std::move(model);
    forget();
  }

 private:
  struct LogTail {
    std::int64_t cursor = 0;
    base::Id mark;
    std::map<std::string, std::vector<base::Id>> changed;   // by entity
    std::map<std::string, std::vector<base::Id>> renamed;
    bool is_empty() const { return changed.empty() && cursor == 0; }
  };
  // Rows whose documents hold the name of a record that was renamed.
  struct Dependents {
    std::string entity;
    std::vector<std::int64_t> rids;
  };

  bool load();
  void start_anew();
  bool is_log_of(const Plan& plan);
  LogTail read_log(storage::Transaction& transaction);
  bool follow();
  void find_dependents(storage::Transaction& transaction, const LogTail& tail);
  bool refresh_dependents();
  bool build();
  bool compact();
  void take(storage::TextBatch& batch, const IndexedEntity& indexed, ReadDocuments documents);
  void remove_missing(storage::TextBatch& batch, const std::string& entity,
                      const std::vector<base::Id>& ids, const std::vector<base::Id>& met);
  bool store(storage::TextBatch batch, Plan next);

  storage::Database& database_;
  std::shared_ptr<const records::Model> model_;
  storage::TextIndex& index_;
  Tokenizer tokenizer_;
  bool is_loaded_ = false;
  std::string stored_;  // the plan as it stands in the index
  Plan plan_;
  std::atomic<std::int64_t> followed_ = 0;
  std::vector<Dependents> dependents_;
  LogTail pending_;     // whose dependents those are; its cursor is stored after them
};

}  // namespace rapport::search
