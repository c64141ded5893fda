#include "http/routes/metadata.h"

#include <algorithm>

#include "access/policy.h"
#include "base/json.h"

namespace rapport::http {

using access::Action;
using access::Level;
using base::JsonWriter;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;
using storage::Row;
namespace json = base::json;

namespace {

constexpr std::string_view kAreas[] = {"sales", "activities", "system"};
constexpr std::string_view kCurrencies[] = {"UZS", "USD", "EUR", "RUB", "KZT", "GBP", "CNY"};

struct Writer {
  storage::Transaction& transaction;
  const records::Context& context;
  schema::Language language;
  std::string out = {};
  JsonWriter json{out};

  std::string_view words(const std::string& path) const {
    return context.model->strings->text(language, path);
  }
  bool has_words(const std::string& path) const {
    return context.model->strings->has(language, path);
  }
  bool may(const EntityDef& entity, Action action) const {
    return access::level_of(*context.actor, entity, action) != Level::None;
  }
  access::FieldAccess field_access(const EntityDef& entity, const FieldDef& field) const {
    return access::field_access(*context.actor, entity, field);
  }

  void areas();
  void entity(const EntityDef& entity);
  void duplicates(const EntityDef& entity);
  void field(const EntityDef& entity, const FieldDef& field);
  void layouts(const EntityDef& entity);
  void layout_rows(const EntityDef& entity, const json::value& sections);
  void field_list(const EntityDef& entity, const json::value& names);
  void related(const EntityDef& entity);
  void pipelines();
  void stage(const json::object& stage);
  void roles();
};

void Writer::areas() {
  json.key("areas").begin_array();
  for (auto area : kAreas) {
    json.begin_object().member("name", area).member("label", words("areas." + std::string(area)));
    json.key("entities").begin_array();
    // The order of the day's work, then whatever else there is.
    static constexpr std::string_view kOrder[] = {"leads",    "deals", "accounts", "contacts",
                                                  "products", "tasks", "calls",    "meetings",
                                                  "notes",    "files"};
    auto listed = [&](const EntityDef& e) {
      return e.area == area && !e.hidden && may(e, Action::Read);
    };
    for (auto name : kOrder)
      if (const auto* found = context.model->schema->find(name); found && listed(*found))
        json.value(name);
    for (const auto& other : context.model->schema->entities())
      if (listed(other) &&
          std::find(std::begin(kOrder), std::end(kOrder), other.name) == std::end(kOrder))
        json.value(other.name);
    json.end_array().end_object();
  }
  json.end_array();
}

bool is_sortable(Shape shape) {
  return shape != Shape::KeySet && shape != Shape::References && shape != Shape::Structure;
}

void Writer::field(const EntityDef& entity, const FieldDef& field) {
  std::string path = entity.name + ".fields." + field.name;
  json.begin_object().member("name", field.name);
  json.member("type", field.name == "id" ? std::string_view("text") : field.type->name());
  json.member("label",
              words(field.system && !has_words(path) ? "system_fields." + field.name : path));
  json.member("required", field.required);
  json.member("read_only", field_access(entity, field) != access::FieldAccess::Edit);
  json.member("sortable", is_sortable(field.shape()) && !field.points_to_several());
  if (auto hint = entity.name + ".hints." + field.name; has_words(hint))
    json.member("hint", words(hint));
  if (!field.choices.empty()) {
    json.key("choices").begin_array();
    for (const auto& choice : field.choices) {
      json.begin_object().member("key", choice.key);
      json.member("label", words(entity.name + ".choices." + field.name + "." + choice.key));
      json.member("color", choice.color.empty() ? std::string_view("gray") : choice.color)
          .end_object();
    }
    json.end_array();
  }
  if (!field.default_json.empty()) json.key("default").raw(field.default_json);
  if (!field.to.empty()) {
    json.key("to").begin_array();
    for (const auto& target : field.to) json.value(target);
    json.end_array();
  }
  if (field.max) json.member("max", *field.max);
  if (field.min) json.member("min", *field.min);
  if (field.shape() == Shape::Number) json.member("scale", field.type->scale(field));
  json.end_object();
}

// Names of fields that exist and may be read.
void Writer::field_list(const EntityDef& entity, const json::value& names) {
  json.begin_array();
  for (const auto& name : names.as_array()) {
    const auto* found = entity.find(std::string(name.as_string()));
    if (found && field_access(entity, *found) != access::FieldAccess::Hidden)
      json.value(found->name);
  }
  json.end_array();
}

void Writer::layout_rows(const EntityDef& entity, const json::value& sections) {
  json.begin_array();
  for (const auto& section : sections.as_array()) {
    std::string key(section.at("key").as_string());
    json.begin_object().member("key", key).member("label", words(entity.name + ".sections." + key));
    json.key("rows").begin_array();
    for (const auto& row : section.at("rows").as_array()) field_list(entity, row);
    json.end_array().end_object();
  }
  json.end_array();
}

void Writer::layouts(const EntityDef& entity) {
  json.key("layouts").begin_object();
  auto document = base::parse_json(context.model->schema->layouts_json(entity.name));
  for (const auto& [name, layout] : document.as_object()) {
    json.key(name);
    if (name == "detail")
      layout_rows(entity, layout);
    else
      field_list(entity, layout);
  }
  json.end_object();
}

void Writer::related(const EntityDef& entity) {
  json.key("related").begin_array();
  for (const auto& list : entity.related) {
    const auto& other = context.entity(list.entity);
    const auto& holder = list.many_to_many && list.forward ? entity : other;
    if (!may(other, Action::Read)) continue;
    if (field_access(holder, holder.field(list.field)) == access::FieldAccess::Hidden) continue;
    std::string path = entity.name + ".related." + list.name;
    json.begin_object()
        .member("name", list.name)
        .member("entity", list.entity)
        .member("field", list.field);
    if (has_words(path))
      json.member("label", words(path));
    else if (list.forward)
      json.member("label", words(entity.name + ".fields." + list.field));
    else
      json.member("label", words(list.entity + ".many"));
    json.end_object();
  }
  json.end_array();
}

// Fields by which likely twins are found.
void Writer::duplicates(const EntityDef& entity) {
  json.key("duplicates").begin_array();
  for (std::string_view rule : entity.duplicates) {
    if (rule.ends_with('~')) rule.remove_suffix(1);
    if (field_access(entity, entity.field(rule)) != access::FieldAccess::Hidden) json.value(rule);
  }
  json.end_array();
}

void Writer::entity(const EntityDef& entity) {
  json.key(entity.name).begin_object().member("name", entity.name).member("area", entity.area);
  json.member("icon", entity.icon).member("color", entity.color).member("title", entity.title);
  json.key("labels").begin_object();
  for (auto form : {"one", "many", "new"}) json.member(form, words(entity.name + "." + form));
  json.end_object();
  duplicates(entity);
  json.key("rights").begin_object();
  json.member("create", may(entity, Action::Create)).member("update", may(entity, Action::Update));
  json.member("delete", may(entity, Action::Delete))
      .member("export", may(entity, Action::Export))
      .member("mass_edit", may(entity, Action::MassEdit))
      .member("deleted", may(entity, Action::Deleted))
      .end_object();
  json.member("shareable", entity.access == schema::AccessModel::Records);
  json.key("fields").begin_array();
  for (const auto& each : entity.fields)
    if (each.name != "deleted_at" && field_access(entity, each) != access::FieldAccess::Hidden)
      field(entity, each);
  json.end_array();
  layouts(entity);
  related(entity);
  json.key("actions").begin_array();
  for (const auto& action : entity.actions)
    json.begin_object()
        .member("name", action)
        .member("label", words(entity.name + ".actions." + action))
        .end_object();
  json.end_array();
  auto is_seen = [&](const std::string& name) {
    const auto* found = entity.find(name);
    return found && field_access(entity, *found) != access::FieldAccess::Hidden;
  };
  if (is_seen(entity.board)) {
    json.key("board").begin_object().member("field", entity.board);
    if (is_seen(entity.board_sum)) json.member("sum", entity.board_sum);
    json.end_object();
  }
  json.member("timeline", entity.activities).member("activities", entity.activities);
  json.member("hidden", entity.hidden).end_object();
}

void Writer::stage(const json::object& stage) {
  std::string key(stage.at("key").as_string());
  json.begin_object().member("key", key);
  const auto* name = stage.if_contains("name");
  std::string path = "pipelines.stages." + key;
  if (name && name->is_string() && !name->get_string().empty())
    json.member("label", std::string_view(name->get_string()));
  else
    json.member("label", has_words(path) ? words(path) : std::string_view(key));
  for (auto member : {"color", "probability", "kind", "required"}) {
    json.key(member);
    const auto* value = stage.if_contains(member);
    if (value)
      json.raw(json::serialize(*value));
    else
      json.raw(std::string_view(member) == "required" ? "[]" : "null");
  }
  json.end_object();
}

void Writer::pipelines() {
  const auto& pipelines = context.entity("pipelines");
  storage::Query query;
  query.table = &context.table(pipelines);
  for (auto column : {"id", "name", "default", "stages"}) query.columns.push_back({0, column});
  query.where = storage::is_null("deleted_at");
  query.order = {{{0, "rid"}, false}};
  json.key("pipelines").begin_array();
  transaction.select(query, [&](const Row& row) {
    json.begin_object().member("id", row.id(0));
    json.member("name", row.is_null(1) ? std::string_view() : row.text(1));
    json.member("default", !row.is_null(2) && row.integer(2) != 0).key("stages").begin_array();
    auto stages =
        row.is_null(3) ? base::json::value(base::json::array()) : base::parse_json(row.text(3));
    for (const auto& each : stages.as_array()) stage(each.as_object());
    json.end_array().end_object();
    return true;
  });
  json.end_array();
}

void Writer::roles() {
  json.key("roles").begin_array();
  for (const auto& [id, role] : context.directory->roles) {
    json.begin_object().member("id", id).member("key", role->key).key("name");
    std::string path = "roles.names." + role->key;
    json.value(!role->key.empty() && has_words(path) ? words(path) : std::string_view(role->name))
        .end_object();
  }
  json.end_array();
}

}  // namespace

std::string metadata_json(storage::Transaction& transaction, const records::Context& context,
                          schema::Language language) {
  Writer writer{transaction, context, language};
  auto& json = writer.json;
  json.begin_object().member("version", context.model->schema->version());
  json.member("language", schema::language_code(language))
      .member("currency", context.settings->currency);
  json.key("currencies").begin_array().value(context.settings->currency);
  for (auto currency : kCurrencies)
    if (currency != context.settings->currency) json.value(currency);
  json.end_array();
  writer.areas();
  json.key("entities").begin_object();
  for (const auto& entity : context.model->schema->entities())
    if (writer.may(entity, Action::Read)) writer.entity(entity);
  json.end_object();
  writer.pipelines();
  writer.roles();
  json.end_object();
  return std::move(writer.out);
}

}  // namespace rapport::http
