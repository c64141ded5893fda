#include "crm/sales/stages.h"

#include <algorithm>
#include <set>

#include "base/money.h"
#include "base/text.h"
#include "crm/handles.h"

namespace rapport::crm {

namespace json = base::json;
using base::FieldError;

namespace {

constexpr int kPercentScale = 2;
constexpr std::int64_t kWholePercent = 100'00;
constexpr std::size_t kStagesMax = 50;
constexpr std::size_t kKeyChars = 64, kNameChars = 100;

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= kKeyChars &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// One stage on its way from JSON.
class StageReader {
 public:
  StageReader(const schema::EntityDef& deals, std::string place, std::vector<FieldError>& errors)
      : deals_(deals), place_(std::move(place)), errors_(errors) {}

  Stage read(const json::object& node) {
    Stage stage;
    stage.kind = StageKind::Open;
    bool has_key = false;
    for (const auto& [name, value] : node) {
      if (name == "key") has_key = read_key(value, stage);
      else if (name == "name") read_name(value, stage);
      else if (name == "color") text(value, "color");
      else if (name == "probability") read_probability(value, stage);
      else if (name == "kind") read_kind(value, stage);
      else if (name == "required") read_required(value, stage);
      else reject(std::string(name), "unknown_member", {{"member", std::string(name)}});
    }
    if (!node.contains("key")) reject("key", "required");
    else if (!has_key) stage.key.clear();
    if (!node.contains("probability") && stage.kind == StageKind::Won)
      stage.probability = kWholePercent;
    return stage;
  }

 private:
  void reject(std::string member, std::string code, base::MessageArguments arguments = {}) {
    errors_.push_back({place_ + "." + std::move(member), std::move(code), std::move(arguments)});
  }

  std::optional<std::string> text(const json::value& value, const char* member) {
    if (value.is_string()) return std::string(value.get_string());
    if (!value.is_null()) reject(member, "wrong_type", {{"expected", "string"}});
    return std::nullopt;
  }

  bool read_key(const json::value& value, Stage& stage) {
    auto key = text(value, "key");
    if (key && !is_key(*key)) reject("key", "not_a_key");
    stage.key = key.value_or("");
    return is_key(stage.key);
  }

  void read_name(const json::value& value, Stage& stage) {
    auto name = text(value, "name");
    if (name && base::length_of(*name) > kNameChars)
      reject("name", "too_long", {{"max", std::to_string(kNameChars)}});
    stage.name = name.value_or("");
  }

  void read_probability(const json::value& value, Stage& stage) {
    std::string text = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    auto number = base::parse_decimal(text, kPercentScale);
    if (!number) reject("probability", "not_a_number");
    else if (*number < 0 || *number > kWholePercent)
      reject("probability", "out_of_range", {{"min", "0"}, {"max", "100"}});
    else stage.probability = *number;
  }

  void read_kind(const json::value& value, Stage& stage) {
    auto kind = text(value, "kind").value_or("");
    if (kind == "won") stage.kind = StageKind::Won;
    else if (kind == "lost") stage.kind = StageKind::Lost;
    else if (kind != "open") reject("kind", "not_a_choice", {{"value", kind}});
  }

  void read_required(const json::value& value, Stage& stage) {
    if (!value.is_array()) return reject("required", "wrong_type", {{"expected", "array"}});
    for (const auto& item : value.get_array()) {
      std::string name = item.is_string() ? std::string(item.get_string()) : json::serialize(item);
      const auto* field = deals_.find(name);
      if (field && field->column >= 0) stage.required.push_back(name);
      else reject("required", "unknown_field", {{"field", name}});
    }
  }

  const schema::EntityDef& deals_;
  std::string place_;
  std::vector<FieldError>& errors_;
};

}  // namespace

const Stage* Pipeline::find(std::string_view key) const {
  for (const auto& stage : stages)
    if (stage.key == key) return &stage;
  return nullptr;
}

const Stage* Pipeline::first() const {
  for (const auto& stage : stages)
    if (stage.kind == StageKind::Open) return &stage;
  return nullptr;
}

std::vector<Stage> parse_stages(const json::value& document, const schema::EntityDef& deals,
                                std::vector<FieldError>& errors) {
  std::vector<Stage> stages;
  std::set<std::string> keys;
  if (!document.is_array()) {
    errors.push_back({"stages", "wrong_type", {{"expected", "array"}}});
    return stages;
  }
  if (document.get_array().size() > kStagesMax)
    errors.push_back({"stages", "too_many_values", {{"max", std::to_string(kStagesMax)}}});
  for (const auto& item : document.get_array()) {
    std::string place = "stages[" + std::to_string(stages.size()) + "]";
    if (!item.is_object()) {
      errors.push_back({place, "wrong_type", {{"expected", "object"}}});
      continue;
    }
    Stage stage = StageReader(deals, place, errors).read(item.get_object());
    if (!stage.key.empty() && !keys.insert(stage.key).second)
      errors.push_back({place + ".key", "repeated_value", {{"value", stage.key}}});
    stages.push_back(std::move(stage));
  }
  return stages;
}

namespace {

std::optional<Pipeline> select_pipeline(storage::Transaction& transaction,
                                        const records::Context& context, storage::Condition which) {
  auto query = live_records(context, "pipelines", std::move(which));
  query.columns = {{0, "id"}, {0, "stages"}};
  query.limit = 1;
  std::optional<Pipeline> pipeline;
  transaction.select(query, [&](const storage::Row& row) {
    pipeline.emplace();
    pipeline->id = row.id(0);
    std::vector<FieldError> passed_over;
    if (!row.is_null(1))
      pipeline->stages =
          parse_stages(base::parse_json(row.text(1)), context.entity("deals"), passed_over);
    return false;
  });
  return pipeline;
}

}  // namespace

std::optional<Pipeline> load_pipeline(storage::Transaction& transaction,
                                      const records::Context& context, const base::Id& id) {
  return select_pipeline(transaction, context, storage::compare("id", storage::Test::Equal, id));
}

std::optional<Pipeline> load_default_pipeline(storage::Transaction& transaction,
                                              const records::Context& context) {
  return select_pipeline(transaction, context,
                         storage::compare("default", storage::Test::Equal, std::int64_t{1}));
}

std::string stage_label(const records::Context& context, const Stage& stage,
                        schema::Language language) {
  if (!stage.name.empty()) return stage.name;
  return std::string(context.model->strings->text(language, "pipelines.stages." + stage.key));
}

}  // namespace rapport::crm
