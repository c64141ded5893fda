// Story: what people of the demo company did, told in any order, played in the order of time, each
// deed at its own instant and by who did it. Not here: what they did (demo.cpp).
#pragma once
#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include "base/json.h"
#include "records/service.h"

namespace rapport::crm::demo {

using Deed = std::function<void(records::RecordService&)>;
using ActorPtr = std::shared_ptr<const access::Actor>;

class Story {
 public:
  Story(storage::Database& database, records::Context context)
      : database_(database), context_(std::move(context)) {}

  // Nothing is done later than now.
  void tell(base::Instant at, ActorPtr actor, Deed deed) {
    deeds_.push_back({std::min(at, context_.now), std::move(actor), std::move(deed)});
  }
  // A new record with an id to speak of it further.
  base::Id create(base::Instant at, const ActorPtr& actor, std::string entity,
                  base::json::object values);
  void change(base::Instant at, const ActorPtr& actor, std::string entity, const base::Id& id,
              base::json::object values);

  void play();

  const records::Context& context() const { return context_; }

 private:
  struct Told {
    base::Instant at;
    ActorPtr actor;
    Deed deed;
  };
  storage::Database& database_;
  records::Context context_;
  std::vector<Told> deeds_;
};

}  // namespace rapport::crm::demo
