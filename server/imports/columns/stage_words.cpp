#include "imports/columns/stage_words.h"

#include <algorithm>

namespace rapport::imports {

namespace json = base::json;
using schema::Language;
using storage::Expression;
using storage::Row;

namespace {

void add_word(ChoiceWords& words, std::string_view word, const std::string& key) {
  if (word.empty()) return;
  words.try_emplace(plain_name(word), key);
  words.try_emplace(squeezed_name(word), key);
}

std::string text_member(const json::object& node, const char* name) {
  const auto* value = node.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Keys, names given by the company, labels; then what other programs call them.
ChoiceWords words_of(const records::Context& context, const Vocabulary& vocabulary,
                     const json::value& stages) {
  ChoiceWords words;
  if (!stages.is_array()) return words;
  std::vector<std::string> keys;
  for (const auto& stage : stages.get_array()) {
    if (!stage.is_object()) continue;
    auto key = text_member(stage.get_object(), "key");
    keys.push_back(key);
    add_word(words, text_member(stage.get_object(), "name"), key);
    add_word(words, key, key);
  }
  for (const auto& key : keys)
    for (auto language : {Language::Ru, Language::Uz, Language::En}) {
      auto path = "pipelines.stages." + key;
      if (context.model->strings->has(language, path))
        add_word(words, context.model->strings->text(language, path), key);
    }
  ChoiceWords foreign;
  vocabulary.add_foreign_words("deals", "stage", foreign);
  for (const auto& [word, key] : foreign)
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) add_word(words, word, key);
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
    Pipeline pipeline{row.id(0).text(), plain_name(row.is_null(1) ? "" : row.text(1)),
                      words_of(context, vocabulary, base::parse_json(row.text(2)))};
    bool is_default = !row.is_null(3) && row.integer(3) != 0;
    pipelines_.insert(is_default ? pipelines_.begin() : pipelines_.end(), std::move(pipeline));
    return true;
  });
  for (const auto& pipeline : pipelines_)
    for (const auto& [word, key] : pipeline.words) all_.try_emplace(word, key);
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
