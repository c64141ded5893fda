#include "http/live/live_changes.h"

#include <map>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/log.h"
#include "http/door.h"
#include "records/history.h"
#include "records/listing.h"
#include "records/notices/notices.h"

namespace rapport::http {

struct LiveChanges::Listener {
  std::shared_ptr<const access::Actor> actor;
  std::shared_ptr<StreamSession> session;
  std::string cookie, key, address;  // by which it came in
  std::string cursor, metadata;
  records::NoticesState notices;
  std::string place;  // "contacts/<id>"; empty: at no record. Guarded by the owner's mutex.
  bool is_editing = false;
  bool closed = false;
};

// The transport's end of a listener.
class LiveChanges::End final : public StreamListener {
 public:
  End(LiveChanges& owner, std::shared_ptr<Listener> listener)
      : owner_(owner), listener_(std::move(listener)) {}

  void on_open(std::shared_ptr<StreamSession> session) override {
    std::lock_guard lock(owner_.mutex_);
    listener_->session = std::move(session);
    owner_.listeners_.insert(listener_);
  }
  void on_text(std::string_view text) override { owner_.move(*listener_, text); }
  void on_close() override {
    std::string left;
    {
      std::lock_guard lock(owner_.mutex_);
      listener_->closed = true;
      owner_.listeners_.erase(listener_);
      left = listener_->place;
    }
    if (!left.empty()) owner_.note_who_is_at(left);
  }

 private:
  LiveChanges& owner_;
  std::shared_ptr<Listener> listener_;
};

namespace {

std::string changes_since(Services& services, const std::shared_ptr<const access::Actor>& actor,
                          const std::string& cursor) {
  auto context = services.context(actor, {});
  std::string page;
  services.database->read([&](storage::Transaction& transaction) {
    page = records::changes_page(transaction, context, cursor, base::limits::kPageMax);
  });
  return page;
}

}  // namespace

LiveChanges::LiveChanges(Services& services)
    : services_(services),
      presence_(base::system_random().hex(8), storage::kMostTold,
                [this](const std::string& text) { services_.database->tell_others(text); }) {}

std::unique_ptr<StreamListener> LiveChanges::listen(const Call& call) {
  auto proof = proof_of(call.request);
  auto listener = std::make_shared<Listener>();
  listener->cookie = proof.cookie;
  listener->key = proof.key;
  listener->address = proof.address;
  auto page = base::parse_json(changes_since(services_, call.context.actor, ""));
  listener->cursor = std::string(page.at("next").as_string());
  listener->metadata = std::string(page.at("metadata").as_string());
  services_.database->read([&](storage::Transaction& transaction) {
    listener->notices = records::notices_state(transaction, call.context.actor->user);
  });
  listener->actor = call.context.actor;
  return std::make_unique<End>(*this, std::move(listener));
}

bool LiveChanges::renew(Listener& listener) {
  std::optional<access::Caller> caller;
  try {
    caller = services_.sign_in->authenticate({listener.cookie, listener.key, listener.address});
  } catch (const base::Error& error) {
    if (error.kind != base::ErrorKind::Forbidden) throw;  // from elsewhere than the role works from
  }
  if (!caller) {
    listener.session->close(kClosePolicy);
    return false;
  }
  listener.actor = caller->actor;
  return true;
}

void LiveChanges::send_news(Listener& listener) {
  if (!renew(listener)) return;
  auto page = changes_since(services_, listener.actor, listener.cursor);
  auto parsed = base::parse_json(page);
  listener.cursor = std::string(parsed.at("next").as_string());
  std::string metadata(parsed.at("metadata").as_string());
  bool is_news = !parsed.at("items").as_array().empty() || metadata != listener.metadata;
  listener.metadata = std::move(metadata);
  if (is_news) listener.session->send(std::move(page));
  send_notices(listener);
}

void LiveChanges::send_notices(Listener& listener) {
  records::NoticesState state;
  services_.database->read([&](storage::Transaction& transaction) {
    state = records::notices_state(transaction, listener.actor->user);
  });
  {
    std::lock_guard lock(mutex_);
    if (state == listener.notices) return;
    listener.notices = state;
  }
  listener.session->send("{\"notices\":" + std::to_string(state.unread) + "}");
}

void LiveChanges::tell_notices(const base::Id& user) {
  tell_listeners_of(user);
  services_.database->tell_others(R"({"notices":")" + user.text() + "\"}");
}

void LiveChanges::tell_listeners_of(const base::Id& user) {
  for (const auto& listener : all())
    if (listener->actor->user == user) send_notices(*listener);
}

namespace {

struct Place {
  std::string name;  // "contacts/<id>"; empty: none
  bool is_editing = false;
};

// Where a client says it is, if its person may see that record.
Place place_of(Services& services, const std::shared_ptr<const access::Actor>& actor,
               std::string_view text) {
  auto parsed = base::parse_json(text);
  const auto* at = parsed.is_object() ? parsed.get_object().if_contains("at") : nullptr;
  if (!at || !at->is_object()) return {};
  auto context = services.context(actor, {});
  const auto& entity = context.entity(std::string_view(at->at("entity").as_string()));
  auto id = base::Id::parse(std::string_view(at->at("id").as_string()));
  if (!id) return {};
  services.database->read([&](storage::Transaction& transaction) {
    records::record_json(transaction, context, entity, *id, {"version"});
  });
  const auto* editing = at->get_object().if_contains("editing");
  return {entity.name + "/" + id->text(), editing && editing->is_bool() && editing->get_bool()};
}

}  // namespace

void LiveChanges::move(Listener& listener, std::string_view text) {
  Place now;
  try {
    now = place_of(services_, listener.actor, text);
  } catch (const std::exception&) {
    // A record that is not there for this person is no place; neither is nonsense.
  }
  std::string left;
  {
    std::lock_guard lock(mutex_);
    if (listener.closed || (now.name == listener.place && now.is_editing == listener.is_editing))
      return;
    if (now.name != listener.place) left = listener.place;
    listener.place = now.name;
    listener.is_editing = now.is_editing;
  }
  if (!left.empty()) note_who_is_at(left);
  if (!now.name.empty()) note_who_is_at(now.name);
}

// Who is at the place on this node has changed.
void LiveChanges::note_who_is_at(const std::string& place) {
  Visitors here;
  {
    std::lock_guard lock(mutex_);
    for (const auto& listener : listeners_)
      if (listener->place == place) here[listener->actor->user] |= listener->is_editing;
  }
  presence_.set(place, here);
  tell_who_is_at(place);
}

void LiveChanges::tell_who_is_at(const std::string& place) {
  auto people = presence_.elsewhere(place);
  std::vector<std::shared_ptr<Listener>> there;
  std::lock_guard lock(mutex_);
  for (const auto& listener : listeners_) {
    if (listener->place != place) continue;
    there.push_back(listener);
    people[listener->actor->user] |= listener->is_editing;
  }
  if (there.empty()) return;
  const auto directory = services_.context(there.front()->actor, {}).directory;
  const auto slash = place.find('/');
  for (const auto& listener : there) {
    std::string out;
    base::JsonWriter json(out);
    json.begin_object().key("here").begin_object();
    json.member("entity", std::string_view(place).substr(0, slash));
    json.member("id", std::string_view(place).substr(slash + 1)).key("people").begin_array();
    for (const auto& [id, is_editing] : people) {
      const auto person = id == listener->actor->user ? nullptr : directory->actor(id);
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

std::vector<std::shared_ptr<LiveChanges::Listener>> LiveChanges::all() const {
  std::lock_guard lock(mutex_);
  return {listeners_.begin(), listeners_.end()};
}

void LiveChanges::publish() {
  for (const auto& listener : all()) {
    try {
      send_news(*listener);
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Warning, "live changes were not sent", {{"error", error.what()}});
    }
  }
}

void LiveChanges::close_ended() {
  for (auto& listener : all()) {
    try {
      renew(*listener);
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Warning, "a stream was not looked at", {{"error", error.what()}});
    }
  }
}

}  // namespace rapport::http
