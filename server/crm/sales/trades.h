// Trades: the ways in which companies of common kinds sell, as ready stages. Their words are in
// entities/strings (pipelines.names, pipelines.stages), so that a stage speaks each language.
// Not here: pipelines as records (pipelines.h).
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "schema/strings.h"

namespace rapport::crm {

struct TradeStage {
  std::string_view key, color;
  int probability;  // whole percents
};

struct Trade {
  std::string_view key;
  std::span<const TradeStage> open;  // the stages of a deal that goes on
};

// The first one fits whoever finds none of his own.
std::span<const Trade> trades();
// Nothing for a key that is none.
const Trade* find_trade(std::string_view key);

// The value of pipelines.stages: the open stages, then won and lost.
std::string stages_json(const Trade& trade);

// {"items":[{"key","name","stages":[{"key","label","color","kind","probability","required"}]}]}.
std::string trades_json(const schema::Strings& strings, schema::Language language);

}  // namespace rapport::crm
