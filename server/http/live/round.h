// Round: one telling of what was committed since the last one: read once, seen by each person and
// role once, rendered once for all who hear the same, sent to each listener.
// Not here: when there is one, and who listens (live_changes.h, listeners.h).
#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "http/live/listeners.h"
#include "records/requests/feed.h"
#include "records/notices/notices.h"

namespace rapport::http {

// Whether it may go on to hear: its session or key has not ended as far as is known, its person may
// act, and from where it came its role works.
bool may_stay(const Listener& listener, const access::DirectorySnapshot& people);

// Tells a person's listeners how many notices are unread, if that is new to them.
void send_notices(storage::Database& database, Listeners& listeners, const base::Id& person);

class Round {
 public:
  // `context` is of the moment, its actor nobody. Lifetime: all outlive it.
  Round(storage::Database& database, access::Stays& stays, Listeners& listeners,
        const records::Context& context);

  // What was committed after an entry of the log and after a notice. `unsure`: people whose notices
  // are looked at anyway. Cost: a few queries.
  void read(std::int64_t from, records::NoticeMark noticed, std::set<base::Id> unsure);
  bool is_empty() const { return news_.changes.empty() && people_noticed_.empty(); }
  std::int64_t from() const { return from_; }
  std::int64_t last() const { return news_.last; }
  bool has_more() const { return news_.has_more; }
  const records::NoticeMark& noticed() const { return noticed_; }
  const std::set<base::Id>& people_noticed() const { return people_noticed_; }

  // Nobody is told of what was committed after his session or key had ended. False: not all were
  // told, which is logged; those who were have it in Listener::heard.
  bool tell();

 private:
  struct Telling {
    ListenerPtr listener;
    StreamText text;
  };
  void prepare(const base::Id& person);
  void send_prepared();
  StreamText text_of(const std::string& heard, std::int64_t after);

  storage::Database& database_;
  access::Stays& stays_;
  Listeners& listeners_;
  records::Context context_;
  const std::string& metadata_;
  std::int64_t began_us_;
  std::int64_t from_ = 0;
  records::News news_;
  records::NoticeMark noticed_;
  std::set<base::Id> people_noticed_;
  // By what is heard of, and after which entry.
  std::map<std::pair<std::string, std::int64_t>, StreamText> texts_;
  std::vector<Telling> prepared_;
};

}  // namespace rapport::http
