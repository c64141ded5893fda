#include "http/routes/openapi/openapi_fields.h"

#include "access/policy.h"
#include "base/json.h"

namespace rapport::http {

using base::JsonWriter;
using schema::FieldDef;

namespace {

struct TypeSchema {
  std::string_view type, read, write;  // JSON; an empty write: as read
};

constexpr TypeSchema kTypes[] = {  // tidy: table
    {"integer", R"({"type":["integer","null"]})", ""},
    {"decimal", R"({"type":["string","null"],"pattern":"^-?[0-9]+(\\.[0-9]+)?$"})",
     R"({"type":["string","number","null"]})"},
    {"percent", R"({"type":["string","null"]})", R"({"type":["string","number","null"]})"},
    {"money", R"({"$ref":"#/components/schemas/Money"})", ""},
    {"date", R"({"type":["string","null"],"format":"date"})", ""},
    {"instant", R"({"type":["string","null"],"format":"date-time"})", ""},
    {"boolean", R"({"type":["boolean","null"]})", ""},
    {"choices", R"({"type":["array","null"],"items":{"type":"string"}})", ""},
    {"tags", R"({"type":["array","null"],"items":{"type":"string"}})", ""},
    {"emails", R"({"type":["array","null"],"items":{"$ref":"#/components/schemas/ContactPoint"}})",
     ""},
    {"phones", R"({"type":["array","null"],"items":{"$ref":"#/components/schemas/ContactPoint"}})",
     ""},
    {"address", R"({"$ref":"#/components/schemas/Address"})", ""},
    {"bank_accounts",
     R"({"type":["array","null"],"items":{"$ref":"#/components/schemas/BankAccount"}})", ""},
    {"link", R"({"$ref":"#/components/schemas/Link"})", R"({"type":["string","object","null"]})"},
    {"user", R"({"$ref":"#/components/schemas/Link"})", R"({"type":["string","object","null"]})"},
    {"team", R"({"$ref":"#/components/schemas/Link"})", R"({"type":["string","object","null"]})"},
    {"file", R"({"$ref":"#/components/schemas/Link"})", R"({"type":["string","object","null"]})"},
    {"links", R"({"type":"array","items":{"$ref":"#/components/schemas/Link"}})",
     R"({"type":["array","null"],"items":{"type":["string","object"]}})"},
    {"json", R"({})", ""},
    {"id", R"({"type":"string","format":"uuid"})", ""},
};

enum class Side { Read, Write, Create };

void write_choice(const FieldDef& field, JsonWriter& json) {
  json.begin_object().key("enum").begin_array();
  for (const auto& choice : field.choices) json.value(choice.key);
  json.null().end_array().end_object();
}

void write_field(const FieldDef& field, Side side, JsonWriter& json) {
  json.key(field.name);
  if (!field.choices.empty() && field.type->name() == "choice") return write_choice(field, json);
  for (const auto& row : kTypes) {
    if (row.type != field.type->name()) continue;
    json.raw(side != Side::Read && !row.write.empty() ? row.write : row.read);
    return;
  }
  json.begin_object().key("type").begin_array().value("string").value("null").end_array();
  if (field.max) json.member("maxLength", *field.max);
  json.end_object();
}

void write_object(const records::Context& context, const schema::EntityDef& entity, Side side,
                  JsonWriter& json) {
  json.begin_object().member("type", "object").key("properties").begin_object();
  std::vector<std::string_view> required;
  for (const auto& field : entity.fields) {
    auto access = access::field_access(*context.actor, entity, field);
    if (field.name == "deleted_at" || access == access::FieldAccess::Hidden) continue;
    bool own_id = side != Side::Read && field.name == "id";  // a client may choose it
    if (side != Side::Read && access != access::FieldAccess::Edit && !own_id) continue;
    write_field(field, side, json);
    bool told = field.name == "id" || field.name == "version";
    bool needed = field.required && field.default_json.empty() && !own_id;
    if (side == Side::Read ? told : side == Side::Create && needed) required.push_back(field.name);
  }
  json.end_object();
  if (!required.empty()) {
    json.key("required").begin_array();
    for (auto name : required) json.value(name);
    json.end_array();
  }
  if (side != Side::Read) json.member("additionalProperties", false);
  json.end_object();
}

std::string reference_to(const std::string& schema) {
  return "{\"$ref\":\"#/components/schemas/" + schema + "\"}";
}

void write_bulk(const schema::EntityDef& entity, JsonWriter& json) {
  constexpr std::string_view kTarget =
      R"("id":{"type":"string","format":"uuid"},"version":{"type":"integer"})";
  std::string target(kTarget);
  json.key(entity.name + "_bulk").begin_object().member("type", "object");
  json.key("properties").begin_object().key("create");
  json.raw("{\"type\":\"array\",\"items\":" + reference_to(entity.name + "_create") + "}");
  json.key("update").raw("{\"type\":\"array\",\"items\":{\"type\":\"object\",\"description\":"
                         "\"Fields of " + entity.name + "_write with the id\",\"properties\":{" +
                         target + "},\"required\":[\"id\"],\"additionalProperties\":true}}");
  json.key("delete").raw("{\"type\":\"array\",\"items\":{\"type\":[\"string\",\"object\"],"
                         "\"format\":\"uuid\",\"properties\":{" + target +
                         "},\"required\":[\"id\"],\"additionalProperties\":false}}");
  json.key("atomic").raw(R"({"type":"boolean","default":false})");
  json.end_object().member("additionalProperties", false).end_object();
}

}  // namespace

std::string entity_schemas(const records::Context& context, const schema::EntityDef& entity,
                           schema::Language language) {
  std::string out;
  JsonWriter json(out);
  json.key(entity.name);
  write_object(context, entity, Side::Read, json);
  json.key(entity.name + "_write");
  write_object(context, entity, Side::Write, json);
  json.key(entity.name + "_create");
  write_object(context, entity, Side::Create, json);
  write_bulk(entity, json);
  json.key(entity.name + "_page").begin_object().member("type", "object");
  json.member("description", context.model->strings->text(language, entity.name + ".many"));
  json.key("properties").begin_object().key("items").begin_object().member("type", "array");
  json.key("items").raw(reference_to(entity.name)).end_object();
  json.key("next").raw(R"({"type":["string","null"]})").key("total").raw(R"({"type":"integer"})");
  json.end_object().key("required").raw(R"(["items","next"])").end_object();
  return out;
}

}  // namespace rapport::http
