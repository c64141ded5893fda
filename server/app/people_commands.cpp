#include "app/people_commands.h"

#include <algorithm>
#include <cstdio>

#include "audit/audit_log.h"
#include "base/text.h"
#include "crm/system/seeds.h"
#include "records/service.h"

namespace rapport::app {

using base::Id;
using records::RecordService;
using storage::Transaction;

namespace {

const access::Person& person_of(const access::DirectorySnapshot& directory,
                                const std::string& email) {
  auto it = directory.by_email.find(base::fold(email));
  if (it == directory.by_email.end()) throw std::runtime_error("nobody has the e-mail " + email);
  return *directory.person(it->second);
}

Id team_of(Company& company, const std::string& name) {
  for (const auto& [id, known] : company.directory().get()->teams)
    if (base::fold(known) == base::fold(name)) return id;
  auto context = company.command_line_context();
  Id made;
  company.database().write([&](Transaction& transaction) {
    const auto& teams = context.entity("teams");
    records::Changes changes;
    changes.set(teams, "name", name);
    made = RecordService(transaction, context).create(teams, changes).record.id();
  });
  company.reload_directory();
  return made;
}

int add_user(Company& company, const Arguments& arguments) {
  auto email = arguments.require("email");
  auto password = arguments.require("password");
  crm::NewUser user;
  user.email = email;
  user.name = arguments.get("name", email.substr(0, email.find('@')));
  user.role = arguments.require("role");
  if (!company.directory().get()->role_by_key(user.role)) throw UsageError("no role " + user.role);
  user.language = company.settings()->language;
  access::check_password(password, email);
  auto hash = access::hash_password(password);
  if (auto team = arguments.find("team")) user.teams.push_back(team_of(company, *team));
  auto context = company.command_line_context();
  company.database().write([&](Transaction& transaction) {
    RecordService service(transaction, context);
    access::store_password(transaction, crm::make_user(service, user), hash, context.now);
  });
  std::printf("%s added as %s\n", email.c_str(), user.role.c_str());
  return 0;
}

int list_users(Company& company) {
  auto directory = company.directory().get();
  std::vector<std::string> lines;
  for (const auto& [id, person] : directory->people) {
    auto role = directory->roles.find(person.role);
    lines.push_back(person.email + "\t" +
                    (role == directory->roles.end() ? "-" : role->second->key) + "\t" +
                    person.name + (person.active ? "" : "\tdisabled"));
  }
  std::sort(lines.begin(), lines.end());
  for (const auto& line : lines) std::puts(line.c_str());
  return 0;
}

// To the audit: what is done on the machine itself, by the one who owns it.
storage::Work told(std::string_view act, const base::Id& user) {
  audit::Entry entry{base::system_clock().now(), audit::kAdministration, act};
  entry.entity = "users";
  entry.record = user;
  entry.origin.agent = "command line";
  return [entry = std::move(entry)](Transaction& transaction) {
    audit::append(transaction, entry);
  };
}

int change_password(Company& company, const Arguments& arguments) {
  auto person = person_of(*company.directory().get(), arguments.require("email"));
  company.sign_in().set_password(person.id, arguments.require("password"), {},
                                 told("password_set", person.id));
  std::puts("The password is changed; all sessions have ended.");
  return 0;
}

int disable_user(Company& company, const Arguments& arguments) {
  auto person = person_of(*company.directory().get(), arguments.require("email"));
  auto context = company.command_line_context();
  company.database().write([&](Transaction& transaction) {
    const auto& users = context.entity("users");
    records::Changes changes;
    changes.set(users, "active", std::int64_t{0});
    RecordService(transaction, context).update(users, person.id, changes);
    company.sign_in().end_all(transaction, person.id);
  });
  std::printf("%s is disabled\n", person.email.c_str());
  return 0;
}

// For who has lost both the telephone and the recovery codes.
int second_factor_off(Company& company, const Arguments& arguments) {
  auto person = person_of(*company.directory().get(), arguments.require("email"));
  bool was_on = company.sign_in().stores().second_factor.turn_off(
      person.id, told("factor_off", person.id));
  std::puts(was_on ? "The second factor is off." : "The second factor was not on.");
  return 0;
}

}  // namespace

int user_command(const CompanyOptions& options, const Arguments& arguments) {
  auto verb = arguments.words().empty() ? "" : arguments.words()[0];
  constexpr std::string_view kVerbs[] = {"add", "list", "password", "disable",
                                         "second-factor-off"};
  if (std::find(std::begin(kVerbs), std::end(kVerbs), verb) == std::end(kVerbs))
    throw UsageError("say add, list, password, disable or second-factor-off");
  Company company(options);
  if (verb == "list") return list_users(company);
  if (!company.has_administrator())
    throw std::runtime_error("the company is not set up: rapport init");
  if (verb == "second-factor-off") return second_factor_off(company, arguments);
  if (verb == "add") return add_user(company, arguments);
  return verb == "password" ? change_password(company, arguments)
                            : disable_user(company, arguments);
}

int api_key_command(const CompanyOptions& options, const Arguments& arguments) {
  if (arguments.words().empty() || arguments.words()[0] != "create") throw UsageError("say create");
  Company company(options);
  access::ApiKeyWish wish;
  wish.user = person_of(*company.directory().get(), arguments.require("user")).id;
  wish.name = arguments.get("name", "");
  wish.scope = access::parse_scope(arguments.get("scopes", "read,write,admin"));
  wish.networks = arguments.get("networks", "");
  wish.requests_per_minute =
      arguments.number("rate-limit", 0, access::kMostRequestsPerMinute);
  auto made = company.sign_in().stores().keys.create(wish, told("key_made", wish.user));
  std::puts(made.secret.c_str());
  return 0;
}

void give_demo_passwords(Company& company, const std::vector<std::string>& emails,
                         const std::string& password) {
  auto hash = access::hash_password(password);
  auto directory = company.directory().get();
  auto now = base::system_clock().now();
  company.database().write([&](Transaction& transaction) {
    for (const auto& email : emails)
      access::store_password(transaction, person_of(*directory, email).id, hash, now);
  });
}

}  // namespace rapport::app
