#include "imports/columns/stage_words.h"

#include <algorithm>

namespace rapport::imports {

namespace json = base::json;
using schema::Language;
using storage::Expression;
using storage::Row;

namespace {

void add_word(ChoiceWords& words, std::string_view word, const WordMeaning& meaning) {
  if (word.empty()) return;
  words.try_emplace(plain_name(word), meaning);
  words.try_emplace(squeezed_name(word), meaning);
}

std::string text_member(const json::object& node, const char* name) {
  const auto* value = node.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<NamedKey> read_stages(const json::value& document) {
  std::vector<NamedKey> stages;
  if (!document.is_array()) return stages;
  for (const auto& stage : document.get_array())
    if (stage.is_object())
      stages.push_back({text_member(stage.get_object(), "key"),
                        text_member(stage.get_object(), "name")});
  return stages;
}

// Keys, names given by the company, labels; then what other programs call them.
ChoiceWords words_of(const records::Context& context, const Vocabulary& vocabulary,
                     const std::vector<NamedKey>& stages) {
  ChoiceWords words;
  for (const auto& stage : stages) {
    add_word(words, stage.name, {stage.key});
    add_word(words, stage.key, {stage.key});
  }
  for (const auto& [key, name] : stages)
    for (auto language : {Language::Ru, Language::Uz, Language::En}) {
      auto path = "pipelines.stages." + key;
      if (context.model->strings->has(language, path))
        add_word(words, context.model->strings->text(language, path), {key});
    }
  ChoiceWords foreign;
  vocabulary.add_foreign_words("deals", "stage", foreign);
  for (const auto& [word, meaning] : foreign)
    if (std::any_of(stages.begin(), stages.end(),
                    [&](const auto& stage) { return stage.key == meaning.key; }))
      add_word(words, word, meaning);
  return words;
}

}  // namespace

StageWords::StageWords(storage::Transaction& transaction, const records::Context& context,
                       const Vocabulary& vocabulary) {
  const auto* entity = context.model->schema->find("pipelines");
  if (!entity || !entity->find("stages") || !entity->find("default")) return;
  storage::Query query;
  query.table = &context.table(*entity);
  query.columns = {Expression{0, "id"}, Expression{0, "name"}, Expression{0, "stages"},
                   Expression{0, "default"}};
  query.where = storage::is_null("deleted_at");
  query.order_is_optional = true;
  transaction.select(query, [&](const Row& row) {
    if (row.is_null(2)) return true;
    auto stages = read_stages(base::parse_json(row.text(2)));
    auto words = words_of(context, vocabulary, stages);
    std::string name(row.is_null(1) ? "" : row.text(1));
    Pipeline pipeline{row.id(0).text(), plain_name(name), name, std::move(words),
                      std::move(stages)};
    bool is_default = !row.is_null(3) && row.integer(3) != 0;
    pipelines_.insert(is_default ? pipelines_.begin() : pipelines_.end(), std::move(pipeline));
    return true;
  });
  for (const auto& pipeline : pipelines_)
    for (const auto& [word, meaning] : pipeline.words) all_.try_emplace(word, meaning);
}

std::optional<std::string> StageWords::pipeline(std::string_view name) const {
  std::optional<std::string> found;
  auto plain = plain_name(name);
  for (const auto& known : pipelines_) {
    if (known.id == name) return known.id;
    if (known.name != plain) continue;
    if (found) return std::nullopt;
    found = known.id;
  }
  return found;
}

std::vector<NamedKey> StageWords::pipelines() const {
  std::vector<NamedKey> all;
  for (const auto& pipeline : pipelines_) all.push_back({pipeline.id, pipeline.label});
  return all;
}

std::vector<NamedKey> StageWords::stages() const {
  std::vector<NamedKey> all;
  for (const auto& pipeline : pipelines_)
    for (const auto& stage : pipeline.stages)
      if (std::none_of(all.begin(), all.end(),
                       [&](const auto& known) { return known.key == stage.key; }))
        all.push_back(stage);
  return all;
}

const ChoiceWords* StageWords::of(std::string_view pipeline) const {
  if (pipelines_.empty()) return nullptr;
  if (pipeline.empty()) return &all_;
  auto name = plain_name(pipeline);
  for (const auto& known : pipelines_)
    if (known.name == name || known.id == pipeline) return &known.words;
  return &all_;
}

}  // namespace rapport::imports
