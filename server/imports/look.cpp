#include "imports/look.h"

#include <algorithm>

#include "access/policy.h"
#include "base/text.h"
#include "imports/columns/column_match.h"
#include "imports/run.h"

namespace rapport::imports {

namespace json = base::json;
using base::ErrorKind;
using base::JsonWriter;
using records::Context;
using schema::EntityDef;

namespace {

constexpr std::size_t kRowsShown = 20, kSamples = 5;

const json::value* member(const json::object& body, const char* name) {
  const auto* value = body.if_contains(name);
  return value && !value->is_null() ? value : nullptr;
}

void check_members(const json::object& body) {
  static constexpr std::string_view kKnown[] = {"file",       "entity",  "map",
                                                "duplicates", "dry_run", "options"};
  for (const auto& [key, value] : body)
    if (std::find(std::begin(kKnown), std::end(kKnown), std::string_view(key)) == std::end(kKnown))
      base::fail(ErrorKind::Invalid, "unknown_key", std::string(key), {{"key", std::string(key)}});
}

}  // namespace

const EntityDef& entity_to_import(const Context& context, std::string_view name) {
  const auto& entity = context.model->schema->entity(name);
  auto level = access::level_of(*context.actor, entity, access::Action::Create);
  if (level == access::Level::None) base::fail(ErrorKind::Forbidden, "forbidden", "entity");
  return entity;
}

ImportOrder read_order(const Context& context, const json::value& document, Look look) {
  if (!document.is_object())
    base::fail(ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  const auto& body = document.get_object();
  check_members(body);
  ImportOrder order;
  const auto* file = member(body, "file");
  auto id = file && file->is_string() ? base::Id::parse(file->get_string()) : std::nullopt;
  if (!id) base::fail(ErrorKind::Invalid, file ? "not_an_id" : "required", "file");
  order.file = *id;
  const auto* entity = member(body, "entity");
  if (entity && !entity->is_string()) base::fail(ErrorKind::Invalid, "wrong_type", "entity");
  if (entity) order.entity = &entity_to_import(context, std::string_view(entity->get_string()));
  else if (look == Look::ToImport) base::fail(ErrorKind::Invalid, "required", "entity");
  order.request = parse_request(body);
  const auto* dry = member(body, "dry_run");
  if (dry && !dry->is_bool()) base::fail(ErrorKind::Invalid, "not_a_boolean", "dry_run");
  order.is_dry_run = dry && dry->get_bool();
  return order;
}

namespace {

void write_profile(JsonWriter& json, const TableProfile& profile) {
  json.key("profile").begin_object().member("kind", name_of(profile.kind));
  json.member("encoding", name_of(profile.encoding)).member("delimiter", profile.delimiter);
  json.member("has_header", profile.has_header).member("sheet", profile.sheet);
  json.key("sheets").begin_array();
  for (const auto& sheet : profile.sheets) json.value(sheet.name);
  json.end_array().key("decimal");
  if (profile.decimal) json.value(std::string_view(&profile.decimal, 1));
  else json.null();
  json.key("date_order");
  if (profile.date_order) json.value(name_of(*profile.date_order));
  else json.null();
  json.end_object();
}

std::vector<std::string_view> samples_of(const TableProfile& profile, std::size_t column) {
  std::vector<std::string_view> samples;
  for (const auto& row : profile.rows) {
    if (column >= row.size() || samples.size() >= kSamples) continue;
    auto value = base::trim(row[column]);
    bool known = std::find(samples.begin(), samples.end(), value) != samples.end();
    if (!value.empty() && !known) samples.push_back(value);
  }
  return samples;
}

void write_columns(JsonWriter& json, const TableProfile& profile,
                   const std::vector<ColumnGuess>& guesses) {
  json.key("columns").begin_array();
  for (std::size_t i = 0; i < guesses.size(); ++i) {
    json.begin_object().member("name", profile.columns[i]).key("field");
    if (guesses[i].path.empty()) json.null();
    else json.value(guesses[i].path);
    auto percent = static_cast<int>(guesses[i].confidence * 100 + 0.5);
    json.key("confidence").raw(percent >= 100 ? "1" : "0." + std::string(percent < 10 ? "0" : "") +
                                                          std::to_string(percent));
    json.key("samples").begin_array();
    for (auto sample : samples_of(profile, i)) json.value(sample);
    json.end_array().end_object();
  }
  json.end_array();
}

void write_targets(JsonWriter& json, const Context& context, const EntityDef& entity) {
  json.key("fields").begin_array();
  for (const auto& target : offered_targets(context, entity)) {
    auto label = label_of(*context.model->strings, context.actor->language, entity, target);
    json.begin_object().member("path", target.path).member("label", label).end_object();
  }
  json.end_array();
}

void write_rows(JsonWriter& json, const TableProfile& profile) {
  json.key("rows").begin_array();
  for (std::size_t i = 0; i < profile.rows.size() && i < kRowsShown; ++i) {
    json.begin_array();
    for (const auto& cell : profile.rows[i]) json.value(cell);
    json.end_array();
  }
  json.end_array();
}

}  // namespace

std::string look_into(const Context& context, const Vocabulary& vocabulary,
                      const std::filesystem::path& path, const ImportOrder& order) {
  auto profile = detect_profile(path, order.request.options);
  const auto& entity = order.entity
                           ? *order.entity
                           : guess_entity(vocabulary, context, profile.columns, profile.rows);
  auto guesses = match_columns(vocabulary, context, entity, profile.columns, profile.rows);
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_profile(json, profile);
  json.member("entity", entity.name);
  write_columns(json, profile, guesses);
  write_targets(json, context, entity);
  write_rows(json, profile);
  json.member("total_estimate", estimate_rows(path, order.request.options)).end_object();
  return out;
}

std::string settled_request(const Context& context, const Vocabulary& vocabulary,
                            const std::function<void(const storage::Work&)>& read,
                            const std::filesystem::path& path, const ImportOrder& order,
                            const json::value& body) {
  RunTools tools{vocabulary, {}, read, {}, {}, base::system_clock(), {}};
  auto plan = make_plan(tools, path, *order.entity, order.request, context);
  Matcher matcher(context, *plan, order.request.map.match);
  json::object kept;
  for (const char* name : {"map", "options", "duplicates"})
    if (const auto* value = body.as_object().if_contains(name)) kept[name] = *value;
  kept["columns"] = json::array(plan->columns().begin(), plan->columns().end());
  char decimal = plan->notation().decimal;
  kept["decimal"] = decimal ? std::string(1, decimal) : std::string();
  return json::serialize(kept);
}

SettledTable settled_table(const std::string& request) {
  SettledTable table;
  auto document = base::parse_json(request).as_object();
  if (const auto* columns = document.if_contains("columns"))
    for (const auto& column : columns->as_array()) table.columns.emplace_back(column.as_string());
  if (const auto* decimal = document.if_contains("decimal"); decimal && decimal->is_string())
    table.decimal = decimal->get_string().empty() ? '\0' : decimal->get_string()[0];
  return table;
}

}  // namespace rapport::imports
