#include "customisation/layout_layers.h"

#include <algorithm>
#include <set>

#include "schema/field_type.h"

namespace rapport::customisation {

namespace json = base::json;

namespace {

constexpr std::string_view kParts[] = {"list", "detail", "create", "card", "highlights"};
constexpr std::size_t kColumns = 6;  // of a list that nobody laid out
constexpr std::size_t kOnCard = 3;

using Names = std::vector<std::string>;

json::array array_of(const Names& names) {
  json::array out;
  for (const auto& name : names) out.emplace_back(name);
  return out;
}

// In a list a structure says little, and a long text too much.
bool fits_list(const json::object& field) {
  const auto* name = field.if_contains("type");
  const auto* type = name && name->is_string() ? schema::find_field_type(name->get_string())
                                               : nullptr;
  return type && type->shape() != schema::Shape::Structure && type->name() != "long_text";
}

bool is_read_only(const json::object& field) {
  const auto* flag = field.if_contains("read_only");
  return flag && flag->is_bool() && flag->get_bool();
}

json::array rows_of(const Names& names) {
  json::array rows;
  for (const auto& name : names) rows.push_back(json::array{json::string(name)});
  return rows;
}

json::object section(std::string_view key, json::array rows) {
  return json::object{{"key", key}, {"rows", std::move(rows)}};
}

struct Fields {
  Names all, listed, writable;
};

Fields fields_of(const MergedEntity& entity, const std::set<std::string>& only) {
  Fields fields;
  const auto* definitions = find_object(entity.definition, {"fields"});
  if (!definitions) return fields;
  for (const auto& [key, value] : *definitions) {
    std::string name(key);
    if (!value.is_object() || (!only.empty() && !only.contains(name))) continue;
    fields.all.push_back(name);
    if (fits_list(value.get_object())) fields.listed.push_back(name);
    if (!is_read_only(value.get_object())) fields.writable.push_back(name);
  }
  return fields;
}

json::object usual_layouts(const MergedEntity& entity) {
  auto fields = fields_of(entity, {});
  auto writable = fields.writable;
  writable.push_back("owner");
  Names columns(fields.listed.begin(),
                fields.listed.begin() +
                    static_cast<std::ptrdiff_t>(std::min(kColumns, fields.listed.size())));
  Names card(columns.begin() + std::min<std::ptrdiff_t>(1, std::ssize(columns)), columns.end());
  if (card.size() > kOnCard) card.resize(kOnCard);
  for (auto* names : {&columns, &card}) names->push_back("owner");
  auto rows = rows_of(fields.all);
  for (auto more : {json::array{"owner", "team"}, json::array{"tags"},
                    json::array{"created_at", "created_by"}})
    rows.push_back(std::move(more));
  json::object layouts;
  layouts["list"] = array_of(columns);
  layouts["detail"] = json::array{section(kMainSection, std::move(rows))};
  layouts["create"] = array_of(writable);
  layouts["card"] = array_of(card);
  layouts["highlights"] = json::array();
  return layouts;
}

// Own fields of a shipped entity, those that are in its definition.
std::set<std::string> own_fields(const Shipped& shipped, const Document& document,
                                 const std::string& entity) {
  std::set<std::string> own;
  const auto* fields = find_object(document, {"entities", entity, "fields"});
  if (!fields) return own;
  for (const auto& [name, value] : *fields)
    if (!shipped.field(entity, name)) own.emplace(name);
  return own;
}

void append_own(json::object& layouts, const Fields& own) {
  if (own.all.empty()) return;
  auto& detail = layouts["detail"];
  if (!detail.is_array()) detail = json::array();
  detail.get_array().push_back(section(kOwnSection, rows_of(own.all)));
  auto& create = layouts["create"];
  if (!create.is_array()) create = json::array();
  for (const auto& name : own.writable) create.get_array().emplace_back(name);
}

// Names of fields that are not there (any more) are left out, and rows that are empty then.
json::array known_names(const json::array& names, const std::set<std::string>& left_out) {
  json::array known;
  for (const auto& name : names) {
    const auto* text = name.if_string();
    if (!text || !left_out.contains(std::string(*text))) known.push_back(name);
  }
  return known;
}

void forget_left_out(json::object& layouts, const std::set<std::string>& left_out) {
  for (auto part : kParts) {
    auto* value = layouts.if_contains(part);
    if (!value || !value->is_array()) continue;
    if (part != "detail") {
      *value = known_names(value->get_array(), left_out);
      continue;
    }
    for (auto& each : value->get_array()) {
      auto* rows = each.is_object() ? each.get_object().if_contains("rows") : nullptr;
      if (!rows || !rows->is_array()) continue;
      json::array rest;
      for (const auto& row : rows->get_array()) {
        if (!row.is_array()) rest.push_back(row);
        else if (auto known = known_names(row.get_array(), left_out); !known.empty())
          rest.push_back(std::move(known));
      }
      *rows = std::move(rest);
    }
  }
}

// Own fields that are hidden, and not in the definition therefore.
std::set<std::string> hidden_fields(const Document& document, const std::string& entity,
                                    const MergedEntity& merged) {
  std::set<std::string> hidden;
  const auto* given = find_object(document, {"entities", entity, "fields"});
  const auto* there = find_object(merged.definition, {"fields"});
  if (!given) return hidden;
  for (const auto& [name, value] : *given)
    if (!there || !there->contains(name)) hidden.emplace(name);
  return hidden;
}

}  // namespace

json::object merged_layouts(const Shipped& shipped, const Document& document,
                            const std::string& entity, const MergedEntity& merged) {
  json::object layouts;
  if (shipped.entity(entity)) {
    if (const auto* file = shipped.find("layouts/" + entity + ".json")) layouts = *file;
    if (auto own = own_fields(shipped, document, entity); !own.empty())
      append_own(layouts, fields_of(merged, own));
  } else {
    layouts = usual_layouts(merged);
  }
  if (const auto* own = find_object(document, {"layouts", entity}))
    for (const auto& [part, value] : *own) layouts[part] = value;
  forget_left_out(layouts, hidden_fields(document, entity, merged));
  return layouts;
}

}  // namespace rapport::customisation
