#include "imports/listed_words.h"

#include <algorithm>
#include <unordered_map>

#include "access/directory.h"
#include "base/text.h"
#include "imports/links/near_names.h"
#include "imports/run.h"

namespace rapport::imports {

using base::JsonWriter;
using records::Context;

namespace {

struct Choice {
  std::string value, label;
};

struct Word {
  std::string text;  // as it stands first
  std::int64_t count = 0;
  std::optional<WordMeaning> meaning;
};

std::string first_of(std::string path, std::string_view key, std::string_view name,
                     const Context& context) {
  if (!name.empty()) return std::string(name);
  path += key;
  const auto& strings = *context.model->strings;
  auto language = context.actor->language;
  return strings.has(language, path) ? std::string(strings.text(language, path))
                                     : std::string(key);
}

std::vector<Choice> choices_of(const Context& context, const RowPlan& plan, std::size_t column) {
  std::vector<Choice> choices;
  auto by_label = [](const Choice& a, const Choice& b) {
    return base::fold(a.label) < base::fold(b.label);
  };
  const auto& directory = *context.directory;
  const auto& field = *plan.field_of(column);
  switch (plan.listed_in(column)) {
    case Listed::No:
      break;
    case Listed::Choices:
      for (const auto& choice : field.choices)
        choices.push_back(
            {choice.key, first_of(plan.entity().name + ".choices." + field.name + ".", choice.key,
                                  "", context)});
      break;
    case Listed::Stages:
      for (const auto& [key, name] : plan.stages().stages())
        choices.push_back({key, first_of("pipelines.stages.", key, name, context)});
      break;
    case Listed::Pipelines:
      for (const auto& [id, name] : plan.stages().pipelines()) choices.push_back({id, name});
      break;
    case Listed::People:
      for (const auto& [id, person] : directory.people)
        if (person.active) choices.push_back({id.text(), person.name});
      std::sort(choices.begin(), choices.end(), by_label);
      break;
    case Listed::Teams:
      for (const auto& [id, name] : directory.teams) choices.push_back({id.text(), name});
      std::sort(choices.begin(), choices.end(), by_label);
      break;
  }
  return choices;
}

base::Id numbered(std::size_t number) {
  base::Id id;
  for (std::size_t i = 0; i < sizeof number; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return id;
}

// The one choice that is written nearly so.
const Choice* near_choice(const std::vector<Choice>& choices, const NearNames& names,
                          std::string_view word) {
  auto found = names.same(word);
  if (found.how == NameFound::How::None) found = names.near(word);
  if (found.how != NameFound::How::One) return nullptr;
  for (std::size_t i = 0; i < choices.size(); ++i)
    if (numbered(i) == found.id) return &choices[i];
  return nullptr;
}

class Column {
 public:
  Column(const RowPlan& plan, std::size_t at) : plan_(plan), at_(at) {
    bool of_pipeline = plan.listed_in(at) == Listed::Stages && plan.pipeline_column() >= 0;
    pipeline_ = of_pipeline ? plan.pipeline_column() : -1;
  }

  void take(const Row& row) {
    if (at_ >= row.cells.size()) return;
    auto text = base::trim(row.cells[at_]);
    if (text.empty()) return;
    auto folded = base::fold(text);
    auto it = places_.find(folded);
    if (it == places_.end()) {
      if (words_.size() >= kWordsOfColumn) {
        is_full_ = true;
        return;
      }
      it = places_.emplace(folded, words_.size()).first;
      words_.push_back({std::string(text), 0, plan_.meaning_of(row, at_)});
    }
    auto& word = words_[it->second];
    ++word.count;
    // A stage of one pipeline may be none of another.
    if (pipeline_ < 0 || !word.meaning) return;
    auto pipeline = base::trim(row.cells[static_cast<std::size_t>(pipeline_)]);
    if (seen_.emplace(folded + '\x1f' + std::string(pipeline), true).second)
      word.meaning = plan_.meaning_of(row, at_);
  }

  void write(JsonWriter& json, const Context& context) const {
    auto choices = choices_of(context, plan_, at_);
    // One who has left is not offered, but may be meant.
    for (const auto& word : words_) {
      if (!word.meaning) continue;
      auto is_it = [&](const Choice& choice) { return choice.value == word.meaning->key; };
      if (std::none_of(choices.begin(), choices.end(), is_it))
        choices.push_back({word.meaning->key, word.text});
    }
    bool people = plan_.listed_in(at_) == Listed::People;
    NearNames names(people ? NearNames::Of::People : NearNames::Of::Things);
    for (std::size_t i = 0; i < choices.size(); ++i) names.add(choices[i].label, numbered(i));
    json.begin_object().member("column", plan_.columns()[at_]);
    json.member("field", plan_.path_of(at_)).member("more", is_full_);
    json.key("words").begin_array();
    for (const auto& word : words_) {
      bool known = word.meaning.has_value();
      if (!known && says_nothing(word.text)) continue;
      const auto* near = known ? nullptr : near_choice(choices, names, word.text);
      json.begin_object().member("word", word.text).member("count", word.count).key("value");
      if (known) json.value(word.meaning->key);
      else if (near) json.value(near->value);
      else json.null();
      json.member("certain", known && word.meaning->is_own).end_object();
    }
    json.end_array().key("choices").begin_array();
    for (const auto& [value, label] : choices)
      json.begin_object().member("value", value).member("label", label).end_object();
    json.end_array().end_object();
  }

 private:
  const RowPlan& plan_;
  std::size_t at_;
  int pipeline_;
  std::vector<Word> words_;
  std::unordered_map<std::string, std::size_t> places_;  // by the folded word
  std::unordered_map<std::string, bool> seen_;           // word and pipeline
  bool is_full_ = false;
};

}  // namespace

std::string listed_words(const Context& context, const Vocabulary& vocabulary,
                         const std::function<void(const storage::Work&)>& read,
                         const std::filesystem::path& path, const ImportOrder& order) {
  auto request = order.request;
  request.map.values.clear();
  RunTools tools{vocabulary, {}, read, {}, {}, base::system_clock(), {}};
  auto plan = make_plan(tools, path, *order.entity, request, context);
  std::vector<Column> columns;
  for (std::size_t i = 0; i < plan->columns().size(); ++i)
    if (plan->listed_in(i) != Listed::No) columns.emplace_back(*plan, i);
  if (!columns.empty()) {
    auto table = open_table(path, request.options);
    Row row;
    while (table->next(row))
      for (auto& column : columns) column.take(row);
  }
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("columns").begin_array();
  for (const auto& column : columns) column.write(json, context);
  json.end_array().end_object();
  return out;
}

}  // namespace rapport::imports
