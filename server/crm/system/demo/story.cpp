#include "crm/system/demo/story.h"

#include <algorithm>

namespace rapport::crm::demo {

namespace json = base::json;

namespace {
constexpr std::size_t kDeedsPerCommit = 500;
}

base::Id Story::create(base::Instant at, const ActorPtr& actor, std::string entity,
                       json::object values) {
  auto id = base::new_id(at, *context_.random);
  tell(at, actor, [=](records::RecordService& service) {
    const auto& definition = service.context().entity(entity);
    auto changes =
        records::parse_changes(service.context(), definition, values, records::ChangesFor::Create);
    changes.id = id;
    records::SaveOptions options;
    options.on_duplicate = records::OnDuplicate::Create;
    service.create(definition, changes, options);
  });
  return id;
}

void Story::change(base::Instant at, const ActorPtr& actor, std::string entity, const base::Id& id,
                   json::object values) {
  tell(at, actor, [=](records::RecordService& service) {
    const auto& definition = service.context().entity(entity);
    service.update(
        definition, id,
        records::parse_changes(service.context(), definition, values, records::ChangesFor::Update));
  });
}

void Story::play() {
  std::stable_sort(deeds_.begin(), deeds_.end(),
                   [](const Told& a, const Told& b) { return a.at < b.at; });
  for (std::size_t done = 0; done < deeds_.size(); done += kDeedsPerCommit) {
    auto end = std::min(deeds_.size(), done + kDeedsPerCommit);
    database_.write([&](storage::Transaction& transaction) {
      for (auto i = done; i < end; ++i) {
        records::Context context = context_;
        context.actor = deeds_[i].actor;
        context.now = deeds_[i].at;
        records::RecordService service(transaction, context);
        deeds_[i].deed(service);
      }
    });
  }
}

}  // namespace rapport::crm::demo
