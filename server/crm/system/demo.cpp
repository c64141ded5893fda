#include "crm/system/demo.h"

#include "crm/sales/stages.h"
#include "crm/system/demo/company_story.h"
#include "crm/system/samples.h"
#include "crm/system/seeds.h"
#include "records/history.h"

namespace rapport::crm {

using base::Id;
using records::Context;
using records::RecordService;
using storage::Transaction;

namespace {

constexpr int kLargeScale = 20;

// tidy: table
const NewUser kStaff[] = {
    {.name = "Малика Юсупова",
     .email = "malika@demo.rapport",
     .role = "manager",
     .phone = "+998 90 000-10-01"},
    {.name = "Дмитрий Соколов",
     .email = "dmitry@demo.rapport",
     .role = "rep",
     .phone = "+998 90 000-10-02"},
    {.name = "Jasur Toshmatov",
     .email = "jasur@demo.rapport",
     .role = "rep",
     .phone = "+998 90 000-10-03"},
};

std::optional<Id> first_team(const access::DirectorySnapshot& directory) {
  std::optional<Id> first;
  for (const auto& [id, name] : directory.teams)
    if (!first || id < *first) first = id;
  return first;
}

// The director belongs to the team as well.
void join_team(RecordService& service, const Id& team) {
  const auto& context = service.context();
  const auto* director = context.directory->person(context.actor->user);
  if (!director || !director->teams.empty()) return;
  const auto& users = context.entity("users");
  records::Changes changes;
  changes.links.push_back({&users.field("teams"), {team}});
  service.update(users, director->id, changes);
}

std::vector<Id> hire(Transaction& transaction, const Context& context) {
  RecordService service(transaction, context);
  std::vector<Id> team;
  if (auto first = first_team(*context.directory)) team.push_back(*first);
  if (!team.empty()) join_team(service, team.front());
  std::vector<Id> people;
  for (NewUser user : kStaff) {
    user.teams = team;
    user.language = context.settings->language;
    user.job_title = demo::staff_title(user.role, context.settings->language);
    people.push_back(make_user(service, user));
  }
  return people;
}

std::vector<std::string> open_stages(storage::Database& database, const Context& context) {
  std::vector<std::string> keys;
  database.read([&](Transaction& transaction) {
    auto pipeline = load_default_pipeline(transaction, context);
    for (const auto& stage : pipeline ? pipeline->stages : std::vector<Stage>())
      if (stage.kind == StageKind::Open) keys.push_back(stage.key);
  });
  if (keys.empty()) base::fail(base::ErrorKind::Invalid, "pipeline_stages");
  return keys;
}

}  // namespace

std::vector<std::string> fill_demo(storage::Database& database, const Context& context,
                                   DemoSize size) {
  Context during = context;
  std::int64_t before = 0;
  database.read([&](Transaction& transaction) { before = records::last_log_entry(transaction); });
  std::vector<Id> people;
  database.write([&](Transaction& transaction) { people = hire(transaction, context); });
  database.read([&](Transaction& transaction) {
    during.directory =
        access::load_directory(transaction, *context.model->schema, context.model->tables);
  });
  std::vector<demo::ActorPtr> staff;
  for (const auto& id : people) staff.push_back(during.directory->actor(id));
  demo::Story story(database, during);
  demo::tell_company(story, staff, size == DemoSize::Large ? kLargeScale : 1,
                     open_stages(database, during));
  story.play();
  database.write([&](Transaction& transaction) { note_samples(transaction, context, before); });
  std::vector<std::string> emails;
  for (const auto& user : kStaff) emails.push_back(user.email);
  return emails;
}

}  // namespace rapport::crm
