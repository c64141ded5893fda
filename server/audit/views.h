// Views: who looked at which records, and from where changes came. This is far more frequent than
// everything else that is told, so it waits in memory, and a thread behind the requests writes what
// came together: a crash loses kLongestUs of views, and nothing of what was changed or taken
// out. Who looks at the same again within kSameUs is not told again: a screen asks for what it
// shows whenever something changes.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "audit/alarms.h"

namespace rapport::audit {

// Who looks, and from where. Lifetime: the call.
struct Visitor {
  base::Id person;
  std::string_view address, agent;
};

// Threads: safe. Lifetime: the database and the clock outlive it.
class Views {
 public:
  // A commit makes SQLite's readers forget the pages they have in memory: 20 ms of both processors
  // of a small machine. Where nobody else commits, looking alone does so this often.
  static constexpr base::Instant kLongestUs = 5'000'000;
  static constexpr base::Instant kSameUs = 10 * 60'000'000ll;
  static constexpr std::size_t kMostWaiting = 200'000;
  static constexpr std::size_t kRemembered = 1 << 17;
  static constexpr std::size_t kRecordsOfEntry = 500;
  // A person who opens more in kLongestUs does not look at each: they stand in one entry.
  static constexpr std::size_t kOneByOne = 20;

  Views(storage::Database& database, base::Clock& clock, OnAlarm on_alarm)
      : database_(database), clock_(clock), on_alarm_(std::move(on_alarm)) {}

  // Cost: a look-up and a place in a list.
  void opened(const Visitor& visitor, std::string_view entity, const base::Id& record);

  // `asked`: what makes it another list, as a JSON object (filter, words); `page`: which part.
  void listed(const Visitor& visitor, std::string_view entity, std::string asked,
              std::string_view page, std::int64_t records);

  // A call changed something at `at`, the instant that its changes have.
  void called(const Visitor& visitor, base::Instant at);

  // Writes what waits, and raises alarms.
  void flush();
  // The same when something has waited long enough, or something was changed. To be called each
  // second.
  void flush_if_due();

 private:
  struct Place {
    std::string address, agent;
  };
  using PlacePtr = std::shared_ptr<const Place>;
  struct View {
    base::Instant at;
    base::Id person, record;  // record: nil for a list, or for a call, which has no entity either
    std::string entity, asked;
    std::int64_t records;
    PlacePtr place;
  };
  bool is_new(std::size_t what, base::Instant now);
  PlacePtr place_of(const Visitor& visitor);
  void add(View view);
  static std::vector<Entry> entries_of(std::vector<View> views);
  void watch(const std::vector<Entry>& entries, base::Instant now);

  storage::Database& database_;
  base::Clock& clock_;
  OnAlarm on_alarm_;
  std::mutex mutex_;
  std::vector<View> waiting_;
  std::int64_t lost_ = 0;  // since the last flush: more than kMostWaiting
  base::Instant due_ = 0;  // when what waits is to be written; 0: nothing waits
  // What was seen when, each in the place of its hash; another one may take it.
  struct Seen {
    std::size_t what = 0;
    base::Instant at = 0;
  };
  std::vector<Seen> seen_ = std::vector<Seen>(kRemembered);
  std::unordered_map<std::string, PlacePtr> places_;

  std::mutex flush_mutex_;
  // Who has looked at something within the hour.
  struct Watched {
    base::Instant last = 0;  // when he was seen to look
    base::Instant due = 0;   // when alarms have to be thought of; 0: nothing came since they were
    Tally tally;
  };
  std::map<base::Id, Watched> watched_;
};

}  // namespace rapport::audit
