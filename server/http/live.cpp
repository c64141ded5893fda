#include "http/live.h"

#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/log.h"
#include "records/history.h"

namespace rapport::http {

struct LiveChanges::Listener {
  std::shared_ptr<const access::Actor> actor;
  std::shared_ptr<StreamSession> session;
  std::string cursor, metadata;
  bool closed = false;
};

// The transport's end of a listener.
class LiveChanges::Door final : public StreamListener {
 public:
  Door(LiveChanges& owner, std::shared_ptr<Listener> listener)
      : owner_(owner), listener_(std::move(listener)) {}

  void on_open(std::shared_ptr<StreamSession> session) override {
    std::lock_guard lock(owner_.mutex_);
    listener_->session = std::move(session);
    owner_.listeners_.insert(listener_);
  }
  void on_text(std::string_view) override {}
  void on_close() override {
    std::lock_guard lock(owner_.mutex_);
    listener_->closed = true;
    owner_.listeners_.erase(listener_);
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

std::unique_ptr<StreamListener> LiveChanges::listen(std::shared_ptr<const access::Actor> actor) {
  auto listener = std::make_shared<Listener>();
  auto page = base::parse_json(changes_since(services_, actor, ""));
  listener->cursor = std::string(page.at("next").as_string());
  listener->metadata = std::string(page.at("metadata").as_string());
  listener->actor = std::move(actor);
  return std::make_unique<Door>(*this, std::move(listener));
}

void LiveChanges::send_news(Listener& listener) {
  const auto* person =
      services_.context(listener.actor, {}).directory->person(listener.actor->user);
  if (!person || !person->active) {
    listener.session->close(kClosePolicy);
    return;
  }
  auto page = changes_since(services_, listener.actor, listener.cursor);
  auto parsed = base::parse_json(page);
  listener.cursor = std::string(parsed.at("next").as_string());
  std::string metadata(parsed.at("metadata").as_string());
  bool is_news = !parsed.at("items").as_array().empty() || metadata != listener.metadata;
  listener.metadata = std::move(metadata);
  if (is_news) listener.session->send(std::move(page));
}

void LiveChanges::publish() {
  std::vector<std::shared_ptr<Listener>> listeners;
  {
    std::lock_guard lock(mutex_);
    listeners.assign(listeners_.begin(), listeners_.end());
  }
  for (auto& listener : listeners) {
    try {
      send_news(*listener);
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Warning, "live changes were not sent", {{"error", error.what()}});
    }
  }
}

}  // namespace rapport::http
