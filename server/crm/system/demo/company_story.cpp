#include "crm/system/demo/company_story.h"

#include <algorithm>
#include <array>

#include "base/money.h"
#include "base/text.h"
#include "crm/sales/conversion.h"
#include "crm/system/demo/calendar.h"
#include "crm/system/demo/words.h"

namespace rapport::crm::demo {

namespace json = base::json;
using base::Id;
using base::Instant;

namespace {

constexpr int kAccounts = 60, kContacts = 150, kDeals = 120, kLeads = 80;

struct Rate {
  const char* currency;
  int per_dollar, round_to;
};
// tidy: table
constexpr std::array kRates = std::to_array<Rate>({{"UZS", 12'500, 50'000},
                                                   {"RUB", 90, 500},
                                                   {"KZT", 500, 1'000},
                                                   {"KGS", 87, 100},
                                                   {"TJS", 11, 10},
                                                   {"AZN", 2, 1},
                                                   {"TRY", 35, 50}});

// tidy: table
constexpr std::array kSources =
    std::to_array<const char*>({"website", "call", "referral", "website", "email", "messenger",
                                "event", "cold_call", "advertising", "social", "partner"});
// tidy: table
constexpr std::array kLossReasons =
    std::to_array<const char*>({"price", "competitor", "no_budget", "postponed", "no_answer",
                                "price", "terms", "features", "no_need"});

struct Way {
  const char* state;
  int weight;  // of all kDeals, kLeads
};
// tidy: table
constexpr std::array kWays = std::to_array<Way>({{"new", 14},
                                                 {"qualification", 16},
                                                 {"proposal", 18},
                                                 {"negotiation", 14},
                                                 {"contract", 8},
                                                 {"won", 32},
                                                 {"lost", 18}});
// tidy: table
constexpr std::array kOpenStages =
    std::to_array<const char*>({"new", "qualification", "proposal", "negotiation", "contract"});

// tidy: table
constexpr std::array kLeadWays = std::to_array<Way>(
    {{"new", 26}, {"in_work", 24}, {"qualified", 10}, {"disqualified", 10}, {"converted", 10}});

struct KnownAccount {
  Id id;
  ActorPtr owner;
  std::string name;
  std::string domain;
  Script script;
  Instant since;
  std::vector<Id> people;
  bool is_customer = false;
};
struct KnownWare {
  Id id;
  int price_usd;
};

std::string latin_letters(std::string_view text) {
  std::string out;
  for (char c : base::transliterate(base::fold(text)))
    if (c >= 'a' && c <= 'z') out += c;
  return out;
}

class CompanyStory {
 public:
  CompanyStory(Story& story, std::span<const ActorPtr> staff, int scale,
               std::vector<std::string> open_stages)
      : story_(story),
        staff_(staff),
        scale_(scale),
        open_stages_(std::move(open_stages)),
        language_(story.context().settings->language),
        calendar_(story.context().now, story.context().settings->time_zone, dice_) {
    for (const auto& rate : kRates)
      if (story.context().settings->currency == rate.currency) rate_ = rate;
  }

  void tell() {
    tell_wares();
    for (int i = 0; i < kAccounts * scale_; ++i) tell_account(i);
    for (int i = 0; i < kContacts * scale_; ++i) tell_contact(accounts_[i % accounts_.size()]);
    for (int i = 0; i < kDeals * scale_; ++i) tell_deal(stage_of(i));
    for (int i = 0; i < kLeads * scale_; ++i) tell_lead(status_of(i));
  }

 private:
  // The manager has a fifth of the work.
  const ActorPtr& somebody() {
    return dice_.chance(20) || staff_.size() < 2
               ? staff_[0]
               : staff_[dice_.between(1, static_cast<int>(staff_.size()) - 1)];
  }
  template <class List>
  auto pick(const List& list) {
    return list[dice_.between(0, static_cast<int>(std::size(list)) - 1)];
  }
  std::string say(std::span<const Phrase> phrases) { return dice_.pick(phrases).in(language_); }

  json::object money(std::int64_t dollars) {
    std::int64_t amount = dollars * rate_.per_dollar / rate_.round_to * rate_.round_to;
    return {{"amount", std::to_string(amount)}, {"currency", story_.context().settings->currency}};
  }
  std::string phone(Script script) {
    char text[32];
    std::snprintf(text, sizeof text, "%s 0%02d-%02d-%02d",
                  script == Script::Latin || dice_.chance(60) ? "+998 90" : "+7 495",
                  dice_.between(10, 99), dice_.between(10, 99), dice_.between(10, 99));
    return text;
  }
  static json::array points(const std::string& value, const char* kind) {
    return {json::object{{"value", value}, {"kind", kind}}};
  }
  static std::string at(Instant time) { return base::format_instant(time); }
  static json::object link(const char* entity, const Id& id) {
    return {{"entity", entity}, {"id", id.text()}};
  }

  // Spreads the ways over the numbers evenly enough that no list looks sorted.
  template <class Ways>
  static const auto& way_of(const Ways& ways, int total, int number) {
    int place = number * 37 % total;
    std::size_t i = 0;
    for (; i + 1 < ways.size() && place >= ways[i].weight; ++i) place -= ways[i].weight;
    return ways[i];
  }
  static std::string stage_of(int number) { return way_of(kWays, kDeals, number).state; }
  static std::string status_of(int number) { return way_of(kLeadWays, kLeads, number).state; }

  void tell_wares() {
    Instant long_ago = calendar_.work_time(-260);
    int number = 0;
    for (const auto& ware : wares()) {
      char code[16];
      std::snprintf(code, sizeof code, "%s-%03d", ware.kind[0] == 's' ? "S" : "T", ++number);
      json::object values{{"name", ware.name.in(language_)},
                          {"code", code},
                          {"kind", ware.kind},
                          {"category", ware.category.in(language_)},
                          {"unit", ware.unit},
                          {"tax_rate", "12"},
                          {"price", money(ware.price_usd)},
                          {"cost", money(ware.price_usd * 78 / 100)}};
      wares_.push_back(
          {story_.create(long_ago, staff_[0], "products", std::move(values)), ware.price_usd});
    }
  }

  Customer customer(int number) {
    if (number < static_cast<int>(customers().size())) return customers()[number];
    Customer made = customers()[number % customers().size()];
    int roots = static_cast<int>(company_roots().size()),
        trades = static_cast<int>(company_trades().size());
    made_name_ = std::string(company_roots()[number % roots]) + " " +
                 company_trades()[number / roots % trades];
    if (number >= roots * trades) made_name_ += " " + std::to_string(number / (roots * trades) + 1);
    made_domain_ = latin_letters(made_name_) + std::to_string(number);
    made.name = made_name_.c_str();
    made.domain = made_domain_.c_str();
    return made;
  }

  void tell_account(int number) {
    Customer of = customer(number);
    bool latin = of.script == Script::Latin;
    std::string domain = std::string(of.domain) + ".example";
    std::string office = "info@" + domain, street = pick(streets());
    Instant since = calendar_.work_time(-dice_.between(60, 250));
    json::object values{
        {"name", of.name},
        {"legal_name", latin ? std::string("«") + of.name + "» " + of.legal_form
                             : std::string(of.legal_form) + " «" + of.name + "»"},
        {"kind", "prospect"},
        {"industry", of.industry},
        {"employees", of.employees},
        {"website", "https://" + domain},
        {"emails", points(office, "work")},
        {"phones", points(phone(of.script), "work")},
        {"address", json::object{{"street", street + ", " + std::to_string(dice_.between(1, 140))},
                                 {"city", of.city}}},
        {"class", of.employees > 400   ? "a"
                  : of.employees > 100 ? "b"
                                       : "c"}};
    if (latin) values["inn"] = "30" + std::to_string(1'000'000 + number * 7919 % 8'999'999);
    const auto& owner = somebody();
    Id id = story_.create(since, owner, "accounts", std::move(values));
    accounts_.push_back({id, owner, of.name, domain, of.script, since, {}});
  }

  json::object person(Script script) {
    bool woman = dice_.chance(45);
    People names = woman ? women(script) : men(script);
    json::object values{{"last_name", pick(names.last)}, {"first_name", pick(names.first)}};
    if (!names.middle.empty() && dice_.chance(70)) values["middle_name"] = pick(names.middle);
    values["phones"] = points(phone(script), "mobile");
    return values;
  }

  static void give_email(json::object& person, const std::string& domain) {
    auto first = latin_letters(person["first_name"].as_string());
    auto last = latin_letters(person["last_name"].as_string());
    person["emails"] = points(first.substr(0, 1) + "." + last + "@" + domain, "work");
  }

  void tell_contact(KnownAccount& account) {
    json::object values = person(account.script);
    give_email(values, account.domain);
    values["account"] = account.id.text();
    values["job_title"] = say(job_titles());
    values["source"] = pick(kSources);
    if (dice_.chance(30)) {
      base::Date birthday =
          base::to_date({dice_.between(1968, 2000), dice_.between(1, 12), dice_.between(1, 28)});
      values["birthday"] = base::format_date(birthday);
    }
    auto when = account.since + dice_.between(5, 90) * kMinuteUs;
    account.people.push_back(story_.create(when, account.owner, "contacts", std::move(values)));
  }

  void tell_deal(const std::string& stage) {
    auto& account = accounts_[dice_.between(0, static_cast<int>(accounts_.size()) - 1)];
    bool over = stage == "won" || stage == "lost";
    Instant begun = calendar_.between(
        std::max(account.since + kHourUs * 3, calendar_.now() - (over ? 200 : 90) * kDayUs),
        calendar_.now() - (over ? 15 : 4) * kDayUs);
    const auto& ware = wares_[dice_.between(0, static_cast<int>(wares_.size()) - 1)];
    int quantity = ware.price_usd > 1'000 ? dice_.between(1, 8) : dice_.between(4, 60);
    auto planned = calendar_.day_of(begun) + dice_.between(25, 70);
    if (!over) planned = calendar_.today() + dice_.between(-7, 60);
    json::object values{{"account", account.id.text()},
                        {"product", ware.id.text()},
                        {"amount", money(std::int64_t{ware.price_usd} * quantity)},
                        {"closes_on", base::format_date(planned)},
                        {"source", pick(kSources)},
                        {"kind", account.is_customer ? "repeat" : "new"}};
    if (!account.people.empty()) values["contact"] = pick(account.people).text();
    if (!over) values["next_step"] = say(next_steps());
    Id deal = story_.create(begun, account.owner, "deals", std::move(values));
    Instant last = move_deal(account, deal, stage, begun);
    tell_talks(account.owner, link("deals", deal), begun, last, over ? 2 : 1);
    if (!over && dice_.chance(88)) tell_plan(account.owner, link("deals", deal), last);
  }

  // Where in the company's own pipeline a deal stands that is so far.
  std::size_t place_of(const std::string& stage) const {
    auto at = static_cast<std::size_t>(
        std::find(kOpenStages.begin(), kOpenStages.end(), stage) - kOpenStages.begin());
    auto last = kOpenStages.size() - 1;
    return (at * (open_stages_.size() - 1) + last / 2) / last;
  }

  // From stage to stage up to `target`; the time of the last move.
  Instant move_deal(KnownAccount& account, const Id& deal, const std::string& target,
                    Instant begun) {
    bool over = target == "won" || target == "lost";
    auto open = over ? open_stages_.size() : place_of(target);
    std::vector<std::string> moves(open_stages_.begin(),
                                   open_stages_.begin() + static_cast<std::ptrdiff_t>(open));
    if (target == "lost")
      moves.resize(std::min(moves.size(), static_cast<std::size_t>(dice_.between(1, 4))));
    moves.push_back(over ? target : open_stages_[open]);
    Instant until = calendar_.between(begun, calendar_.now() - (over ? 1 : 0) * kDayUs);
    auto step = (until - begun) / static_cast<std::int64_t>(moves.size());
    Instant when = begun;
    for (std::size_t i = 1; i < moves.size(); ++i) {
      when += step;
      json::object values{{"stage", moves[i]}};
      if (moves[i] == "lost") values["loss_reason"] = pick(kLossReasons);
      story_.change(when, account.owner, "deals", deal, std::move(values));
    }
    if (target == "won" && !account.is_customer) {
      account.is_customer = true;
      story_.change(when, account.owner, "accounts", account.id, {{"kind", "customer"}});
    }
    return when;
  }

  void tell_talks(const ActorPtr& who, const json::object& related, Instant from, Instant until,
                  int count) {
    for (int i = 0; i < count; ++i) {
      Instant when = calendar_.between(from, std::max(until, from + kDayUs));
      int kind = dice_.between(1, 10);
      if (kind <= 5) tell_call(who, related, when);
      else if (kind <= 7) tell_meeting(who, related, when);
      else if (kind <= 8) tell_task(who, related, from, when);
      else story_.create(when, who, "notes", {{"body", say(notes())}, {"related", related}});
    }
  }

  void tell_call(const ActorPtr& who, const json::object& related, Instant when) {
    int minutes = dice_.between(2, 18);
    bool reached = dice_.chance(80);
    json::object values{{"subject", say(calls())},
                        {"direction", dice_.chance(70) ? "outgoing" : "incoming"},
                        {"status", "done"},
                        {"outcome", reached ? "reached" : "no_answer"},
                        {"starts_at", at(when - minutes * kMinuteUs)},
                        {"duration_s", reached ? minutes * 60 : 0},
                        {"related", related}};
    if (reached) values["result"] = say(results());
    story_.create(when, who, "calls", std::move(values));
  }

  void tell_meeting(const ActorPtr& who, const json::object& related, Instant when) {
    story_.create(when, who, "meetings",
                  {{"subject", say(meetings())},
                   {"status", "done"},
                   {"starts_at", at(when - 75 * kMinuteUs)},
                   {"ends_at", at(when - 15 * kMinuteUs)},
                   {"result", say(results())},
                   {"related", related}});
  }

  void tell_task(const ActorPtr& who, const json::object& related, Instant from, Instant when) {
    Id task =
        story_.create(from, who, "tasks",
                      {{"subject", say(tasks())}, {"due_at", at(when)}, {"related", related}});
    story_.change(when, who, "tasks", task, {{"status", "done"}, {"result", say(results())}});
  }

  // What is to be done next: some of it is overdue.
  void tell_plan(const ActorPtr& who, const json::object& related, Instant since) {
    Instant due =
        calendar_.work_time(dice_.chance(18) ? -dice_.between(1, 5) : dice_.between(0, 14));
    if (due < calendar_.now() && due < since) due = calendar_.work_time(1);
    Instant told = std::min(since + 10 * kMinuteUs, calendar_.now() - kMinuteUs);
    int kind = dice_.between(1, 10);
    if (kind <= 5)
      story_.create(told, who, "tasks",
                    {{"subject", say(tasks())},
                     {"due_at", at(due)},
                     {"priority", dice_.chance(25) ? "high" : "normal"},
                     {"related", related}});
    else if (kind <= 8)
      story_.create(told, who, "calls",
                    {{"subject", say(calls())}, {"starts_at", at(due)}, {"related", related}});
    else
      story_.create(told, who, "meetings",
                    {{"subject", say(meetings())},
                     {"starts_at", at(due)},
                     {"ends_at", at(due + kHourUs)},
                     {"related", related}});
  }

  void tell_lead(const std::string& status) {
    Script script = dice_.chance(50) ? Script::Latin : Script::Cyrillic;
    const auto& who = somebody();
    Instant came =
        calendar_.work_time(-(status == "new" ? dice_.between(0, 6) : dice_.between(5, 60)));
    json::object values = person(script);
    if (dice_.chance(75)) {
      std::string company = std::string(pick(company_roots())) + " " + pick(company_trades());
      values["company"] = company;
      values["job_title"] = say(job_titles());
      give_email(values, latin_letters(company) + ".example");
    }
    values["source"] = pick(kSources);
    values["description"] = say(requests());
    values["amount"] = money(dice_.between(6, 240) * 100);
    values["address"] = json::object{{"city", pick(cities())}};
    Id lead = story_.create(came, who, "leads", std::move(values));
    follow_lead(who, lead, status, came);
  }

  void follow_lead(const ActorPtr& who, const Id& lead, const std::string& status, Instant came) {
    if (status == "new") {
      if (dice_.chance(50)) tell_plan(who, link("leads", lead), came);
      return;
    }
    Instant taken = calendar_.between(came + 20 * kMinuteUs, came + kDayUs);
    story_.change(taken, who, "leads", lead, {{"status", "in_work"}});
    tell_call(who, link("leads", lead), taken + 30 * kMinuteUs);
    Instant decided = calendar_.between(taken + kHourUs, taken + 4 * kDayUs);
    if (status == "in_work") {
      if (dice_.chance(70)) tell_plan(who, link("leads", lead), taken + kHourUs);
    } else if (status == "disqualified") {
      story_.change(
          decided, who, "leads", lead,
          {{"status", status}, {"disqualify_reason", dice_.chance(50) ? "no_answer" : "no_need"}});
    } else {
      story_.change(decided, who, "leads", lead, {{"status", "qualified"}});
    }
    if (status != "converted") return;
    story_.tell(decided + 15 * kMinuteUs, who, [lead](records::RecordService& service) {
      json::value nothing = json::object();
      records::ActionCall call{service, service.context().entity("leads"), lead, nothing};
      convert(call);
    });
  }

  Story& story_;
  std::span<const ActorPtr> staff_;
  int scale_;
  std::vector<std::string> open_stages_;
  schema::Language language_;
  Dice dice_;
  Calendar calendar_;
  Rate rate_{"", 1, 10};
  std::vector<KnownAccount> accounts_;
  std::vector<KnownWare> wares_;
  std::string made_name_, made_domain_;
};

}  // namespace

void tell_company(Story& story, std::span<const ActorPtr> staff, int scale,
                  std::vector<std::string> open_stages) {
  CompanyStory(story, staff, scale, std::move(open_stages)).tell();
}

std::string staff_title(std::string_view role, schema::Language language) {
  constexpr Phrase kManager = {"Руководитель отдела продаж", "Sotuv boʻlimi rahbari",
                               "Sales manager"};
  constexpr Phrase kRep = {"Менеджер по продажам", "Sotuv menejeri", "Sales rep"};
  return (role == "manager" ? kManager : kRep).in(language);
}

}  // namespace rapport::crm::demo
