// Stages of a pipeline: read out of the field `stages` of the entity pipelines.
// Not here: what happens when a deal moves (deals.h), the rules of pipelines themselves
// (pipelines.h).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "records/model.h"

namespace rapport::crm {

enum class StageKind { Open, Won, Lost };

struct Stage {
  std::string key, name;         // without a name the words of the key are used
  std::int64_t probability = 0;  // as stored in deals.probability: hundredths of a percent
  StageKind kind = StageKind::Open;
  std::vector<std::string> required;  // fields of deals without which one may not move here
};

struct Pipeline {
  base::Id id;
  std::vector<Stage> stages;

  const Stage* find(std::string_view key) const;
  // The first open stage.
  const Stage* first() const;
};

// The stages as far as they are right, and an error for each thing that is wrong:
// [{"key","name"?,"color"?,"probability"?,"kind","required"?:[fields of deals]}].
std::vector<Stage> parse_stages(const base::json::value& document, const schema::EntityDef& deals,
                                std::vector<base::FieldError>& errors);

// Nothing when it is not there or in the bin. Cost: one row by its id.
std::optional<Pipeline> load_pipeline(storage::Transaction& transaction,
                                      const records::Context& context, const base::Id& id);
std::optional<Pipeline> load_default_pipeline(storage::Transaction& transaction,
                                              const records::Context& context);

std::string stage_label(const records::Context& context, const Stage& stage,
                        schema::Language language);

}  // namespace rapport::crm
