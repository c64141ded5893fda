#include "app/commands.h"

#include <cstdio>
#include <iostream>

#include "app/app.h"
#include "app/arguments.h"
#include "app/moves/backup_commands.h"
#include "app/moves/backup_plan.h"
#include "app/moves/copy_command.h"
#include "app/doctor.h"
#include "app/embedded.h"
#include "app/import_commands.h"
#include "app/people_commands.h"
#include "app/seed.h"
#include "base/version.h"
#include "base/log.h"
#include "base/text.h"
#include "crm/system/demo.h"
#include "schema/strings.h"

namespace rapport::app {

namespace {

constexpr OptionDef kData{"data", "folder of the company's data (default ./data)"};
constexpr OptionDef kDatabase{"database", "path of an SQLite file, or postgres://…"};
constexpr OptionDef kSecretKey{"secret-key",
                               "file of the key that secrets are sealed with (default "
                               "DATA/secret.key; made when missing)"};
constexpr OptionDef kKeyFile{"key-file", "locks it: a file of 64 hexadecimal digits"};
constexpr OptionDef kPassphrase{"passphrase-file",
                                "locks it: a file whose first line is the passphrase"};
constexpr OptionDef kPlain{"plain", "not locked: who has the file can read it", true};
constexpr OptionDef kConfig{"config", "file of options: name = \"value\""};

constexpr OptionDef kNoBackup{"no-backup-before-upgrade",
                              "an upgrade of the database begins without a copy of it", true};

CompanyOptions company_options(const Arguments& arguments) {
  CompanyOptions options;
  options.data = arguments.get("data", "data");
  options.database = arguments.get("database", "");
  options.secret_key = arguments.get("secret-key", "");
  options.files = file_place(arguments);
  if (arguments.has_flag(kNoBackup.name)) options.before_upgrade.reset();
  return options;
}

int run_serve(const Arguments& arguments) {
  ServeOptions options;
  options.company = company_options(arguments);
  options.listen = arguments.get("listen", "127.0.0.1:8080");
  options.public_url = arguments.get("public-url", "");
  options.certificate = arguments.get("certificate", "");
  options.key = arguments.get("key", "");
  if (arguments.has_flag("safe-mode")) options.company.mode = customisation::Mode::Safe;
  options.requests_per_minute = arguments.number("rate-limit", 0, access::kMostRequestsPerMinute);
  auto ranges = outbound::parse_ranges(arguments.get("allow-outbound", ""));
  if (!ranges) throw UsageError("--allow-outbound takes ranges like 10.0.0.0/8,::1");
  options.allow_outbound = std::move(*ranges);
  auto proxies = arguments.get("trusted-proxies", "");
  if (!proxies.empty()) options.trusted_proxies = base::split(proxies, ',');
  for (const auto& proxy : options.trusted_proxies)
    if (proxy.empty() || !outbound::parse_ranges(proxy) || proxy.find('/') != std::string::npos)
      throw UsageError("--trusted-proxies takes addresses like 127.0.0.1,::1");
  for (auto& url : base::split(arguments.get("replicas", ""), ' '))
    if (!url.empty()) options.company.replicas.push_back(std::move(url));
  options.backups = backup_plan(arguments);
  if (options.backups && options.company.before_upgrade)
    options.company.before_upgrade = {options.backups->folder, options.backups->lock};
  return serve(options);
}

int run_init(const Arguments& arguments) {
  Company company(company_options(arguments));
  records::Settings settings = *company.settings();
  if (auto word = arguments.find("language")) {
    auto language = schema::parse_language(*word);
    if (!language) throw UsageError("--language takes ru, uz or en");
    settings.language = *language;
  }
  settings.currency = arguments.get("currency", settings.currency);
  auto email = arguments.require("admin-email");
  company.set_up(email, arguments.get("admin-name", email.substr(0, email.find('@'))),
                 arguments.require("admin-password"), settings, arguments.get("trade", ""));
  std::printf("The company is set up; sign in as %s\n", email.c_str());
  return 0;
}

int run_demo(const Arguments& arguments) {
  Company company(company_options(arguments));
  auto size = arguments.get("size", "small");
  if (size != "small" && size != "large") throw UsageError("--size takes small or large");
  constexpr const char* kPassword = "rapport-demo";
  constexpr const char* kEmail = "director@demo.rapport";
  if (!company.has_administrator()) {
    records::Settings settings = *company.settings();
    company.set_up(kEmail, "Алишер Каримов", kPassword, settings);
  }
  auto context = company.command_line_context("demo");
  auto people = crm::fill_demo(company.database(), context,
                               size == "large" ? crm::DemoSize::Large : crm::DemoSize::Small);
  company.reload_directory();
  std::printf("The demo company is ready. Sign in with the password %s as\n", kPassword);
  std::printf("  %s\n", kEmail);
  give_demo_passwords(company, people, kPassword);
  for (const auto& email : people) std::printf("  %s\n", email.c_str());
  return 0;
}

int run_version(const Arguments&) {
  std::printf("rapport %s\n", base::kVersion);
  return 0;
}

struct Command {
  std::string_view name;
  std::string_view meaning;
  std::vector<OptionDef> options;
  int (*run)(const Arguments&);
};

std::vector<OptionDef> with(std::vector<OptionDef> options,
                            std::initializer_list<std::vector<OptionDef>> more) {
  for (const auto& group : more) options.insert(options.end(), group.begin(), group.end());
  return options;
}

const std::vector<Command>& commands() {  // tidy: table
  static const std::vector<Command> all{
      {"serve",
       "serves the company over HTTP",
       with({
        kData,
        kDatabase,
        kSecretKey,
        kConfig,
        {"replicas", "of the database, which lists may be read from: postgres://… postgres://…"},
        kNoBackup,
        {"listen", "ADDRESS:PORT (default 127.0.0.1:8080)"},
        {"public-url", "the address people use"},
        {"certificate", "PEM file, for TLS"},
        {"key", "PEM file, for TLS"},
        {"safe-mode", "starts without the company's own fields and entities", true},
        {"trusted-proxies", "web servers before it, which say who asks: 127.0.0.1,::1"},
        {"rate-limit", "requests a minute of each API key and session (default 0: no limit)"},
        {"allow-outbound", "inner addresses that webhooks may go to: 10.0.0.0/8,::1"}},
            {file_place_options(), backup_plan_options()}),
       run_serve},
      {"init",
       "sets a company up with its administrator",
       {kData,
        kDatabase,
        kSecretKey,
        kConfig,
        kNoBackup,
        {"admin-email", "e-mail"},
        {"admin-password", "password"},
        {"admin-name", "name"},
        {"language", "ru, uz or en"},
        {"currency", "UZS, USD …"},
        {"trade", "whose pipeline: sales, wholesale, manufacturing, construction …"}},
       run_init},
      {"demo",
       "fills a company with believable data",
       {kData, kDatabase, kSecretKey, kConfig, kNoBackup, {"size", "small or large"}},
       run_demo},
      {"user",
       "add | list | password | disable | second-factor-off",
       {kData,
        kDatabase,
        kSecretKey,
        kConfig,
        kNoBackup,
        {"email", "e-mail"},
        {"password", "password"},
        {"name", "name"},
        {"role", "administrator, manager, rep, read_only"},
        {"team", "name of a team; made when it is new"}},
       [](const Arguments& a) { return user_command(company_options(a), a); }},
      {"api-key",
       "create: makes a key for programs and prints it once",
       {kData,
        kDatabase,
        kSecretKey,
        kConfig,
        kNoBackup,
        {"user", "e-mail"},
        {"scopes", "read,write,admin (default: all of them)"},
        {"name", "what it is for"},
        {"networks", "where it may come from: 10.0.0.0/8,::1 (default: anywhere)"},
        {"rate-limit", "requests a minute of this key (default: what serve allows)"}},
       [](const Arguments& a) { return api_key_command(company_options(a), a); }},
      {"import",
       "FILE: reads CSV, XLSX or vCard into an entity; --undo ID takes an import back",
       {kData,
        kDatabase,
        kSecretKey,
        kConfig,
        kNoBackup,
        {"entity", "contacts, deals …"},
        {"map", "map file"},
        {"duplicates", "skip, update or create"},
        {"dry-run", "only says what would happen", true},
        {"undo", "id of an import"}},
       [](const Arguments& a) { return import_command(company_options(a), a); }},
      {"export",
       "writes records of an entity",
       {kData,
        kDatabase,
        kSecretKey,
        kConfig,
        kNoBackup,
        {"entity", "contacts, deals …"},
        {"filter", "JSON"},
        {"format", "csv, xlsx, json or vcf"},
        {"output", "file; default: standard output"}},
       [](const Arguments& a) { return export_command(company_options(a), a); }},
      {"copy",
       "moves a company between SQLite and PostgreSQL, with files and history",
       with({kData,
        kDatabase,
        kSecretKey,
        kConfig,
        {"from", "folder, SQLite file or postgres://… (default: what --data and --database say)"},
        {"to", "a new folder, or postgres://… of an empty database"},
        {"to-data", "beside postgres://…: a new folder for the files (default: they stay)"}},
            {file_place_options(), second_file_place_options()}),
       [](const Arguments& a) { return copy_command(company_options(a), a); }},
      {"backup",
       "FILE: keeps all of the company as of now, while it works",
       with({kData, kDatabase, kSecretKey, kConfig, kKeyFile, kPassphrase, kPlain},
            {file_place_options()}),
       [](const Arguments& a) { return backup_command(company_options(a), a); }},
      {"verify",
       "FILE: reads all of a backup, or of a folder with moments, and says whether it is whole",
       {kConfig, kKeyFile, kPassphrase, kPlain},
       [](const Arguments& a) { return verify_command(a); }},
      {"restore",
       "FILE: makes a company of a backup, in a new folder, and an empty database of either engine",
       with({kData,
             kDatabase,
             kSecretKey,
             kConfig,
             kKeyFile,
             kPassphrase,
             kPlain,
             {"to-moment", "of a folder with moments (serve --backup-moments): 2026-11-26T14:05:00Z"}},
            {file_place_options()}),
       [](const Arguments& a) { return restore_command(company_options(a), a); }},
      {"doctor",
       "checks configuration, database, files, clock and backups",
       with({kData,
             kDatabase,
             kSecretKey,
             kConfig,
             kNoBackup,
             {"backup-folder", "where the server makes its backups"},
             {"thorough", "SQLite: each row in each index too, minutes for each gigabyte", true}},
            {file_place_options()}),
       [](const Arguments& a) {
         const auto depth = a.has_flag("thorough") ? storage::CheckDepth::Everything
                                                   : storage::CheckDepth::Pages;
         return doctor_command(company_options(a), {a.get("backup-folder", ""), depth});
       }},
      {"seed",
       "fills a company with many records, for measuring",
       {kData,
        kDatabase,
        kSecretKey,
        kConfig,
        kNoBackup,
        {"contacts", "how many"},
        {"deals", "how many"},
        {"activities", "how many"},
        {"accounts", "how many (default a tenth of the contacts)"},
        {"users", "how many (default 100)"},
        {"teams", "how many (default 20)"},
        {"roles", "how many beside the shipped ones (default none)"}},
       [](const Arguments& a) { return seed_command(company_options(a), a); }},
      {"version", "prints the version", {}, run_version},
  };
  return all;
}

std::vector<OptionDef> options_of_all() {
  std::vector<OptionDef> all;
  for (const auto& command : commands())
    all.insert(all.end(), command.options.begin(), command.options.end());
  return all;
}

void print_commands(std::FILE* out) {
  std::fputs("usage: rapport COMMAND [OPTION…]\n\n", out);
  for (const auto& command : commands())
    std::fprintf(out, "  %-9s %s\n", std::string(command.name).c_str(),
                 std::string(command.meaning).c_str());
  std::fputs("\nrapport COMMAND --help tells its options.\n", out);
}

void print_options(const Command& command) {
  std::printf("rapport %s: %s\n\n", std::string(command.name).c_str(),
              std::string(command.meaning).c_str());
  for (const auto& option : command.options)
    std::printf("  --%-15s %s\n", std::string(option.name).c_str(),
                std::string(option.meaning).c_str());
  std::puts("\nOptions are also read from the environment (RAPPORT_<OPTION>).");
}

// The error in words, on one line: what, and where.
std::string describe(const base::Error& error) {
  static const schema::Strings strings(entity_files());
  std::string text = strings.message(schema::Language::En, error.code, error.arguments);
  for (const auto& field : error.fields)
    text += " " + field.field + ": " +
            strings.message(schema::Language::En, field.code, field.arguments);
  if (!error.detail.empty()) text += " (" + error.detail + ")";
  return text;
}

int run(const Command& command, const std::vector<std::string>& words) {
  for (const auto& word : words)
    if (word == "--help") {
      print_options(command);
      return 0;
    }
  try {
    return command.run(Arguments(command.options, words, options_of_all()));
  } catch (const UsageError& error) {
    std::fprintf(stderr, "rapport %s: %s\n", std::string(command.name).c_str(), error.what());
    return 2;
  } catch (const base::Error& error) {
    std::fprintf(stderr, "rapport %s: %s\n", std::string(command.name).c_str(),
                 describe(error).c_str());
    if (error.code == "newer_schema") return kExitNewerSchema;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rapport %s: %s\n", std::string(command.name).c_str(), error.what());
  }
  return 1;
}

// The command that was probably meant: at most two letters away, or begun rightly.
const Command* nearest(std::string_view word) {
  constexpr int kNear = 2;
  const Command* best = nullptr;
  int least = kNear + 1;
  for (const auto& command : commands()) {
    bool begun = word.size() > 1 && command.name.starts_with(word);
    auto distance = begun ? 1 : base::edit_distance(word, command.name, kNear);
    if (distance >= least) continue;
    least = distance;
    best = &command;
  }
  return best;
}

}  // namespace

int run_command(int count, char** words) {
  std::vector<std::string> rest(words + 1, words + count);
  if (rest.empty()) {
    print_commands(stderr);
    return 2;
  }
  if (rest[0] == "help" && rest.size() > 1) rest = {rest[1], "--help"};
  if (rest[0] == "--help" || rest[0] == "-h" || rest[0] == "help") {
    print_commands(stdout);
    return 0;
  }
  if (rest[0] == "--version") rest[0] = "version";
  for (const auto& command : commands())
    if (command.name == rest[0]) return run(command, {rest.begin() + 1, rest.end()});
  const auto* meant = nearest(rest[0]);
  auto hint = meant ? "Did you mean " + std::string(meant->name) + "?"
                    : std::string("rapport --help lists them.");
  std::fprintf(stderr, "rapport: unknown command %s. %s\n", rest[0].c_str(), hint.c_str());
  return 2;
}

}  // namespace rapport::app
