#include "imports/columns/remarks.h"

#include <algorithm>

namespace rapport::imports {

namespace json = base::json;

namespace {

constexpr std::size_t kWordsNamed = 10;  // of a column and a kind

std::string text_of(const json::object& node, const char* name) {
  const auto* value = node.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t number_of(const json::object& node, const char* name) {
  const auto* value = node.if_contains(name);
  return value && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace

Remarks::Remarks(std::string_view text) {
  auto list = json::parse(text.empty() ? "[]" : text);
  for (const auto& item : list.as_array()) {
    const auto& node = item.as_object();
    auto kind = text_of(node, "kind") == "guess" ? Kind::Guess : Kind::Stranger;
    auto& words = columns_[{text_of(node, "column"), kind}];
    words.count = number_of(node, "count");
    words.more = node.contains("more") && node.at("more").as_bool();
    for (const auto& value : node.at("values").as_array()) {
      // Those of an import begun by an earlier version are names alone.
      if (value.is_string())
        words.words.push_back({std::string(value.get_string()), {}, {}, {}, 0});
      if (!value.is_object()) continue;
      const auto& word = value.get_object();
      words.words.push_back({text_of(word, "word"), text_of(word, "key"), text_of(word, "place"),
                             text_of(word, "name"), number_of(word, "count")});
    }
  }
}

void Remarks::count(const std::string& column, Kind kind, Word word) {
  auto& known = columns_[{column, kind}];
  ++known.count;
  auto it = std::find_if(known.words.begin(), known.words.end(),
                         [&](const Word& other) { return other.word == word.word; });
  if (it == known.words.end()) {
    known.more = known.more || known.words.size() >= kWordsNamed;
    if (known.words.size() >= kWordsNamed) return;
    it = known.words.insert(known.words.end(), std::move(word));
  }
  ++it->count;
}

void Remarks::take(const PreparedRow& row, const RowPlan& plan) {
  auto name_of = [&](int column) { return plan.columns()[static_cast<std::size_t>(column)]; };
  for (const auto& stranger : row.unknown_people)
    count(name_of(stranger.column), Kind::Stranger, {stranger.name, {}, {}, {}, 0});
  for (const auto& guess : row.guessed_words) {
    auto column = static_cast<std::size_t>(guess.column);
    Word word{guess.word, guess.key, {}, {}, 0};
    if (plan.listed_in(column) == Listed::Stages) {
      word.place = "pipelines.stages.";
      for (const auto& [key, name] : plan.stages().stages())
        if (key == guess.key) word.name = name;
    } else {
      word.place = plan.entity().name + ".choices." + plan.field_of(column)->name + ".";
    }
    count(name_of(guess.column), Kind::Guess, std::move(word));
  }
}

std::string Remarks::text() const {
  json::array list;
  for (const auto& [place, words] : columns_) {
    json::array values;
    for (const auto& word : words.words)
      values.push_back(json::object{{"word", word.word},
                                    {"key", word.key},
                                    {"place", word.place},
                                    {"name", word.name},
                                    {"count", word.count}});
    list.push_back(json::object{{"column", place.first},
                                {"kind", place.second == Kind::Guess ? "guess" : "stranger"},
                                {"values", std::move(values)},
                                {"more", words.more},
                                {"count", words.count}});
  }
  return json::serialize(list);
}

namespace {

// "Engaging" → Negotiation (1589)
std::string word_in_words(const schema::Strings& strings, schema::Language language,
                          const json::object& word) {
  auto key = text_of(word, "key");
  auto text = text_of(word, "word");
  if (!key.empty()) {
    auto label = text_of(word, "name"), path = text_of(word, "place") + key;
    if (label.empty())
      label = strings.has(language, path) ? std::string(strings.text(language, path)) : key;
    text += " → " + label;
  }
  auto count = number_of(word, "count");
  return count > 0 ? text + " (" + std::to_string(count) + ")" : text;
}

}  // namespace

std::string remarks_in_words(const schema::Strings& strings, schema::Language language,
                             std::string_view remarks) {
  std::string out;
  base::JsonWriter writer(out);
  writer.begin_array();
  auto list = json::parse(remarks.empty() ? "[]" : remarks);
  for (const auto& item : list.as_array()) {
    const auto& remark = item.as_object();
    std::string words;
    for (const auto& value : remark.at("values").as_array()) {
      if (!words.empty()) words += ", ";
      // Those of an import by an earlier version are names alone.
      words += value.is_object() ? word_in_words(strings, language, value.get_object())
                                 : std::string(value.as_string());
    }
    const auto* more = remark.if_contains("more");
    if (more && more->is_bool() && more->get_bool()) words += ", …";
    bool guess = text_of(remark, "kind") == "guess";
    auto text = strings.message(language, guess ? "import_guessed_words" : "import_unknown_people",
                                {{"names", words}});
    writer.begin_object().member("column", text_of(remark, "column"));
    writer.member("message", text).end_object();
  }
  writer.end_array();
  return out;
}

}  // namespace rapport::imports
