#include "crm/sales/trades.h"

#include <algorithm>

#include "base/json.h"

namespace rapport::crm {

namespace json = base::json;

namespace {

// tidy: table
constexpr TradeStage kSales[] = {{"new", "gray", 10},
                                 {"qualification", "blue", 20},
                                 {"proposal", "violet", 40},
                                 {"negotiation", "orange", 60},
                                 {"contract", "teal", 80}};
// tidy: table
constexpr TradeStage kWholesale[] = {{"request", "gray", 10},   {"needs", "blue", 25},
                                     {"offer", "violet", 45},   {"terms", "orange", 60},
                                     {"invoice", "pink", 80},   {"shipping", "teal", 95}};
// tidy: table
constexpr TradeStage kManufacturing[] = {
    {"request", "gray", 10}, {"technical_task", "blue", 25}, {"calculation", "violet", 40},
    {"sample", "orange", 55}, {"contract", "pink", 75},      {"production", "teal", 95}};
// tidy: table
constexpr TradeStage kConstruction[] = {
    {"request", "gray", 10},  {"survey", "blue", 30}, {"estimate", "violet", 45},
    {"contract", "orange", 70}, {"works", "pink", 90},  {"acceptance", "teal", 98}};
// tidy: table
constexpr TradeStage kServices[] = {{"request", "gray", 10},  {"briefing", "blue", 25},
                                    {"proposal", "violet", 45}, {"contract", "orange", 70},
                                    {"works", "pink", 90},    {"acceptance", "teal", 98}};
// tidy: table
constexpr TradeStage kSoftware[] = {{"qualification", "gray", 10}, {"demo", "blue", 30},
                                    {"trial", "violet", 50},       {"proposal", "orange", 65},
                                    {"negotiation", "pink", 75},   {"contract", "teal", 90}};
// tidy: table
constexpr TradeStage kRealEstate[] = {{"request", "gray", 10},  {"selection", "blue", 20},
                                      {"viewing", "violet", 40}, {"booking", "orange", 70},
                                      {"paperwork", "teal", 90}};
// tidy: table
constexpr TradeStage kEducation[] = {{"request", "gray", 10},
                                     {"consultation", "blue", 30},
                                     {"trial_lesson", "violet", 55},
                                     {"contract", "orange", 75},
                                     {"payment", "teal", 90}};

// tidy: table
constexpr Trade kTrades[] = {{"sales", kSales},
                             {"wholesale", kWholesale},
                             {"manufacturing", kManufacturing},
                             {"construction", kConstruction},
                             {"services", kServices},
                             {"software", kSoftware},
                             {"real_estate", kRealEstate},
                             {"education", kEducation}};

json::object stage(std::string_view key, std::string_view color, int probability,
                   std::string_view kind) {
  return {{"key", key}, {"color", color}, {"probability", probability}, {"kind", kind},
          {"required", json::array()}};
}

json::array stages_of(const Trade& trade) {
  json::array stages;
  for (const auto& [key, color, probability] : trade.open)
    stages.push_back(stage(key, color, probability, "open"));
  stages.push_back(stage("won", "green", 100, "won"));
  auto lost = stage("lost", "red", 0, "lost");
  lost["required"] = json::array{"loss_reason"};
  stages.push_back(std::move(lost));
  return stages;
}

}  // namespace

std::span<const Trade> trades() { return kTrades; }

const Trade* find_trade(std::string_view key) {
  const auto* found = std::find_if(std::begin(kTrades), std::end(kTrades),
                                   [key](const Trade& trade) { return trade.key == key; });
  return found == std::end(kTrades) ? nullptr : found;
}

std::string stages_json(const Trade& trade) { return json::serialize(stages_of(trade)); }

std::string trades_json(const schema::Strings& strings, schema::Language language) {
  auto words = [&](std::string path) { return std::string(strings.text(language, path)); };
  json::array items;
  for (const auto& trade : kTrades) {
    auto stages = stages_of(trade);
    for (auto& each : stages)
      each.as_object()["label"] =
          words("pipelines.stages." + std::string(each.as_object()["key"].as_string()));
    items.push_back(json::object{{"key", trade.key},
                                 {"name", words("pipelines.names." + std::string(trade.key))},
                                 {"stages", std::move(stages)}});
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

}  // namespace rapport::crm
