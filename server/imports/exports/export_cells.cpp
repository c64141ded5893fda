#include "imports/exports/export_cells.h"

#include <algorithm>
#include <charconv>

#include "access/policy.h"
#include "base/date.h"
#include "imports/columns/targets.h"
#include "imports/formats/value_numbers.h"
#include "imports/formats/vcard/vcard_reader.h"

namespace rapport::imports {

namespace json = base::json;
using records::Context;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;

namespace {

constexpr std::string_view kAddress[] = {"street",  "city",     "region",   "postal_code",
                                         "country", "latitude", "longitude"};

class Columns {
 public:
  Columns(const Context& context, Headings headings) : context_(context), headings_(headings) {}

  void add_field(const EntityDef& entity, const FieldDef& field, const std::string& path) {
    entity_ = &entity;
    auto type = field.type->name();
    auto shape = field.shape();
    bool names = headings_ == Headings::Names;
    if (shape == Shape::Money) {
      add(field, path, "amount", path);
      add(field, path, "currency", path + ".currency");
    } else if (type == "address") {
      for (auto part : kAddress)
        add(field, path, std::string(part), path + "." + std::string(part));
    } else if (field.name == "id") {
      add(field, path, "", path);
    } else if (shape == Shape::Reference || shape == Shape::References) {
      bool person = !field.to.empty() && field.to[0] == "users";
      bool team = !field.to.empty() && field.to[0] == "teams";
      if (names && person) add(field, path, "email", path + ".email");
      if (names && !person && !team) add(field, path, "id", path + ".id");
      if (shape == Shape::Reference || !names)
        add(field, path, "name", person || team || !names ? path : path + ".name");
    } else {
      add(field, path, "", path);
    }
  }
  std::vector<ExportColumn> take() { return std::move(columns_); }

 private:
  void add(const FieldDef& field, const std::string& path, std::string member,
           const std::string& heading) {
    columns_.push_back({headings_ == Headings::Names ? heading : label(field, path, member), path,
                        std::move(member), &field, entity_});
  }

  std::string label(const FieldDef& field, const std::string& path, const std::string& member) {
    const auto& strings = *context_.model->strings;
    auto language = context_.actor->language;
    bool part = !member.empty() && member != "amount" && member != "name" && member != "email";
    Target target{path, part ? Part::Member : Part::Value, &field, part ? member : std::string()};
    return label_of(strings, language, *entity_, target);
  }

  const Context& context_;
  Headings headings_;
  const EntityDef* entity_ = nullptr;
  std::vector<ExportColumn> columns_;
};

// The first of a list is in the list.
bool is_told_by_list(const EntityDef& entity, const FieldDef& field) {
  auto type = field.type->name();
  return (type == "email" || type == "phone") && entity.find(field.name + "s");
}

std::vector<std::string> all_fields(const Context& context, const EntityDef& entity) {
  std::vector<std::string> own, system;
  for (const auto& field : entity.fields) {
    bool hidden =
        access::field_access(*context.actor, entity, field) == access::FieldAccess::Hidden;
    if (hidden || field.name == "deleted_at" || is_told_by_list(entity, field)) continue;
    (field.system && field.name != "id" && field.name != "external_id" ? system : own)
        .push_back(field.name);
  }
  own.insert(own.end(), system.begin(), system.end());
  return own;
}

}  // namespace

std::vector<ExportColumn> export_columns(const Context& context, const EntityDef& entity,
                                         const std::vector<std::string>& fields,
                                         Headings headings) {
  Columns columns(context, headings);
  for (const auto& path : fields.empty() ? all_fields(context, entity) : fields) {
    records::PathResolver paths(context, entity);
    auto resolved = paths.resolve(path, "fields");
    columns.add_field(*resolved.entity, *resolved.field, path);
  }
  return columns.take();
}

std::vector<ExportColumn> card_columns(const EntityDef& entity) {
  std::vector<ExportColumn> columns;
  for (const auto& name : vcard_columns()) {
    auto dot = name.find('.');
    auto path = name.substr(0, dot);
    auto member = dot == std::string::npos ? std::string() : name.substr(dot + 1);
    if (path == "company" && !entity.find("company"))
      path = entity.find("account") ? "account" : entity.title;
    const auto* field = entity.find(path);
    if (!field) continue;
    if (field->shape() == Shape::Reference) member = "name";
    columns.push_back({name, path, member, field, &entity});
  }
  return columns;
}

std::vector<std::string> headings_of(const std::vector<ExportColumn>& columns) {
  std::vector<std::string> headings;
  for (const auto& column : columns) headings.push_back(column.heading);
  return headings;
}

std::vector<std::string> fields_of(const std::vector<ExportColumn>& columns) {
  std::vector<std::string> paths;
  for (const auto& column : columns)
    if (std::find(paths.begin(), paths.end(), column.path) == paths.end())
      paths.push_back(column.path);
  return paths;
}

StageNames stage_names(storage::Transaction& transaction, const Context& context) {
  StageNames names;
  const auto* entity = context.model->schema->find("pipelines");
  if (!entity || !entity->find("stages")) return names;
  storage::Query query;
  query.table = &context.table(*entity);
  query.columns = {storage::Expression{0, "stages"}};
  query.where = storage::is_null("deleted_at");
  query.order_is_optional = true;
  transaction.select(query, [&](const storage::Row& row) {
    if (row.is_null(0)) return true;
    auto stages = json::parse(row.text(0));
    for (const auto& stage : stages.as_array()) {
      std::string key(stage.at("key").as_string());
      const auto* name = stage.as_object().if_contains("name");
      auto words = context.model->strings->text(context.actor->language, "pipelines.stages." + key);
      bool named = name && name->is_string() && !name->get_string().empty();
      names.try_emplace(key, named ? std::string(name->get_string()) : std::string(words));
    }
    return true;
  });
  return names;
}

CellWriter::CellWriter(const Context& context, const EntityDef&,
                       const std::vector<ExportColumn>& columns, Headings headings,
                       const StageNames& stages)
    : context_(context), columns_(columns), headings_(headings), stages_(stages) {}

std::span<const OutCell> CellWriter::write(const json::object& record) {
  texts_.clear();
  cells_.clear();
  for (const auto& column : columns_) {
    const auto* value = record.if_contains(column.path);
    cells_.push_back(value && !value->is_null() ? cell(column, *value) : OutCell{});
  }
  return cells_;
}

OutCell CellWriter::keep(std::string text, CellType type) {
  return {texts_.emplace_back(std::move(text)), type};
}

std::string CellWriter::word_of(const ExportColumn& column, std::string_view key) const {
  if (headings_ == Headings::Names) return std::string(key);
  if (column.field->type->name() == "stage") {
    auto it = stages_.find(std::string(key));
    return it == stages_.end() ? std::string(key) : it->second;
  }
  auto path = column.entity->name + ".choices." + column.field->name + "." + std::string(key);
  const auto& strings = *context_.model->strings;
  auto language = context_.actor->language;
  return strings.has(language, path) ? std::string(strings.text(language, path)) : std::string(key);
}

std::string CellWriter::person_email(const json::object& person) const {
  auto id = base::Id::parse(person.at("id").as_string());
  const auto* known = id ? context_.directory->person(*id) : nullptr;
  return known ? known->email : std::string();
}

OutCell CellWriter::cell(const ExportColumn& column, const json::value& value) {
  if (value.is_array()) {
    auto type = column.field->type->name();
    if (type != "json" && type != "bank_accounts") return list(column, value.get_array());
    return value.get_array().empty() ? OutCell{} : keep(json::serialize(value));
  }
  if (!value.is_object()) return scalar(column, value);
  const auto& object = value.get_object();
  if (column.member == "email") return keep(person_email(object));
  if (column.field->type->name() == "json") return keep(json::serialize(value));
  const auto* part = object.if_contains(column.member);
  if (part && part->is_number()) {
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, part->to_number<double>()).ptr;
    return keep(std::string(digits, end), CellType::Number);
  }
  if (!part || !part->is_string()) return {};
  bool amount = column.member == "amount";
  return keep(std::string(part->get_string()), amount ? CellType::Number : CellType::Text);
}

OutCell CellWriter::scalar(const ExportColumn& column, const json::value& value) {
  auto shape = column.field->shape();
  if (value.is_bool()) return keep(value.get_bool() ? "true" : "false", CellType::Boolean);
  if (value.is_number()) return keep(json::serialize(value), CellType::Number);
  std::string text(value.as_string());
  if (shape == Shape::Number) return keep(std::move(text), CellType::Number);
  if (shape == Shape::Date) return keep(std::move(text), CellType::Date);
  if (shape == Shape::Key) return keep(word_of(column, text));
  if (shape != Shape::Instant || headings_ == Headings::Names) return keep(std::move(text));
  // People read the clock on their wall.
  auto instant = base::parse_instant(text).value_or(0);
  constexpr std::int64_t kSecondUs = 1'000'000;
  instant += base::zone_offset_us(context_.actor->time_zone, instant);
  auto local = base::format_instant(instant - instant % kSecondUs);
  if (local.ends_with('Z')) local.pop_back();
  return keep(std::move(local), CellType::DateTime);
}

OutCell CellWriter::list(const ExportColumn& column, const json::array& values) {
  std::vector<KindValue> points;
  std::string text;
  for (const auto& value : values) {
    std::string item;
    if (value.is_string()) {
      item = word_of(column, value.get_string());
    } else {
      const auto& object = value.as_object();
      const auto* link = object.if_contains(column.member.empty() ? "value" : column.member);
      if (!link || !link->is_string()) continue;
      item = std::string(link->get_string());
      if (const auto* kind = object.if_contains("kind"); kind && kind->is_string())
        points.push_back({std::string(kind->get_string()), item});
    }
    text += (text.empty() ? "" : "; ") + item;
  }
  return keep(points.empty() ? std::move(text) : join_values(points));
}

}  // namespace rapport::imports
