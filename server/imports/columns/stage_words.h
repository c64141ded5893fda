// Words of the stages of all pipelines, as files tell them.
// Not here: words of other choices (vocabulary.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imports/columns/vocabulary.h"

namespace rapport::imports {

struct NamedKey {
  std::string key;
  std::string name;  // given by the company; empty: it has the product's own
};

class StageWords {
 public:
  StageWords() = default;
  // Reads the pipelines, if the company has any.
  StageWords(storage::Transaction& transaction, const records::Context& context,
             const Vocabulary& vocabulary);

  // Those of the pipeline of this name or id; of the default one, and then of all others, when the
  // name is unknown or empty. Null without pipelines.
  const ChoiceWords* of(std::string_view pipeline) const;
  // The id of the pipeline of this name or id; nothing when there is none, or several.
  std::optional<std::string> pipeline(std::string_view name) const;
  // {id, name} of each, the default one first.
  std::vector<NamedKey> pipelines() const;
  // Stages of all pipelines, each key once, those of the default one first.
  std::vector<NamedKey> stages() const;

 private:
  struct Pipeline {
    std::string id, name;  // as compared
    std::string label;     // as it is written
    ChoiceWords words;
    std::vector<NamedKey> stages;
  };
  std::vector<Pipeline> pipelines_;  // the default one first
  ChoiceWords all_;
};

}  // namespace rapport::imports
