// Words of the stages of all pipelines, as files tell them.
// Not here: words of other choices (vocabulary.h).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "imports/columns/vocabulary.h"

namespace rapport::imports {

class StageWords {
 public:
  StageWords() = default;
  // Reads the pipelines, if the company has any.
  StageWords(storage::Transaction& transaction, const records::Context& context,
             const Vocabulary& vocabulary);

  // Those of the pipeline of this name or id; of the default one, and then of all others, when the
  // name is unknown or empty. Null without pipelines.
  const ChoiceWords* of(std::string_view pipeline) const;

 private:
  struct Pipeline {
    std::string id, name;  // as compared
    ChoiceWords words;
  };
  std::vector<Pipeline> pipelines_;  // the default one first
  ChoiceWords all_;
};

}  // namespace rapport::imports
