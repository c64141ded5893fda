#include "http/routes/openapi.h"

#include <algorithm>

#include "access/policy.h"
#include "base/json.h"
#include "base/text.h"
#include "http/routes/openapi_fields.h"

namespace rapport::http {

using base::JsonWriter;
using schema::EntityDef;

namespace {

constexpr std::string_view kFixedSchemas{  // tidy: table
    R"(
"Problem":{"type":"object","description":"RFC 9457","properties":{"type":{"type":"string"},"title":{"type":"string"},
 "status":{"type":"integer"},"detail":{"type":"string"},"code":{"type":"string"},"request_id":{"type":"string"},
 "errors":{"type":"array","items":{"type":"object","properties":{"field":{"type":"string"},"code":{"type":"string"},
 "message":{"type":"string"}}}}},"required":["type","title","status"]},
"Link":{"type":["object","null"],"properties":{"id":{"type":"string","format":"uuid"},"entity":{"type":"string"},
 "name":{"type":["string","null"]}}},
"Money":{"type":["object","null"],"properties":{"amount":{"type":"string","pattern":"^-?[0-9]+(\\.[0-9]+)?$"},
 "currency":{"type":"string","pattern":"^[A-Z]{3}$"}},"required":["amount"]},
"ContactPoint":{"type":"object","properties":{"value":{"type":"string"},"kind":{"type":"string"},
 "invalid":{"type":"boolean"},"opted_out":{"type":"boolean"}},"required":["value"]},
"Address":{"type":["object","null"],"properties":{"street":{"type":"string"},"city":{"type":"string"},
 "region":{"type":"string"},"postal_code":{"type":"string"},"country":{"type":"string"}}},
"BankAccount":{"type":"object","properties":{"bank":{"type":"string"},"bik":{"type":"string"},
 "account":{"type":"string"},"correspondent_account":{"type":"string"}}},
"Filter":{"type":"object","description":"{\"all\":[…]}, {\"any\":[…]}, {\"not\":…}, {\"field\",\"op\",\"value\"} or {\"related\",\"some\"}",
 "additionalProperties":true},
"Query":{"type":"object","properties":{"filter":{"$ref":"#/components/schemas/Filter"},"q":{"type":"string"},
 "sort":{"type":["string","array"],"items":{"type":"string"}},"fields":{"type":["string","array"],"items":{"type":"string"}},
 "limit":{"type":"integer","minimum":1,"maximum":500},"cursor":{"type":"string"},"count":{"enum":["exact","none"]}}},
"Aggregate":{"type":"object","properties":{"filter":{"$ref":"#/components/schemas/Filter"},
 "group_by":{"type":"array","items":{"type":"string"}},"measures":{"type":"array","items":{"type":"object",
 "properties":{"fn":{"enum":["count","sum","avg","min","max"]},"field":{"type":"string"}}}},
 "sort":{"type":"string"},"limit":{"type":"integer"}}})"};

constexpr std::string_view kListParameters[][2] = {
    {"filter", "Conditions as JSON"},   {"q", "Words of the name"},
    {"sort", "-amount,name"},           {"fields", "Fields to return, paths through links too"},
    {"limit", "1 to 500, default 50"},  {"cursor", "Value of next of the page before"},
    {"count", "exact: also count all"}, {"deleted", "true: the recycle bin"}};

struct Writer {
  const records::Context& context;
  schema::Language language;
  std::string out = {};
  JsonWriter json{out};

  void path(const std::string& path, const std::vector<const Route*>& routes,
            const EntityDef* entity);
  void operation(const Route& route, const std::string& path, const EntityDef* entity);
  void parameters(const Route& route, const std::string& path);
  void request_body(const Route& route, const EntityDef* entity);
  void responses(const Route& route, const EntityDef* entity);
  void json_content(std::string_view reference);
};

std::vector<std::string> parameters_of(const std::string& path) {
  std::vector<std::string> names;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1))
    names.push_back(path.substr(open + 1, path.find('}', open) - open - 1));
  return names;
}

std::string operation_id(const Route& route, const std::string& path) {
  std::string id = base::fold(name_of(route.method));
  for (char c : path) id += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return id;
}

void Writer::json_content(std::string_view reference) {
  json.key("content")
      .begin_object()
      .key("application/json")
      .begin_object()
      .key("schema")
      .begin_object();
  if (!reference.empty())
    json.member("$ref", "#/components/schemas/" + std::string(reference));
  else
    json.member("type", "object");
  json.end_object().end_object().end_object();
}

void Writer::parameters(const Route& route, const std::string& path) {
  json.key("parameters").begin_array();
  auto add = [&](std::string_view name, std::string_view place, bool required,
                 std::string_view meaning) {
    json.begin_object().member("name", name).member("in", place).member("required", required);
    if (!meaning.empty()) json.member("description", meaning);
    json.key("schema").begin_object().member("type", "string").end_object().end_object();
  };
  for (const auto& name : parameters_of(path)) add(name, "path", true, "");
  bool list = route.method == Method::Get &&
              (route.pattern.ends_with("/{entity}") || route.pattern.ends_with("/related/{link}"));
  if (list)
    for (const auto& [name, meaning] : kListParameters) add(name, "query", false, meaning);
  bool writes_record = route.pattern.find("{entity}/{id}") != std::string_view::npos;
  if (writes_record && (route.method == Method::Patch || route.method == Method::Delete))
    add("If-Match", "header", false, "The version the change is based on: \"7\"");
  if (!is_safe(route.method)) add("Idempotency-Key", "header", false, "Makes a repeat harmless");
  json.end_array();
}

void Writer::request_body(const Route& route, const EntityDef* entity) {
  if (route.body == BodyKind::None) return;
  json.key("requestBody").begin_object().member("required", true);
  if (route.body == BodyKind::File) {
    json.key("content")
        .begin_object()
        .key("application/octet-stream")
        .begin_object()
        .end_object()
        .end_object();
  } else if (route.pattern.ends_with("/query")) {
    json_content("Query");
  } else if (route.pattern.ends_with("/aggregate")) {
    json_content("Aggregate");
  } else {
    bool record =
        entity && (route.pattern.ends_with("{entity}") || route.pattern.ends_with("/{id}") ||
                   route.pattern.ends_with("/{value}"));
    json_content(record ? entity->name + "_write" : std::string());
  }
  json.end_object();
}

void Writer::responses(const Route& route, const EntityDef* entity) {
  json.key("responses").begin_object();
  bool creates = route.method == Method::Post &&
                 (route.pattern.ends_with("{entity}") || route.pattern.ends_with("/files"));
  json.key(route.stream                     ? "101"
           : creates                        ? "201"
           : route.method == Method::Delete ? "204"
                                            : "200")
      .begin_object();
  json.member("description", route.summary);
  bool page = entity && route.method == Method::Get && route.pattern.ends_with("{entity}");
  bool query = route.pattern.ends_with("/query");
  if (route.method != Method::Delete && !route.stream) {
    if (page || (query && entity))
      json_content(entity->name + "_page");
    else if (entity &&
             (creates || route.pattern.ends_with("/{id}") || route.pattern.ends_with("/{value}")))
      json_content(entity->name);
    else
      json_content("");
  }
  json.end_object();
  json.key("default").begin_object().member("description", "An error, RFC 9457");
  json.key("content")
      .begin_object()
      .key("application/problem+json")
      .begin_object()
      .key("schema")
      .begin_object();
  json.member("$ref", "#/components/schemas/Problem")
      .end_object()
      .end_object()
      .end_object()
      .end_object()
      .end_object();
}

void Writer::operation(const Route& route, const std::string& path, const EntityDef* entity) {
  json.key(base::fold(name_of(route.method))).begin_object().member("summary", route.summary);
  json.member("operationId", operation_id(route, path)).key("tags").begin_array();
  json.value(entity ? std::string_view(entity->name) : std::string_view("rapport")).end_array();
  if (route.policy == Policy::Public) json.key("security").begin_array().end_array();
  parameters(route, path);
  request_body(route, entity);
  responses(route, entity);
  json.end_object();
}

void Writer::path(const std::string& path, const std::vector<const Route*>& routes,
                  const EntityDef* entity) {
  json.key(path).begin_object();
  for (const auto* route : routes) operation(*route, path, entity);
  json.end_object();
}

std::vector<std::pair<std::string, std::vector<const Route*>>> by_pattern(const Router& router) {
  std::vector<std::pair<std::string, std::vector<const Route*>>> paths;
  for (const auto& route : router.routes()) {
    std::string pattern(route.pattern);
    auto it = std::find_if(paths.begin(), paths.end(),
                           [&](const auto& entry) { return entry.first == pattern; });
    if (it == paths.end())
      paths.push_back({pattern, {&route}});
    else
      it->second.push_back(&route);
  }
  return paths;
}

}  // namespace

std::string openapi_json(const Router& router, const records::Context& context,
                         schema::Language language) {
  Writer writer{context, language};
  auto& json = writer.json;
  json.begin_object().member("openapi", "3.1.0").key("info").begin_object();
  json.member("title", "Rapport").member("version", "1").key("license").begin_object();
  json.member("name", "MIT").member("identifier", "MIT").end_object().end_object();
  json.key("servers").begin_array().begin_object().member("url", "/").end_object().end_array();
  json.key("security").raw(R"([{"key":[]},{"session":[]}])");
  json.key("paths").begin_object();
  std::vector<const EntityDef*> entities;
  for (const auto& entity : context.model->schema->entities())
    if (access::level_of(*context.actor, entity, access::Action::Read) != access::Level::None)
      entities.push_back(&entity);
  constexpr std::string_view kHole = "{entity}";
  for (const auto& [pattern, routes] : by_pattern(router)) {
    auto hole = pattern.find(kHole);
    if (hole == std::string::npos) {
      writer.path(pattern, routes, nullptr);
      continue;
    }
    for (const auto* entity : entities) {
      auto path = pattern;
      path.replace(hole, kHole.size(), entity->name);
      // A literal route of the same shape wins over the general one.
      bool taken = std::any_of(router.routes().begin(), router.routes().end(),
                               [&](const Route& route) { return route.pattern == path; });
      if (!taken) writer.path(path, routes, entity);
    }
  }
  json.end_object().key("components").begin_object();
  json.key("securitySchemes").raw(R"({"key":{"type":"http","scheme":"bearer"},
    "session":{"type":"apiKey","in":"cookie","name":"rapport_session"}})");
  json.key("schemas").begin_object();
  writer.out += kFixedSchemas;
  for (const auto* entity : entities) {
    writer.out += ',';
    writer.out += entity_schemas(context, *entity, language);
  }
  json.end_object().end_object().end_object();
  return std::move(writer.out);
}

}  // namespace rapport::http
