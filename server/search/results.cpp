#include "search/results.h"

#include <algorithm>
#include <map>

#include "access/policy.h"
#include "base/json.h"
#include "base/text.h"
#include "records/lists/projection.h"
#include "search/documents.h"
#include "search/words.h"

namespace rapport::search {

namespace json = base::json;

using schema::EntityDef;
using schema::FieldDef;
using storage::Expression;

namespace {

constexpr std::size_t kSubtitleParts = 2;
constexpr std::size_t kExcerptChars = 120;
constexpr std::size_t kWordsBefore = 4, kWordsAfter = 8;
constexpr std::size_t kLookedAtChars = 4'000;  // of a long text

bool is_visible(const records::Context& context, const EntityDef& entity, const FieldDef& field) {
  return access::field_access(*context.actor, entity, field) != access::FieldAccess::Hidden;
}

// What tells namesakes apart: the columns of the list that are texts, in the order in which
// the company wants to see them.
std::vector<std::string> subtitle_fields(const records::Context& context, const EntityDef& entity) {
  std::vector<std::string> fields;
  auto layouts = base::parse_json(context.model->schema->layouts_json(entity.name));
  const auto* list = layouts.as_object().if_contains("list");
  if (!list || !list->is_array()) return fields;
  for (const auto& item : list->get_array()) {
    const auto* field = item.is_string() ? entity.find(item.get_string()) : nullptr;
    if (!field || field->system || field->name == entity.title) continue;
    if (text_of(*field) == FieldText::None || text_of(*field) == FieldText::Leaves) continue;
    if (is_visible(context, entity, *field)) fields.push_back(field->name);
  }
  return fields;
}

// The texts in a value as the API shows it: the text itself, each e-mail, the name of a link.
void add_texts(const json::value& value, std::vector<std::string>& texts) {
  if (value.is_string()) texts.emplace_back(value.get_string());
  if (value.is_array())
    for (const auto& item : value.get_array()) add_texts(item, texts);
  if (!value.is_object()) return;
  const auto& object = value.get_object();
  for (const char* name : {"value", "name"})
    if (const auto* text = object.if_contains(name)) return add_texts(*text, texts);
  for (const auto& member : object) add_texts(member.value(), texts);
}

std::vector<std::string> texts_of(const json::object& record, std::string_view field) {
  std::vector<std::string> texts;
  if (const auto* value = record.if_contains(field)) add_texts(*value, texts);
  return texts;
}

TokenSet tokens_of(FieldText kind, std::string_view text) {
  Tokenizer tokenizer;
  auto beginning = base::prefix_of(text, kLookedAtChars);
  switch (kind) {
    case FieldText::Address:
    case FieldText::Addresses: tokenizer.add_address(beginning); break;
    case FieldText::Phone:
    case FieldText::Phones: tokenizer.add_phone(base::phone_digits(beginning, "")); break;
    default: tokenizer.add_text(beginning);
  }
  return token_set(tokenizer.take());
}

// The words that are not in these tokens.
Terms missing(const Terms& terms, const TokenSet& tokens) {
  Terms rest;
  for (const auto& any_of : terms)
    if (!holds(tokens, any_of)) rest.push_back(any_of);
  return rest;
}

// Some words around the first one that was looked for.
std::string excerpt(const std::string& text, const Terms& terms) {
  if (base::length_of(text) <= kExcerptChars) return text;
  auto words = words_of(base::prefix_of(text, kLookedAtChars));
  auto found = std::find_if(words.begin(), words.end(), [&](std::string_view word) {
    return missing(terms, tokens_of(FieldText::Text, word)).size() < terms.size();
  });
  if (found == words.end()) return std::string(base::prefix_of(text, kExcerptChars)) + "…";
  auto first = found - std::min<std::ptrdiff_t>(found - words.begin(), kWordsBefore);
  auto last = found + std::min<std::ptrdiff_t>(words.end() - found - 1, kWordsAfter);
  auto from = static_cast<std::size_t>(first->data() - text.data());
  auto until = static_cast<std::size_t>(last->data() + last->size() - text.data());
  std::string out = from > 0 ? "…" : "";
  out += base::prefix_of(std::string_view(text).substr(from, until - from), 2 * kExcerptChars);
  return until < text.size() ? out + "…" : out;
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

// Records of one entity that were found, read once for all of them.
class Renderer {
 public:
  Renderer(const records::Context& context, const EntityDef& entity, const IndexedEntity& indexed)
      : context_(context), entity_(entity), subtitle_(subtitle_fields(context, entity)) {
    for (const auto& name : indexed.fields) {
      const auto* field = entity.find(name);
      if (field && name != entity.title && is_visible(context, entity, *field))
        searched_.push_back(field);
    }
  }

  void read(storage::Transaction& transaction, const std::vector<schema::Cell>& rids) {
    std::vector<std::string> fields = subtitle_;
    for (const auto* field : searched_) fields.push_back(field->name);
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    if (fields.empty()) return;
    records::PathResolver paths(context_, entity_);
    records::Projection projection(paths, fields);
    storage::Query query;
    query.table = &context_.table(entity_);
    query.columns = projection.columns();
    query.columns.push_back(Expression{0, "rid"});
    query.joins = paths.joins();
    query.where = one_of("rid", rids);
    query.order_is_optional = true;
    auto rid_column = static_cast<int>(projection.columns().size());
    transaction.select(query, [&](const storage::Row& row) {
      std::string text;
      projection.write(transaction, context_, row, text);
      records_[row.integer(rid_column)] = base::parse_json(text).as_object();
      return true;
    });
  }

  void write(const Found& found, base::JsonWriter& json) const {
    static const json::object nothing;
    auto it = records_.find(found.rid);
    const auto& record = it == records_.end() ? nothing : it->second;
    json.begin_object().member("entity", entity_.name).member("id", found.id).key("name");
    if (found.title.empty()) json.null();
    else json.value(found.title);
    json.member("subtitle", subtitle(record)).key("matched");
    write_matched(found, record, json);
    json.end_object();
  }

 private:
  std::string subtitle(const json::object& record) const {
    std::string line;
    std::size_t parts = 0;
    for (const auto& field : subtitle_) {
      auto texts = texts_of(record, field);
      if (texts.empty() || texts.front().empty() || parts == kSubtitleParts) continue;
      if (parts++) line += " · ";
      line += base::prefix_of(texts.front(), kExcerptChars);
    }
    return one_line(std::move(line));
  }

  void write_matched(const Found& found, const json::object& record, base::JsonWriter& json) const {
    Terms rest = missing(*found.terms, tokens_of(FieldText::Text, found.title));
    for (const auto* field : searched_) {
      if (rest.empty()) break;
      for (const auto& text : texts_of(record, field->name)) {
        if (missing(rest, tokens_of(text_of(*field), text)).size() == rest.size()) continue;
        json.begin_object().member("field", field->name);
        json.member("text", one_line(excerpt(text, rest))).end_object();
        return;
      }
    }
    json.null();
  }

  const records::Context& context_;
  const EntityDef& entity_;
  std::vector<std::string> subtitle_;
  std::vector<const FieldDef*> searched_;
  std::map<std::int64_t, json::object> records_;  // by row number
};

}  // namespace

std::string results_json(storage::Transaction& transaction, const records::Context& context,
                         const std::vector<Found>& found) {
  std::map<const EntityDef*, Renderer> renderers;
  std::map<const EntityDef*, std::vector<schema::Cell>> rids;
  for (const auto& one : found) {
    renderers.try_emplace(one.entity, context, *one.entity, *one.indexed);
    rids[one.entity].emplace_back(one.rid);
  }
  for (auto& [entity, renderer] : renderers) renderer.read(transaction, rids[entity]);
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("items").begin_array();
  for (const auto& one : found) renderers.at(one.entity).write(one, json);
  json.end_array().end_object();
  return out;
}

}  // namespace rapport::search
