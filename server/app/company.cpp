#include "app/company.h"

#include "app/embedded.h"
#include "app/start/opening.h"
#include "audit/audit_log.h"
#include "base/log.h"
#include "batches/batches.h"
#include "crm/rules.h"
#include "crm/system/seeds.h"
#include "customisation/store.h"
#include "http/routes/routes.h"
#include "imports/imports.h"
#include "jobs/schedule.h"
#include "records/history.h"
#include "records/service.h"
#include "records/sharing/grants.h"
#include "upgrades/state.h"
#include "webhooks/webhooks.h"

namespace rapport::app {

using base::ErrorKind;
using storage::Expression;
using storage::Row;
using storage::Transaction;

namespace {

const storage::Table& settings_table() {
  static const storage::Table table{
      "settings",
      {{"name", storage::ColumnType::Text}, {"value", storage::ColumnType::Text}},
      {"name"},
      {},
      {}};
  return table;
}

std::vector<const storage::Table*> all_tables(const records::Model& model) {
  auto tables = model.tables.all();
  for (const auto& group : {records::engine_tables(), access::sign_in_tables(), audit::tables(),
                            crm::tables(), jobs::job_tables(), imports::tables(),
                            batches::tables(), webhooks::tables()})
    tables.insert(tables.end(), group.begin(), group.end());
  for (const auto* table : {&settings_table(), &customisation::customisation_table(),
                            &upgrades::upgrades_table()})
    tables.push_back(table);
  return tables;
}

// What stands right behind /api/v1/ in an address of its own cannot be an entity.
std::set<std::string> names_in_addresses() {
  constexpr std::string_view kBase = "/api/v1/";
  std::set<std::string> names;
  for (const auto& route : http::all_routes()) {
    if (!route.pattern.starts_with(kBase)) continue;
    auto rest = route.pattern.substr(kBase.size());
    names.emplace(rest.substr(0, rest.find('/')));
  }
  return names;
}

// A model with the words it speaks by: they live as long as it does.
struct WordedModel {
  WordedModel(const std::vector<schema::SourceFile>& files, const records::Rules* rules,
              records::CommitListener* listener)
      : strings(files), model(schema::load_schema(files), rules, &strings, listener) {}
  schema::Strings strings;
  records::Model model;
};

void tell_of_sign_in(Transaction& transaction, const access::SignInNews& news) {
  audit::Entry entry{news.at, audit::kSignIn, access::word_of(news.outcome)};
  if (news.user) entry.actor = *news.user;
  entry.details = "{\"by\":\"" + std::string(access::word_of(news.by)) + "\"}";
  entry.origin = {news.address, news.agent};
  audit::append(transaction, entry);
}

}  // namespace

std::string database_url(const CompanyOptions& options) {
  if (!options.database.empty()) return options.database;
  return (options.data / "rapport.db").string();
}

std::filesystem::path secret_key_file(const CompanyOptions& options) {
  return options.secret_key.empty() ? options.data / "secret.key" : options.secret_key;
}

Company::Company(const CompanyOptions& options) : Company(options, nullptr) {}

Company::Company(const CompanyOptions& options, std::unique_ptr<storage::Database> database)
    : options_(options), shipped_(entity_files()), database_(std::move(database)) {
  std::error_code error;
  std::filesystem::create_directories(options_.data, error);
  if (error)
    throw base::Error(ErrorKind::Unavailable, "no_data_folder", {},
                      options_.data.string() + ": " + error.message());
  std::filesystem::permissions(options_.data, std::filesystem::perms::owner_all, error);
  crm::register_rules(rules_);
  webhooks::register_rules(rules_);
  open_database();
  load_settings();
  reload_directory();
  vault_ = std::make_unique<access::Vault>(secret_key_file(options_), base::system_random());
  sign_in_ = std::make_unique<access::SignIn>(*database_, directory_, *vault_,
                                              base::system_clock(), base::system_random());
  sign_in_->stores().log.set_on_news(tell_of_sign_in);
  audit_chain_ = std::make_unique<audit::Chain>(
      *database_, [this](std::string_view text) { return vault_->hash("audit", text); },
      std::vector<const storage::Table*>{&audit::audit_log_table(),
                                         &records::change_log_table()});
}

Company::~Company() = default;

// The lock of opening first, so that nobody upgrades what this one is about to understand.
void Company::open_database() {
  if (!database_) {
    presence_ = take_turn(options_);
    storage::OpenOptions open;
    open.replicas = options_.replicas;
    open.readers = options_.readers;
    open.cache_bytes = options_.cache_bytes;
    database_ = storage::open_database(database_url(options_), open);
  }
  auto shipped = make_model(shipped_.files());
  bring_up(options_, presence_.get(), *database_, all_tables(*shipped));
  auto parts = customiser_parts();
  // The first model that it asks for is that of the shipped files: it is made once.
  parts.make_model = [this, first = std::move(shipped)](const auto& files) mutable {
    return first ? std::exchange(first, nullptr) : make_model(files);
  };
  customiser_ = std::make_unique<customisation::Customiser>(std::move(parts));
  model_ = customiser_->open(options_.mode);
  if (presence_) begin_work(*presence_);
}

bool Company::must_give_way() {
  return presence_ && app::must_give_way(*presence_, *database_);
}

customisation::CustomiserParts Company::customiser_parts() {
  return {*database_,
          shipped_,
          names_in_addresses(),
          [this](const auto& files) { return make_model(files); },
          [](const records::Model& model) { return all_tables(model); },
          [this](auto model) { adopt(std::move(model)); }};
}

std::shared_ptr<const records::Model> Company::make_model(
    const std::vector<schema::SourceFile>& files) {
  auto worded = std::make_shared<const WordedModel>(files, &rules_, this);
  crm::check_schema(*worded->model.schema);
  return {worded, &worded->model};
}

// The index hears of the model first: what is saved by it is to be found.
void Company::adopt(std::shared_ptr<const records::Model> model) {
  {
    std::lock_guard lock(on_model_mutex_);
    if (on_model_) on_model_(model);
  }
  {
    std::lock_guard lock(model_mutex_);
    model_.swap(model);
  }
  reload_directory();  // rules may speak of what is new, or of what is hidden now
  wake();
}

void Company::set_wake(std::function<void()> wake) {
  std::lock_guard lock(wake_mutex_);
  wake_ = std::move(wake);
}

void Company::wake() {
  std::lock_guard lock(wake_mutex_);
  if (wake_) wake_();
}

void Company::set_on_model(std::function<void(std::shared_ptr<const records::Model>)> on_model) {
  std::lock_guard lock(on_model_mutex_);
  on_model_ = std::move(on_model);
}

std::shared_ptr<const records::Model> Company::model() const {
  std::lock_guard lock(model_mutex_);
  return model_;
}

std::shared_ptr<const records::Settings> Company::settings() const {
  std::lock_guard lock(settings_mutex_);
  return settings_;
}

void Company::load_settings() {
  auto settings = std::make_shared<records::Settings>();
  storage::Query query;
  query.table = &settings_table();
  query.columns = {Expression{0, "name"}, Expression{0, "value"}};
  query.order_is_optional = true;
  database_->read([&](Transaction& transaction) {
    transaction.select(query, [&](const Row& row) {
      auto name = row.text(0);
      std::string value(row.text(1));
      if (name == "company")
        settings->company = value;
      else if (name == "currency")
        settings->currency = value;
      else if (name == "calling_code")
        settings->calling_code = value;
      else if (name == "time_zone")
        settings->time_zone = value;
      else if (name == "language")
        settings->language = schema::parse_language(value).value_or(schema::Language::En);
      return true;
    });
  });
  std::lock_guard lock(settings_mutex_);
  settings_ = std::move(settings);
}

void Company::save_settings(const records::Settings& settings) {
  std::pair<const char*, std::string> rows[] = {
      {"company", settings.company},
      {"currency", settings.currency},
      {"calling_code", settings.calling_code},
      {"time_zone", settings.time_zone},
      {"language", std::string(schema::language_code(settings.language))}};
  database_->write([&](Transaction& transaction) {
    for (const auto& [name, value] : rows) {
      storage::Insert insert;
      insert.table = &settings_table();
      insert.values = {{"name", std::string(name)}, {"value", value}};
      insert.replace_conflict = true;
      transaction.insert(insert);
    }
  });
  load_settings();
}

namespace {

// The company's day, and how filters are understood in it.
access::DirectoryMoment moment_of(const records::Context& context) {
  access::DirectoryMoment moment;
  moment.today = context.today();
  auto tomorrow = (std::int64_t{moment.today} + 1) * 86'400'000'000;
  moment.tomorrow_at = tomorrow - base::zone_offset_us(context.settings->time_zone, tomorrow);
  moment.model = context.model;
  moment.compile = [context](const std::string& entity,
                             const std::string& filter) -> std::optional<storage::Condition> {
    try {
      return records::parse_grant(context, entity, base::parse_json(filter), "condition");
    } catch (const base::Error& error) {
      base::log(base::LogLevel::Warning, "a rule that gives records cannot be used",
                {{"entity", entity}, {"error", error.what()}});
      return std::nullopt;
    }
  };
  return moment;
}

}  // namespace

void Company::reload_directory() {
  std::lock_guard lock(reloading_);  // none overtakes one that began later
  read_directory();
}

// One commit may tell of many people: it is read once. Whoever comes while another reads waits for
// it, so that what he has saved holds when he is answered.
void Company::catch_up_directory() {
  std::lock_guard lock(reloading_);
  std::int64_t last = 0;
  database_->read(
      [&](Transaction& transaction) { last = records::last_log_entry(transaction); });
  if (last != directory_log_) read_directory();
}

void Company::read_directory() {
  load_settings();  // another node may have set the company up
  auto program = access::system_actor();
  program.time_zone = settings()->time_zone;
  auto context = this->context(std::make_shared<const access::Actor>(std::move(program)));
  auto moment = moment_of(context);
  const auto& model = *context.model;
  database_->read([&](Transaction& transaction) {
    auto last = records::last_log_entry(transaction);
    directory_.set(access::load_directory(transaction, *model.schema, model.tables, moment));
    directory_log_ = last;
  });
}

bool Company::is_directory_due() const {
  auto due = directory_.get()->due;
  return due != 0 && due <= base::system_clock().now();
}

void Company::committed(const schema::EntityDef& entity) {
  if (access::is_about_people(entity.name)) catch_up_directory();
  wake();
}

records::Context Company::context(std::shared_ptr<const access::Actor> actor,
                                  std::string source) const {
  records::Context context;
  context.model = model();
  context.actor = std::move(actor);
  context.directory = directory_.get();
  context.settings = settings();
  context.now = base::system_clock().now();
  context.random = &base::system_random();
  context.source = std::move(source);
  return context;
}

records::Context Company::command_line_context(std::string source) const {
  auto directory = directory_.get();
  const access::Person* first = nullptr;
  for (const auto& [id, person] : directory->people) {
    auto role = directory->roles.find(person.role);
    bool administrator = role != directory->roles.end() && role->second->administrator;
    if (person.active && administrator && (!first || person.id < first->id)) first = &person;
  }
  auto actor = first ? directory->confirmed_actor(first->id) : nullptr;
  if (!actor) actor = std::make_shared<const access::Actor>(access::system_actor());
  return context(std::move(actor), std::move(source));
}

bool Company::has_administrator() const {
  return !command_line_context().actor->user.is_nil();
}

void Company::set_up(const std::string& email, const std::string& name, const std::string& password,
                     const records::Settings& settings, const std::string& trade) {
  if (has_administrator()) base::fail(ErrorKind::Invalid, "already_set_up");
  const auto* stages = trade.empty() ? &crm::trades().front() : crm::find_trade(trade);
  if (!stages) base::fail(ErrorKind::Invalid, "unknown_trade", "trade", {{"trade", trade}});
  access::check_password(password, email);
  auto hash = access::hash_password(password);
  save_settings(settings);
  auto context = command_line_context("setup");
  database_->write([&](Transaction& transaction) {
    records::RecordService service(transaction, context);
    crm::create_company(service, *stages);
  });
  context = command_line_context("setup");
  database_->write([&](Transaction& transaction) {
    records::RecordService service(transaction, context);
    auto user = crm::make_user(service, {name, email, "administrator", {}, settings.language});
    access::store_password(transaction, user, hash, context.now);
  });
  reload_directory();
}

}  // namespace rapport::app
