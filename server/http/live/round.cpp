#include "http/live/round.h"

#include <limits>
#include <tuple>
#include <unordered_map>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"

namespace rapport::http {

namespace {
constexpr std::size_t kPrepared = 500;  // are sent together: their sessions are asked in one query
}

bool may_stay(const Listener& listener, const access::DirectorySnapshot& people) {
  if (listener.stay->is_over) return false;
  const auto actor = people.actor(listener.user());
  return actor && (!actor->role || people.is_in_place(*actor->role, listener.address));
}

void send_notices(storage::Database& database, Listeners& listeners, const base::Id& person) {
  const auto all = listeners.of(person);
  if (all.empty()) return;
  records::NoticesState state;
  database.read([&](storage::Transaction& transaction) {
    state = records::notices_state(transaction, person);
  });
  const auto text =
      std::make_shared<const std::string>("{\"notices\":" + std::to_string(state.unread) + "}");
  for (const auto& listener : all)
    if (listeners.takes(*listener, state)) listener->session->send(text);
}

Round::Round(storage::Database& database, access::Stays& stays, Listeners& listeners,
             const records::Context& context)
    : database_(database),
      stays_(stays),
      listeners_(listeners),
      context_(context),
      metadata_(context_.model->schema->version()),
      began_us_(base::system_clock().monotonic_us()) {
  from_ = std::numeric_limits<std::int64_t>::max();  // nothing is read yet
}

void Round::read(std::int64_t from, records::NoticeMark noticed, std::set<base::Id> unsure) {
  from_ = from;
  people_noticed_ = std::move(unsure);
  database_.read([&](storage::Transaction& transaction) {
    noticed_ = noticed;
    news_ = records::news_after(transaction, *context_.model, from, base::limits::kPageMax);
    people_noticed_.merge(records::people_noticed_after(transaction, noticed_));
  });
}

bool Round::tell() {
  bool are_all_told = true;
  for (const auto& person : listeners_.people()) {
    try {
      prepare(person);
      if (prepared_.size() >= kPrepared) send_prepared();
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Warning, "a person was not told", {{"error", error.what()}});
      are_all_told = false;
    }
  }
  send_prepared();
  for (const auto& person : people_noticed_) send_notices(database_, listeners_, person);
  return are_all_told;
}

// What a person's listeners hear: those with the same rights, the same.
void Round::prepare(const base::Id& person) {
  using Rights = std::pair<const access::Role*, bool>;
  std::map<Rights, std::string> heard_with;
  std::unordered_map<const access::Stay*, std::shared_ptr<const access::Actor>> actors;
  for (const auto& listener : listeners_.of(person)) {
    if (!may_stay(*listener, *context_.directory)) {
      listener->session->close(kClosePolicy);
      continue;
    }
    // Of one that has just come in and knows less, the next round begins earlier.
    if (listener->heard < from_) continue;
    const bool knows_schema = listener->metadata == metadata_;
    if (listener->heard >= news_.last && knows_schema) continue;
    auto& actor = actors[listener->stay.get()];
    if (!actor) actor = stays_.actor_of(*listener->stay, *context_.directory);
    if (!actor) continue;
    auto [heard, is_new] =
        heard_with.try_emplace(Rights{actor->role.get(), actor->may_administer});
    if (is_new) {
      context_.actor = actor;
      heard->second = records::heard_by(
          context_, news_, [&](const storage::Work& work) { database_.read(work); });
    }
    auto text = text_of(heard->second, listener->heard);
    if (text || !knows_schema) prepared_.push_back({listener, std::move(text)});
    else listener->heard = news_.last;
  }
}

// Null: it hears of none of them.
StreamText Round::text_of(const std::string& heard, std::int64_t after) {
  auto [text, is_new] = texts_.try_emplace({heard, after});
  if (!is_new) return text->second;
  bool hears = false;
  for (std::size_t i = 0; i < heard.size() && !hears; ++i)
    hears = heard[i] == '1' && news_.changes[i].number > after;
  if (hears)
    text->second =
        std::make_shared<const std::string>(records::news_text(news_, heard, after, metadata_));
  return text->second;
}

void Round::send_prepared() {
  const auto prepared = std::exchange(prepared_, {});
  std::vector<access::StayPtr> stays;
  for (const auto& [listener, text] : prepared)
    if (stays.empty() || stays.back() != listener->stay) stays.push_back(listener->stay);
  stays_.look(stays, began_us_);
  StreamText of_schema;
  for (const auto& [listener, text] : prepared) {
    if (listener->stay->is_over) {
      listener->session->close(kClosePolicy);
      continue;
    }
    if (!text && !of_schema)
      of_schema = std::make_shared<const std::string>(records::news_text(
          news_, std::string(news_.changes.size(), '0'), 0, metadata_));
    listener->session->send(text ? text : of_schema);
    listener->heard = news_.last;
    listener->metadata = metadata_;
  }
}

}  // namespace rapport::http
