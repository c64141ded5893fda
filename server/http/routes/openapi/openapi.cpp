#include "http/routes/openapi/openapi.h"

#include <algorithm>

#include "access/policy.h"
#include "base/json.h"
#include "base/text.h"
#include "http/routes/openapi/openapi_fields.h"
#include "http/routes/openapi/openapi_schemas.h"

namespace rapport::http {

using base::JsonWriter;
using schema::EntityDef;

namespace {

constexpr std::string_view kHole = "{entity}";

// A route at one path: of one entity, when the route is for any.
struct Operation {
  const Route* route;
  const EntityDef* entity;
};
using Paths = std::vector<std::pair<std::string, std::vector<Operation>>>;

struct Writer {
  const records::Context& context;
  schema::Language language;
  std::string out = {};
  JsonWriter json{out};

  void operation(const Route& route, const std::string& path, const EntityDef* entity);
  void parameters(const Route& route, const std::string& path);
  void request_body(const Route& route, const EntityDef* entity);
  void responses(const Route& route, const EntityDef* entity);
  void content(std::string_view names, const EntityDef* entity);
  bool exists(std::string_view schema) const;
  std::string area_of(const std::string& path, const EntityDef* entity) const;
};

std::vector<std::string> parameters_of(const std::string& path) {
  std::vector<std::string> names;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1))
    names.push_back(path.substr(open + 1, path.find('}', open) - open - 1));
  return names;
}

// A schema's name with its hole filled: "{entity}_page" → "deals_page".
std::string filled(std::string name, const EntityDef* entity) {
  if (name.starts_with(kHole) && entity) name.replace(0, kHole.size(), entity->name);
  return name;
}

std::string operation_id(const Route& route, const std::string& path) {
  std::string id = base::fold(name_of(route.method));
  for (char c : path) id += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return id;
}

// Whether the document has the schema: that of an entity is told to who may read it.
bool Writer::exists(std::string_view schema) const {
  const auto* entity = context.model->schema->find(schema.substr(0, schema.find("_create")));
  return !entity || access::level_of(*context.actor, *entity, access::Action::Read) !=
                        access::Level::None;
}

// The entity of an operation, by its path too ("/api/v1/deals/{id}/stages"); else the program.
std::string Writer::area_of(const std::string& path, const EntityDef* entity) const {
  constexpr std::string_view kBase = "/api/v1/";
  if (entity) return entity->name;
  if (!path.starts_with(kBase)) return "rapport";
  auto name = path.substr(kBase.size(), path.find('/', kBase.size()) - kBase.size());
  return context.model->schema->find(name) ? name : "rapport";
}

// Members of "content": schemas by name in JSON, media types as they are.
void Writer::content(std::string_view names, const EntityDef* entity) {
  json.key("content").begin_object();
  for (const auto& name : base::split(names, ',')) {
    bool is_media_type = name.find('/') != std::string::npos;
    json.key(is_media_type ? name : "application/json").begin_object();
    if (!is_media_type && exists(name)) {
      json.key("schema").begin_object();
      json.member("$ref", "#/components/schemas/" + filled(name, entity)).end_object();
    }
    json.end_object();
  }
  json.end_object();
}

void Writer::parameters(const Route& route, const std::string& path) {
  json.key("parameters").begin_array();
  auto add = [&](std::string_view name, std::string_view place, std::string_view schema,
                 std::string_view meaning) {
    json.begin_object().member("name", name).member("in", place);
    json.member("required", place == "path");
    if (!meaning.empty()) json.member("description", meaning);
    json.key("schema").raw(schema).end_object();
  };
  constexpr std::string_view kText = R"({"type":"string"})";
  for (const auto& name : parameters_of(path)) add(name, "path", kText, "");
  for (const auto& each : route.parameters) add(each.name, "query", each.schema, each.meaning);
  bool writes_record = route.pattern.ends_with("{entity}/{id}");
  if (writes_record && (route.method == Method::Patch || route.method == Method::Delete))
    add("If-Match", "header", kText, "The version the change is based on: \"7\"");
  bool writes_model = route.pattern.starts_with("/api/v1/metadata/") && !is_safe(route.method);
  if (writes_model)
    add("If-Match", "header", kText, "The ETag of the package that the change is based on: \"7\"");
  bool once = !is_safe(route.method) && route.effect == Effect::ByMethod &&
              route.pattern.find("{entity}") != std::string_view::npos;
  if (once) add("Idempotency-Key", "header", kText, "Makes a repeat harmless");
  json.end_array();
}

void Writer::request_body(const Route& route, const EntityDef* entity) {
  if (route.takes.empty()) return;
  json.key("requestBody").begin_object().member("required", route.takes != "Action");
  if (route.body != BodyKind::File) {
    content(route.takes, entity);
  } else {
    json.key("content").begin_object().key("application/octet-stream").begin_object().end_object();
    json.key("multipart/form-data").begin_object().key("schema").begin_object();
    json.member("$ref", "#/components/schemas/" + std::string(route.takes));
    json.end_object().end_object().end_object();
  }
  json.end_object();
}

void Writer::responses(const Route& route, const EntityDef* entity) {
  json.key("responses").begin_object();
  for (int status : {route.status, route.other_status}) {
    if (status == 0) continue;
    json.key(std::to_string(status)).begin_object().member("description", route.summary);
    if (!route.answers.empty()) content(route.answers, entity);
    json.end_object();
  }
  json.key("default").begin_object();
  json.member("description", "An error, RFC 9457").key("content").begin_object();
  json.key("application/problem+json").begin_object().key("schema").begin_object();
  json.member("$ref", "#/components/schemas/Problem");
  json.end_object().end_object().end_object().end_object().end_object();
}

void Writer::operation(const Route& route, const std::string& path, const EntityDef* entity) {
  json.key(base::fold(name_of(route.method))).begin_object().member("summary", route.summary);
  json.member("operationId", operation_id(route, path)).key("tags").begin_array();
  json.value(area_of(path, entity)).end_array();
  if (route.policy == Policy::Public) json.key("security").begin_array().end_array();
  parameters(route, path);
  request_body(route, entity);
  responses(route, entity);
  json.end_object();
}

std::vector<Operation>& operations_at(Paths& paths, const std::string& path) {
  auto it = std::find_if(paths.begin(), paths.end(),
                         [&](const auto& entry) { return entry.first == path; });
  return it != paths.end() ? it->second : paths.emplace_back(path, std::vector<Operation>()).second;
}

// A literal route of the same shape and method wins over the general one.
void add_operation(Paths& paths, const std::string& path, const Operation& operation) {
  auto& there = operations_at(paths, path);
  bool taken = std::any_of(there.begin(), there.end(), [&](const Operation& other) {
    return other.route->method == operation.route->method;
  });
  if (!taken) there.push_back(operation);
}

Paths paths_of(const Router& router, const std::vector<const EntityDef*>& entities) {
  Paths paths;
  for (const auto& route : router.routes())
    if (route.pattern.find(kHole) == std::string_view::npos)
      add_operation(paths, std::string(route.pattern), {&route, nullptr});
  for (const auto* entity : entities)
    for (const auto& route : router.routes()) {
      std::string path(route.pattern);
      auto hole = path.find(kHole);
      if (hole == std::string::npos) continue;
      path.replace(hole, kHole.size(), entity->name);
      add_operation(paths, path, {&route, entity});
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
  for (const auto& [path, operations] : paths_of(router, entities)) {
    json.key(path).begin_object();
    for (const auto& [route, entity] : operations) writer.operation(*route, path, entity);
    json.end_object();
  }
  json.end_object().key("components").begin_object();
  json.key("securitySchemes").raw(R"({"key":{"type":"http","scheme":"bearer"},
    "session":{"type":"apiKey","in":"cookie","name":"rapport_session"}})");
  json.key("schemas").begin_object();
  writer.out += fixed_schemas();
  for (const auto* entity : entities) {
    writer.out += ',';
    writer.out += entity_schemas(context, *entity, language);
  }
  json.end_object().end_object().end_object();
  return std::move(writer.out);
}

}  // namespace rapport::http
