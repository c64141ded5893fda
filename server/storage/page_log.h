// Page log: what commits change of a database that is a file, page by page, for whoever keeps it
// beside a copy of the file: by the two one comes to any moment since.
// Not here: where it is kept (backup/moments).
#pragma once
#include <memory>
#include <string_view>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::storage {

// Takes the changes, on one thread at a time. What it throws breaks the chain: it begins anew then.
class PageSink {
 public:
  virtual ~PageSink() = default;
  // From here on everything comes. Called first, whenever changes may have been missed, and when it
  // was asked for.
  virtual void begin(base::Instant at) = 0;
  // A page as it is after some commits, by its number from 1; in their order, each once, up to
  virtual void page(std::int64_t number, std::string_view bytes) = 0;
  // the end of these commits: all until `seen` are in it, and none after `at`. `pages`: how many
  // the file has.
  virtual void commit(base::Instant seen, base::Instant at, std::int64_t pages) = 0;
  // Called each second, whether something has changed or not.
  virtual void rest(base::Instant now) = 0;
  virtual bool wants_new_beginning() = 0;
};

// Each second, and before anything is brought from the log into the file, what has been committed
// since goes to the sink; null ends that. False: this engine keeps its changes itself.
// Throws: Error{Unavailable}: another process keeps them.
bool keep_pages(Database& database, std::shared_ptr<PageSink> sink);

// What a database is besides, if keep_pages() is to work.
class PageKeeping {
 public:
  virtual ~PageKeeping() = default;
  virtual void keep_pages(std::shared_ptr<PageSink> sink) = 0;
};

}  // namespace rapport::storage
