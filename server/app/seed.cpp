#include "app/seed.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "crm/system/seeds.h"
#include "records/duplicates.h"
#include "records/history.h"
#include "records/service.h"

namespace rapport::app {

using base::Id;
using records::Record;
using records::Reference;
using storage::Transaction;

namespace {

constexpr std::int64_t kTeams = 20;
constexpr std::int64_t kRepsPerTeam = 5;
constexpr std::int64_t kTeamsPerDivision = 10;
constexpr std::int64_t kRowsPerCommit = 40'000;
constexpr std::int64_t kCacheBytes = 1ll << 30;  // random places of large indexes stay at hand
constexpr base::Instant kDayUs = 86'400'000'000;

constexpr const char* kFirstNames[] = {
    "Александр", "Дмитрий", "Азиз",    "Дильшод", "Иван",   "Сергей",  "Рустам", "Тимур",
    "Андрей",    "Жамшид",  "Шерзод",  "Максим",  "Olim",   "Jasur",   "Bekzod", "Sardor",
    "Алексей",   "Михаил",  "Николай", "Улугбек", "Фарход", "Бахтиёр", "Anvar",  "Otabek",
    "Павел",     "Артём",   "Егор",    "Илья",    "Шухрат", "Акмаль",  "Kamol",  "Sanjar"};
constexpr const char* kLastRoots[] = {
    "Иван",   "Петр",   "Сидор",  "Карим", "Юлдаш",  "Рахим",    "Алимж",  "Кузнец", "Смирн",
    "Волк",   "Соловь", "Хасан",  "Усман", "Абдулл", "Назар",    "Турсун", "Мирз",   "Ахмед",
    "Новик",  "Мороз",  "Лебед",  "Козл",  "Зайц",   "Белоус",   "Черныш", "Орл",    "Гусь",
    "Исмаил", "Холмат", "Сафар",  "Эргаш", "Якуб",   "Норматов", "Шарип",  "Бабаж",  "Каримж",
    "Раджаб", "Саид",   "Тошмат", "Умар",  "Фай",    "Хамид",    "Цвет",   "Чуб",    "Шаров",
    "Щерб",   "Юсуп",   "Яков",   "Дав",   "Ерм"};
constexpr const char* kLastEndings[] = {"ов",   "ев",      "ин",    "енко", "ский",
                                        "баев", "ходжаев", "алиев", "цев",  "онов"};
constexpr const char* kMiddle[] = {"Иванович",   "Каримович", "Петрович",  "Азизович",
                                   "Рустамович", "Сергеевич", "Тимурович", "Андреевич"};
constexpr const char* kBusinesses[] = {
    "Текстиль", "Агро",   "Трейд", "Сервис", "Логистика", "Строй",  "Фарм",  "Тех",
    "Маркет",   "Инвест", "Медиа", "Энерго", "Cargo",     "Retail", "Foods", "Group"};
constexpr const char* kStages[] = {"new",      "qualification", "proposal", "negotiation",
                                   "contract", "won",           "lost"};
constexpr int kProbabilities[] = {10, 20, 40, 60, 80, 100, 0};
constexpr const char* kSubjects[] = {"Позвонить клиенту",   "Отправить предложение",
                                     "Согласовать договор", "Уточнить требования",
                                     "Показать продукт",    "Напомнить об оплате"};

// xorshift64*: the same company each time. Source: Vigna, "An experimental exploration of
// Marsaglia's xorshift generators".
class Dice {
 public:
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 2685821657736338717ULL;
  }
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(bound));
  }
  template <std::size_t N>
  const char* pick(const char* const (&words)[N]) {
    return words[below(N)];
  }

 private:
  std::uint64_t state_ = 88172645463325252ULL;
};

struct Owner {
  Id user, team;
  std::int64_t team_number = 0;
};

class Seeder {
 public:
  explicit Seeder(Company& company) : company_(company) {}

  // Departments follow the teams: each is headed by the first of its people, and belongs to a
  // division, which is headed by the first of those. `roles` more, each based on the manager's.
  void make_people(std::int64_t users, std::int64_t teams, std::int64_t roles);
  void make_accounts(std::int64_t count);
  void make_contacts(std::int64_t count);
  void make_deals(std::int64_t count);
  void make_activities(std::int64_t count);

 private:
  using Fill = void (Seeder::*)(Record& record, std::int64_t number);
  std::vector<Id> make(const char* entity, std::int64_t count, Fill fill);
  void store(Transaction& transaction, const records::Context& context, Record& record);
  Record blank(const records::Context& context, const schema::EntityDef& entity,
               std::int64_t number);
  void make_teams(std::int64_t users, std::int64_t teams);
  std::vector<Id> make_roles(std::int64_t count);
  void make_users(const std::vector<Id>& roles);
  void make_departments();
  void fill_account(Record& record, std::int64_t number);
  void fill_contact(Record& record, std::int64_t number);
  void fill_deal(Record& record, std::int64_t number);
  void fill_activity(Record& record, std::int64_t number);

  Company& company_;
  Dice dice_;
  std::vector<Owner> owners_;
  std::vector<Id> accounts_, contacts_, deals_;
  Id pipeline_;
  base::Instant now_ = base::system_clock().now();
};

void Seeder::make_teams(std::int64_t users, std::int64_t teams) {
  auto context = company_.command_line_context("seed");
  const auto& entity = context.entity("teams");
  std::vector<Id> ids;
  company_.database().write([&](Transaction& transaction) {
    records::RecordService service(transaction, context);
    for (std::int64_t team = 0; team < teams; ++team) {
      records::Changes changes;
      changes.set(entity, "name", "Команда " + std::to_string(team + 1));
      ids.push_back(service.create(entity, changes).record.id());
    }
  });
  for (std::int64_t user = 0; user < users; ++user) {
    auto team = user * teams / users;
    owners_.push_back({Id{}, ids[static_cast<std::size_t>(team)], team});
  }
}

std::vector<Id> Seeder::make_roles(std::int64_t count) {
  std::vector<Id> ids;
  auto context = company_.command_line_context("seed");
  const auto& entity = context.entity("roles");
  const auto* manager = context.directory->role_by_key("manager");
  company_.database().write([&](Transaction& transaction) {
    records::RecordService service(transaction, context);
    for (std::int64_t role = 0; role < count; ++role) {
      records::Changes changes;
      changes.set(entity, "name", "Роль " + std::to_string(role + 1));
      changes.set(entity, "parent", manager->id);
      ids.push_back(service.create(entity, changes).record.id());
    }
  });
  return ids;
}

// They see their team's records.
void Seeder::make_users(const std::vector<Id>& roles) {
  auto context = company_.command_line_context("seed");
  const auto& entity = context.entity("users");
  auto hash = access::hash_password("rapport-seed");
  company_.database().write([&](Transaction& transaction) {
    records::RecordService service(transaction, context);
    std::size_t number = 0;
    for (auto& owner : owners_) {
      auto suffix = std::to_string(++number);
      crm::NewUser user;
      user.name = std::string(dice_.pick(kFirstNames)) + " " + dice_.pick(kLastRoots) + "ов";
      user.email = "rep" + suffix + "@example.com";
      user.role = "manager";
      user.teams = {owner.team};
      user.language = schema::Language::Ru;
      owner.user = crm::make_user(service, user);
      if (!roles.empty()) {
        records::Changes changes;
        changes.set(entity, "role", roles[number % roles.size()]);
        service.update(entity, owner.user, changes);
      }
      access::store_password(transaction, owner.user, hash, context.now);
    }
  });
}

void Seeder::make_departments() {
  auto context = company_.command_line_context("seed");
  const auto& entity = context.entity("departments");
  const auto& users = context.entity("users");
  company_.database().write([&](Transaction& transaction) {
    records::RecordService service(transaction, context);
    Id division, department;
    std::int64_t of = -1;
    for (const auto& owner : owners_) {
      if (owner.team_number != of) {
        of = owner.team_number;
        auto make = [&](const std::string& name, const Id& parent) {
          records::Changes changes;
          changes.set(entity, "name", name + std::to_string(of + 1));
          changes.set(entity, "head", owner.user);
          if (!parent.is_nil()) changes.set(entity, "parent", parent);
          return service.create(entity, changes).record.id();
        };
        if (of % kTeamsPerDivision == 0) division = make("Управление ", {});
        department = make("Отдел ", division);
      }
      records::Changes changes;
      changes.set(users, "department", department);
      service.update(users, owner.user, changes);
    }
  });
}

void Seeder::make_people(std::int64_t users, std::int64_t teams, std::int64_t roles) {
  if (!company_.has_administrator())
    company_.set_up("admin@example.com", "Администратор", "rapport-seed", *company_.settings());
  make_teams(users, teams);
  make_users(make_roles(roles));
  make_departments();
  auto context = company_.command_line_context("seed");
  storage::Query query;
  query.table = &context.table(context.entity("pipelines"));
  query.columns = {storage::Expression{0, "id"}};
  query.limit = 1;
  company_.database().read([&](Transaction& transaction) {
    transaction.select(query, [&](const storage::Row& row) {
      pipeline_ = row.id(0);
      return false;
    });
  });
}

Record Seeder::blank(const records::Context& context, const schema::EntityDef& entity,
                     std::int64_t number) {
  Record record(entity);
  record.cells()[0] = context.new_id();
  const auto& owner = owners_[dice_.below(static_cast<std::int64_t>(owners_.size()))];
  auto created = now_ - dice_.below(730) * kDayUs - number % 1'000'000;
  record.set("owner", owner.user);
  record.set("team", owner.team);
  record.set("created_at", created);
  record.set("changed_at", created + dice_.below(kDayUs * 30));
  record.set("created_by", owner.user);
  record.set("changed_by", owner.user);
  record.set("version", std::int64_t{1});
  return record;
}

void Seeder::store(Transaction& transaction, const records::Context& context, Record& record) {
  record.refold();
  storage::Insert insert;
  insert.table = &context.table(record.entity());
  for (std::size_t i = 0; i < record.cells().size(); ++i)
    if (!schema::is_null(record.cells()[i]))
      insert.values.push_back({record.entity().columns[i].name, record.cells()[i]});
  transaction.insert(insert);
  records::store_match_keys(transaction, record, {}, records::match_keys_of(context, record));
  records::append_log(transaction, context, {"created", &record.entity(), record.id(), 1, {}});
}

std::vector<Id> Seeder::make(const char* entity_name, std::int64_t count, Fill fill) {
  std::vector<Id> ids;
  for (std::int64_t done = 0; done < count;) {
    auto context = company_.command_line_context("seed");
    const auto& entity = context.entity(entity_name);
    company_.database().write([&](Transaction& transaction) {
      for (auto end = std::min(count, done + kRowsPerCommit); done < end; ++done) {
        auto record = blank(context, entity, done);
        (this->*fill)(record, done);
        store(transaction, context, record);
        ids.push_back(record.id());
      }
    });
    if (done % 100'000 == 0 || done == count)
      std::fprintf(stderr, "%s %lld\n", entity_name, static_cast<long long>(done));
  }
  return ids;
}

void Seeder::fill_account(Record& record, std::int64_t number) {
  record.set("name", std::string("ООО «") + dice_.pick(kLastRoots) + " " + dice_.pick(kBusinesses) +
                         " " + std::to_string(number + 1) + "»");
  record.set("phone", "+9987" + std::to_string(10'000'000 + number));
  record.set("phones", "[{\"value\":\"+9987" + std::to_string(10'000'000 + number) +
                           "\",\"kind\":\"work\"}]");
}

void Seeder::fill_contact(Record& record, std::int64_t number) {
  std::string first = dice_.pick(kFirstNames), middle = dice_.pick(kMiddle);
  std::string last = std::string(dice_.pick(kLastRoots)) + dice_.pick(kLastEndings);
  record.set("first_name", first);
  record.set("middle_name", middle);
  record.set("last_name", last);
  record.set("name", last + " " + first + " " + middle);
  auto email = "c" + std::to_string(number) + "@example.com";
  record.set("email", email);
  record.set("emails", "[{\"value\":\"" + email + "\",\"kind\":\"work\"}]");
  auto phone = "+99890" + std::to_string(1'000'000 + number);
  record.set("phone", phone);
  record.set("phones", "[{\"value\":\"" + phone + "\",\"kind\":\"mobile\"}]");
  record.set("job_title", number % 3 ? "Менеджер" : "Директор");
  if (!accounts_.empty())
    record.set("account", accounts_[dice_.below(static_cast<std::int64_t>(accounts_.size()))]);
}

void Seeder::fill_deal(Record& record, std::int64_t number) {
  auto stage = dice_.below(7);
  record.set("name", std::string("Поставка ") + dice_.pick(kBusinesses) + " №" +
                         std::to_string(number + 1));
  record.set("pipeline", pipeline_);
  record.set("stage", kStages[stage]);
  record.set("probability", std::int64_t{kProbabilities[stage]} * 100);
  record.set("amount", records::Money{(dice_.below(900) + 100) * 1'000'000'0000LL / 10, "UZS"});
  record.set("closes_on", now_ / kDayUs + dice_.below(180) - 90);
  if (!accounts_.empty())
    record.set("account", accounts_[dice_.below(static_cast<std::int64_t>(accounts_.size()))]);
  if (!contacts_.empty())
    record.set("contact", contacts_[dice_.below(static_cast<std::int64_t>(contacts_.size()))]);
}

void Seeder::fill_activity(Record& record, std::int64_t number) {
  record.set(record.entity().title,
             std::string(dice_.pick(kSubjects)) + " " + std::to_string(number % 1000));
  const auto& targets = number % 2 && !deals_.empty() ? deals_ : contacts_;
  if (!targets.empty())
    record.set("related",
               Reference{&targets == &deals_ ? "deals" : "contacts",
                         targets[dice_.below(static_cast<std::int64_t>(targets.size()))]});
  if (record.entity().find("body")) {
    record.set("body", std::string("Договорились о следующем шаге: ") + dice_.pick(kSubjects));
    return;
  }
  bool done = number % 3 != 0;
  record.set("status", done ? "done" : record.entity().name == "tasks" ? "new" : "planned");
  auto at = now_ + (dice_.below(120) - 100) * kDayUs;
  record.set(record.entity().name == "tasks" ? "due_at" : "starts_at", at);
}

void Seeder::make_accounts(std::int64_t count) {
  accounts_ = make("accounts", count, &Seeder::fill_account);
}
void Seeder::make_contacts(std::int64_t count) {
  contacts_ = make("contacts", count, &Seeder::fill_contact);
}
void Seeder::make_deals(std::int64_t count) {
  deals_ = make("deals", count, &Seeder::fill_deal);
}
void Seeder::make_activities(std::int64_t count) {
  make("tasks", count * 4 / 10, &Seeder::fill_activity);
  make("calls", count * 3 / 10, &Seeder::fill_activity);
  make("notes", count * 2 / 10, &Seeder::fill_activity);
  make("meetings", count / 10, &Seeder::fill_activity);
}

std::int64_t number_of(const Arguments& arguments, std::string_view option, std::int64_t fallback) {
  auto text = arguments.find(option);
  if (!text) return fallback;
  if (text->empty() || text->size() > 9 ||
      text->find_first_not_of("0123456789") != std::string::npos)
    throw UsageError("--" + std::string(option) + " takes a number");
  return std::stoll(*text);
}

}  // namespace

int seed_command(const CompanyOptions& options, const Arguments& arguments) {
  auto contacts = number_of(arguments, "contacts", 10'000);
  CompanyOptions roomy = options;
  roomy.cache_bytes = kCacheBytes;
  Company company(roomy);
  Seeder seeder(company);
  auto users = number_of(arguments, "users", kTeams * kRepsPerTeam);
  auto teams = std::clamp<std::int64_t>(number_of(arguments, "teams", kTeams), 1, users);
  seeder.make_people(users, teams, number_of(arguments, "roles", 0));
  seeder.make_accounts(number_of(arguments, "accounts", std::max<std::int64_t>(contacts / 10, 1)));
  seeder.make_contacts(contacts);
  seeder.make_deals(number_of(arguments, "deals", contacts / 5));
  seeder.make_activities(number_of(arguments, "activities", contacts * 3));
  std::puts("Seeded. Managers rep1@example.com … see their team's records; password rapport-seed");
  return 0;
}

}  // namespace rapport::app
