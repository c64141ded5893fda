// Index: search over everything the company has, in any spelling. Follows the main database by its
// change log and answers from a file of its own, which never holds up a writer and may be lost.
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "search/matching.h"

namespace rapport::search {

class Updates;

// What the index's file holds and how.
storage::TextIndexOptions text_options(const std::string& path);

// Threads: safe. Lifetime: within that of the database.
class Index {
 public:
  // `path`: of the index's file, made when it is missing or no longer fits.
  Index(const std::string& path, storage::Database& database,
        std::shared_ptr<const records::Model> model);
  ~Index();

  // Works for about `max_ms`, which covers everything an ordinary save asks for; true when more is
  // waiting. Several processes may do so at a time.
  bool catch_up(std::int64_t max_ms);
  // Brings in what was saved before this call, so that a search after it finds that. Gives up
  // after some 150 ms while much is being saved, after 3 s on a starved machine. Outside of a
  // transaction.
  void follow();

  // Follows another schema from now on. Waits for the step that runs.
  void adopt(std::shared_ptr<const records::Model> model);

  // {"items":[{"entity","id","name","subtitle","matched":{"field","text"} or null}]}, best first.
  // Finds what the actor may read, as far as the index has come. `transaction`: of the main
  // database. Throws: Error{Malformed} for an unknown entity.
  std::string search(storage::Transaction& transaction, const records::Context& context,
                     const SearchRequest& request);

 private:
  void make_anew(std::string_view why);

  storage::Database& database_;
  std::unique_ptr<storage::TextIndex> text_;
  std::unique_ptr<Updates> updates_;
  std::timed_mutex updating_;
  std::atomic<int> hurried_ = 0;  // who waits in follow()
  std::atomic<bool> is_damaged_ = false;
};

}  // namespace rapport::search
