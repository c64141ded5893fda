#include "http/live/live_changes.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "http/door.h"
#include "http/live/round.h"
#include "records/history.h"
#include "records/listing.h"

namespace rapport::http {

// The transport's end of a listener.
class LiveChanges::End final : public StreamListener {
 public:
  // `noticed`: the last notice of all when its own were counted.
  End(LiveChanges& owner, ListenerPtr listener, std::int64_t noticed)
      : owner_(owner), listener_(std::move(listener)), noticed_(noticed) {}

  void on_open(std::shared_ptr<StreamSession> session) override {
    listener_->session = std::move(session);
    owner_.enter(listener_, noticed_);
  }
  void on_text(std::string_view text) override { owner_.move(listener_, text); }
  void on_close() override {
    const auto left = owner_.listeners_.remove(listener_);
    if (!left.empty()) owner_.note_who_is_at(left);
  }

 private:
  LiveChanges& owner_;
  ListenerPtr listener_;
  std::int64_t noticed_;
};

LiveChanges::LiveChanges(Services& services)
    : services_(services),
      stays_(*services.database, base::system_clock()),
      presence_(base::system_random().hex(8), storage::kMostTold,
                [this](const std::string& text) { services_.database->tell_others(text); }) {
  services_.database->read([&](storage::Transaction& transaction) {
    position_ = records::last_log_entry(transaction);
    noticed_ = records::last_notice(transaction);
  });
}

std::unique_ptr<StreamListener> LiveChanges::listen(const Call& call) {
  const auto caller = services_.sign_in->authenticate(proof_of(call.request));
  auto listener = std::make_shared<Listener>();
  if (caller) listener->stay = stays_.enter(caller->session, caller->key);
  if (!listener->stay) base::fail(base::ErrorKind::Unauthenticated, "unauthenticated");
  listener->address = proof_of(call.request).address;
  listener->metadata = services_.context(caller->actor, {}).model->schema->version();
  std::int64_t noticed = 0;
  services_.database->read([&](storage::Transaction& transaction) {
    listener->heard = records::last_log_entry(transaction);
    noticed = records::last_notice(transaction).number;
    listener->notices = records::notices_state(transaction, listener->user());
  });
  return std::make_unique<End>(*this, std::move(listener), noticed);
}

// A round that went by while it came in has not told it what it does not know: the next one does.
void LiveChanges::enter(const ListenerPtr& listener, std::int64_t noticed) {
  const auto heard = listener->heard;
  listeners_.add(listener);
  std::lock_guard lock(mutex_);
  if (heard < position_) {
    position_ = heard;
    is_behind_ = true;
  }
  if (noticed < noticed_.number) {
    unsure_.insert(listener->user());
    is_behind_ = true;
  }
}

bool LiveChanges::publish() {
  const auto context = services_.context(nullptr, {});
  Round round(*services_.database, stays_, listeners_, context);
  try {
    std::int64_t from = 0;
    records::NoticeMark noticed;
    std::set<base::Id> unsure;
    bool was_behind = false;
    {
      std::lock_guard lock(mutex_);
      from = position_;
      noticed = noticed_;
      unsure = std::exchange(unsure_, {});
      was_behind = std::exchange(is_behind_, false);
    }
    round.read(from, noticed, std::move(unsure));
    {
      std::lock_guard lock(mutex_);
      if (position_ == from) position_ = round.last();  // else somebody came in meanwhile
      noticed_ = round.noticed();
    }
    const auto& metadata = context.model->schema->version();
    if (round.is_empty() && metadata == metadata_ && !was_behind) return false;
    metadata_ = metadata;
    if (!round.tell()) throw std::runtime_error("not all were told");
    std::lock_guard lock(mutex_);
    is_behind_ = is_behind_ || round.has_more();
  } catch (const std::exception& error) {
    base::log(base::LogLevel::Warning, "live changes were not sent", {{"error", error.what()}});
    std::lock_guard lock(mutex_);
    position_ = std::min(position_, round.from());
    for (const auto& person : round.people_noticed()) unsure_.insert(person);
    is_behind_ = true;
  }
  return round.has_more();
}

void LiveChanges::look() {
  try {
    stays_.look_round();
    const auto directory = services_.context(nullptr, {}).directory;
    for (const auto& person : listeners_.people())
      for (const auto& listener : listeners_.of(person))
        if (!may_stay(*listener, *directory)) listener->session->close(kClosePolicy);
  } catch (const std::exception& error) {
    base::log(base::LogLevel::Warning, "streams were not looked at", {{"error", error.what()}});
  }
  bool is_behind = false;
  {
    std::lock_guard lock(mutex_);
    is_behind = is_behind_;
  }
  if (is_behind) publish();
}

void LiveChanges::tell_notices(const base::Id& user) {
  tell_listeners_of(user);
  services_.database->tell_others(R"({"notices":")" + user.text() + "\"}");
}

void LiveChanges::tell_listeners_of(const base::Id& user) {
  send_notices(*services_.database, listeners_, user);
}

Place LiveChanges::place_of(const Listener& listener, std::string_view text) {
  auto parsed = base::parse_json(text);
  const auto* at = parsed.is_object() ? parsed.get_object().if_contains("at") : nullptr;
  if (!at || !at->is_object()) return {};
  auto context = services_.context(nullptr, {});
  context.actor = stays_.actor_of(*listener.stay, *context.directory);
  if (!context.actor) return {};
  const auto& entity = context.entity(std::string_view(at->at("entity").as_string()));
  auto id = base::Id::parse(std::string_view(at->at("id").as_string()));
  if (!id) return {};
  services_.database->read([&](storage::Transaction& transaction) {
    records::record_json(transaction, context, entity, *id, {"version"});
  });
  const auto* editing = at->get_object().if_contains("editing");
  return {entity.name + "/" + id->text(), editing && editing->is_bool() && editing->get_bool()};
}

void LiveChanges::move(const ListenerPtr& listener, std::string_view text) {
  Place now;
  try {
    now = place_of(*listener, text);
  } catch (const std::exception&) {
    // A record that is not there for this person is no place; neither is nonsense.
  }
  const auto left = listeners_.move(listener, now);
  if (!left) return;
  if (!left->empty()) note_who_is_at(*left);
  if (!now.name.empty()) note_who_is_at(now.name);
}

// Who is at the place on this node has changed.
void LiveChanges::note_who_is_at(const std::string& place) {
  presence_.set(place, listeners_.visitors(place));
  tell_who_is_at(place);
}

void LiveChanges::tell_who_is_at(const std::string& place) {
  const auto there = listeners_.at(place);
  if (there.empty()) return;
  auto people = presence_.elsewhere(place);
  for (const auto& [person, is_editing] : listeners_.visitors(place)) people[person] |= is_editing;
  const auto directory = services_.context(nullptr, {}).directory;
  const auto slash = place.find('/');
  for (const auto& listener : there) {
    std::string out;
    base::JsonWriter json(out);
    json.begin_object().key("here").begin_object();
    json.member("entity", std::string_view(place).substr(0, slash));
    json.member("id", std::string_view(place).substr(slash + 1)).key("people").begin_array();
    for (const auto& [id, is_editing] : people) {
      const auto person = id == listener->user() ? nullptr : directory->actor(id);
      if (!person) continue;
      json.begin_object().member("id", id).member("name", person->name);
      json.member("editing", is_editing).end_object();
    }
    json.end_array().end_object().end_object();
    listener->session->send(std::move(out));
  }
}

// {"notices":"<person>"}, or of presence.h.
void LiveChanges::hear(std::string_view told) {
  constexpr std::string_view kNotices = R"({"notices":")";
  if (told.starts_with(kNotices)) {
    auto user = base::Id::parse(told.substr(kNotices.size(), 36));
    if (user) tell_listeners_of(*user);
    return;
  }
  for (const auto& place : presence_.hear(told, base::system_clock().now())) tell_who_is_at(place);
}

void LiveChanges::speak() {
  for (const auto& place : presence_.speak(base::system_clock().now())) tell_who_is_at(place);
}

}  // namespace rapport::http
