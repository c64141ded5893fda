// Views: who looked at which records, and from where changes came. This is far more frequent than
// everything else that is told, so it waits in memory, and a thread behind the requests writes what
// came together in a second: a crash loses that second, and nothing of what was changed or taken
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
  static constexpr base::Instant kSameUs = 10 * 60'000'000ll;
  static constexpr std::size_t kMostWaiting = 200'000;
  static constexpr std::size_t kRemembered = 1 << 17;
  static constexpr std::size_t kRecordsOfEntry = 500;
  // A person who opens more in a second does not look at each: they stand in one entry.
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

  // Writes what waits, and raises alarms. To be called each second, and at the end.
  void flush();

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
  std::vector<base::Id> due_for_alarms(const std::vector<Entry>& entries, base::Instant now);

  storage::Database& database_;
  base::Clock& clock_;
  OnAlarm on_alarm_;
  std::mutex mutex_;
  std::vector<View> waiting_;
  std::int64_t lost_ = 0;  // since the last flush: more than kMostWaiting
  // What was seen when, each in the place of its hash; another one may take it.
  struct Seen {
    std::size_t what = 0;
    base::Instant at = 0;
  };
  std::vector<Seen> seen_ = std::vector<Seen>(kRemembered);
  std::unordered_map<std::string, PlacePtr> places_;

  std::mutex flush_mutex_;
  // Who has looked at something since alarms were thought of, and when that was.
  std::map<base::Id, base::Instant> watched_;
};

}  // namespace rapport::audit
