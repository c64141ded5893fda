#include "crm/system/seeds.h"

#include <array>

#include "crm/handles.h"
#include "crm/sales/pipelines.h"
#include "crm/system/users.h"
#include "records/changes.h"

namespace rapport::crm {

using records::Changes;
using records::RecordService;

namespace {

struct RoleSeed {
  const char* key;
  std::string_view rights;
};

// A rep sees his team's work and changes his own; activities he may also give to colleagues.
// Everyone reads all views: those that are not shared are passed over by who shows them.
// tidy: table
constexpr std::array kRoles = std::to_array<RoleSeed>({
    {"administrator", "{}"},
    {"manager", R"({
      "*": {"read": "team", "create": "team", "update": "team", "delete": "team", "export": "team"},
      "products": {"read": "all", "create": "all", "update": "all", "delete": "all", "export": "all"},
      "views": {"read": "all", "create": "own", "update": "own", "delete": "own"}})"},
    {"rep", R"({
      "*": {"read": "team", "create": "own", "update": "own", "delete": "own", "export": "own"},
      "tasks": {"create": "team"},
      "calls": {"create": "team"},
      "meetings": {"create": "team"},
      "products": {"read": "all", "create": "none", "update": "none", "delete": "none", "export": "none"},
      "views": {"read": "all"}})"},
    {"read_only", R"({
      "*": {"read": "all", "create": "none", "update": "none", "delete": "none", "export": "none"}})"},
});

void create_pipeline(RecordService& service, const Trade& trade) {
  const auto& entity = service.context().entity("pipelines");
  Changes changes;
  changes.set(entity, pipelines::name.name,
              company_words(service.context(), "pipelines.names." + std::string(trade.key)));
  changes.set(entity, pipelines::stages.name, stages_json(trade));
  changes.set(entity, pipelines::is_default.name, std::int64_t{1});
  service.create(entity, changes);
}

void create_roles(RecordService& service) {
  const auto& entity = service.context().entity("roles");
  for (const auto& role : kRoles) {
    Changes changes;
    std::string words = std::string("roles.names.") + role.key;
    changes.set(entity, roles::name.name, company_words(service.context(), words));
    changes.set(entity, roles::key.name, std::string(role.key));
    changes.set(entity, roles::rights.name, std::string(role.rights));
    service.create(entity, changes);
  }
}

void create_team(RecordService& service) {
  const auto& entity = service.context().entity("teams");
  Changes changes;
  changes.set(entity, teams::name.name, company_words(service.context(), "teams.names.first"));
  service.create(entity, changes);
}

std::optional<records::Record> role_of(RecordService& service, const std::string& key) {
  return service.find_by(service.context().entity("roles"), roles::key.name, key);
}

}  // namespace

void create_company(RecordService& service, const Trade& trade) {
  if (role_of(service, kRoles.front().key)) base::fail(base::ErrorKind::Invalid, "already_set_up");
  auto context = service.context().with_all_rights();
  RecordService seeding(service.transaction(), context);
  create_pipeline(seeding, trade);
  create_roles(seeding);
  create_team(seeding);
}

base::Id make_user(RecordService& service, const NewUser& user) {
  const auto& context = service.context();
  auto role = role_of(service, user.role);
  if (!role) base::fail(base::ErrorKind::Invalid, "not_found_link", "role", {{"id", user.role}});
  const auto& entity = context.entity("users");
  Changes changes;
  changes.set(entity, users::name.name, user.name);
  changes.set(entity, users::email.name, user.email);
  changes.set(entity, users::role.name, role->id());
  changes.set(entity, "language", std::string(schema::language_code(user.language)));
  changes.set(entity, users::time_zone.name, context.settings->time_zone);
  if (!user.job_title.empty()) changes.set(entity, "job_title", user.job_title);
  if (!user.phone.empty()) changes.set(entity, "phone", user.phone);
  if (!user.teams.empty()) changes.links.push_back({&entity.field("teams"), user.teams});
  return service.create(entity, changes).record.id();
}

}  // namespace rapport::crm
