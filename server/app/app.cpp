#include "app/app.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <thread>

#include "access/outside/ldap_directory.h"
#include "access/outside/openid.h"
#include "app/caretaker.h"
#include "app/embedded.h"
#include "app/follower.h"
#include "app/import_vocabulary.h"
#include "app/start/first_run.h"
#include "app/start/handed_sockets.h"
#include "audit/settings.h"
#include "audit/views.h"
#include "base/log.h"
#include "batches/batches.h"
#include "crm/system/demo.h"
#include "crm/system/outside_people.h"
#include "http/dispatch.h"
#include "http/door.h"
#include "http/live/live_changes.h"
#include "http/open_files.h"
#include "http/routes/routes.h"
#include "http/server.h"
#include "http/services.h"
#include "imports/imports.h"
#include "records/notices/notices.h"
#include "search/index.h"
#include "webhooks/webhooks.h"

namespace rapport::app {

namespace {

constexpr std::int64_t kIndexSliceMs = 200;
constexpr std::chrono::milliseconds kIndexRest{400};
constexpr std::chrono::milliseconds kLookAtStreams{500};
constexpr int kRoundRests = 3;
constexpr std::chrono::milliseconds kAuditEvery{1'000};
constexpr std::chrono::milliseconds kLookAtSchema{1'000};
// A directory is near; people wait for its word.
constexpr std::int64_t kDirectoryMs = 8'000;
constexpr auto kGrace = std::chrono::seconds(20);

// Messages of the catalogue for http/, with the labels of now in them.
class CatalogueWords final : public http::Words {
 public:
  explicit CatalogueWords(const Company& company) : company_(company) {}
  std::string text(schema::Language language, std::string_view code,
                   const base::MessageArguments& arguments) const override {
    return company_.model()->strings->message(language, code, arguments);
  }

 private:
  const Company& company_;
};

std::vector<http::StaticFile> web_files() {
  std::vector<http::StaticFile> files;
  for (const auto& [name, bytes] : embedded_files("web/")) files.push_back({name, bytes});
  return files;
}

// What systemd kept for us is dropped when the administrator has chosen another address since; what
// he has it open itself counts before what is said here.
void take_sockets(const ServeOptions& options, const std::vector<HandedSocket>& sockets,
                  http::ServerOptions& server) {
  for (const auto& handed : sockets) {
    const bool is_there = listens_at(handed.socket, server.address, server.port);
    if (handed.is_ours && !is_there) {
      ::close(handed.socket);
      keep_no_socket();
      continue;
    }
    if (!is_there)
      base::log(base::LogLevel::Warning, "listen is not used: a socket was handed over",
                {{"listen", options.listen}});
    server.sockets.push_back(handed.socket);
  }
}

http::ServerOptions server_options(const ServeOptions& options,
                                   const std::vector<HandedSocket>& sockets) {
  http::ServerOptions server;
  auto colon = options.listen.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error("--listen takes ADDRESS:PORT");
  server.address = options.listen.substr(0, colon);
  server.port = static_cast<std::uint16_t>(std::stoi(options.listen.substr(colon + 1)));
  take_sockets(options, sockets, server);
  server.max_connections = http::connections_of(http::raised_file_limit());
  // Writers wait for their common commit, so there are many more of them than cores.
  server.worker_threads = 64;
  server.most_working = std::max(2U, std::thread::hardware_concurrency());
  server.spool_folder = options.company.data / "tmp";
  server.certificate_file = options.certificate;
  server.key_file = options.key;
  std::filesystem::create_directories(server.spool_folder);
  return server;
}

// Everything a running server is made of, in the order of dependence.
struct Parts {
  Parts(const ServeOptions& options, const std::vector<HandedSocket>& sockets)
      : company(options.company),
        first_run(company),
        index((options.company.data / "search.db").string(), company.database(), company.model()),
        contents(open_files(options.company.files, options.company.data)),
        imports(company.database(), *contents, options.company.data,
                [this](auto actor, auto source) {
                  return company.context(std::move(actor), std::move(source));
                },
                import_vocabulary()),
        batches(company.database(),
                [this](auto actor, auto source) {
                  return company.context(std::move(actor), std::move(source));
                }),
        outbound({.allowed = options.allow_outbound}),
        webhooks(company.database(),
                 [this](auto actor, auto source) {
                   return company.context(std::move(actor), std::move(source));
                 },
                 outbound, base::system_clock()),
        outside(company.database(), company.vault()),
        company_directory(outside, {.allowed = options.allow_outbound, .total_ms = kDirectoryMs},
                          options.company.data / "tmp", base::system_random()),
        provider(outside, company.vault(), outbound, base::system_clock(),
                 base::system_random()),
        outside_people(company.database(), outside,
                       [this](auto source) {
                         return company.context(
                             std::make_shared<const access::Actor>(access::system_actor()),
                             std::move(source));
                       }),
        views(company.database(), base::system_clock(),
              [this](auto& transaction, const auto& alarm) { on_alarm(transaction, alarm); }),
        services(make_services(options)),
        live(services),
        words(company),
        files(web_files()),
        door(company.sign_in()),
        router(http::all_routes()),
        dispatcher({router, door, words, files, metrics, base::system_clock(),
                    base::system_random(), &services},
                   dispatch_options(options)),
        server(server_options(options, sockets), dispatcher, base::system_clock()),
        follower(company, {{.work = [this] { return live.publish(); }, .rests = kRoundRests},
                           {[this] {
                              live.speak();
                              live.look();
                              return false;
                            },
                            kLookAtStreams, kLookAtStreams},
                           {[this] { return follow_audit(); }, kAuditEvery, kAuditEvery},
                           {[this] { return look_at_schema(); }, kLookAtSchema, kLookAtSchema},
                           {[this] { return webhooks.follow(); }},
                           {[this] { return index.catch_up(kIndexSliceMs); }, kIndexRest}}),
        caretaker(company.database(), care(options)) {
    if (options.backups)
      moments = keep_moments(company, *contents, options.company, *options.backups);
    company.sign_in().trust(company_directory, outside_people);
    if (options.backups)
      metrics.add_gauge("rapport_backup_age_seconds",
                        [plan = *options.backups] { return backup_age_seconds(plan); });
    if (moments)
      metrics.add_gauge("rapport_moments_behind_seconds",
                        [this] { return moments->behind_seconds(); });
    services.live = &live;
    services.metrics = &metrics;
    services.router = &router;
    services.responder = &dispatcher;
    company.set_wake([this] { follower.wake(); });
    company.database().on_others([this](std::string_view told) {
      if (told.empty()) follower.wake();
      else if (!company.sign_in().hear(told)) live.hear(told);
    });
    company.set_on_model([this](auto model) { index.adopt(std::move(model)); });
  }
  ~Parts() {
    company.database().on_others(nullptr);
    company.set_on_model(nullptr);
    company.set_wake(nullptr);
  }

  http::Services make_services(const ServeOptions& options) {
    http::Services made;
    made.database = &company.database();
    made.sign_in = &company.sign_in();
    made.outside = &outside;
    made.company_directory = &company_directory;
    made.provider = &provider;
    made.look_at_directory = [this] { return look_at_directory(); };
    made.search = &index;
    made.imports = &imports;
    made.batches = &batches;
    made.webhooks = &webhooks;
    made.customiser = &company.customiser();
    made.views = &views;
    made.on_alarm = [this](auto& transaction, const auto& alarm) { on_alarm(transaction, alarm); };
    made.files = contents.get();
    made.data_folder = options.company.data;
    made.public_url = options.public_url;
    made.context = [this](auto actor, auto source) {
      return company.context(std::move(actor), std::move(source));
    };
    made.needs_setup = [this] { return !company.has_administrator(); };
    made.set_up = [this](const http::SetupRequest& request) { first_run.complete(request); };
    return made;
  }

  // Who is gone from the directory is gone here.
  int look_at_directory() {
    if (!company_directory.settings().enabled) return 0;
    std::vector<std::string> subjects;
    for (const auto& identity : outside.all(access::SignInBy::Directory))
      subjects.push_back(identity.subject);
    if (subjects.empty()) return 0;
    return outside_people.follow(company_directory.present(subjects));
  }

  // Administrators see it at once, where they look.
  void on_alarm(storage::Transaction& transaction, const audit::Alarm& alarm) {
    auto context = company.context(std::make_shared<const access::Actor>(access::system_actor()));
    records::tell_administrators(transaction, context, alarm.person);
    transaction.on_commit([this] { is_alarmed = true; });
  }

  bool follow_audit() {
    views.flush_if_due();
    if (is_alarmed.exchange(false)) live.publish();
    return company.audit_chain().seal(base::system_clock().now());
  }

  // Stops as if it was asked to: what is in flight is finished, and nothing new begins.
  bool look_at_schema() {
    if (!gives_way && company.must_give_way()) {
      base::log(base::LogLevel::Error,
                "a newer Rapport upgrades the company: this one ends. Install that version here");
      gives_way = true;
      kill(getpid(), SIGTERM);
    }
    return false;
  }

  void tidy_audit() {
    const auto now = base::system_clock().now();
    audit::Settings settings;
    company.database().read([&](storage::Transaction& transaction) {
      settings = audit::read_settings(transaction);
    });
    std::int64_t all = 0;
    for (std::int64_t removed = 1; removed > 0; all += removed)
      removed = company.audit_chain().remove_before(now - settings.keep_days * access::kDayUs);
    if (all == 0) return;
    audit::Entry entry{now, audit::kAdministration, "audit_removed"};
    entry.count = all;
    company.database().write(
        [&](storage::Transaction& transaction) { audit::append(transaction, entry); });
  }

  Caretaker::Work care(const ServeOptions& options) {
    Caretaker::Work work{[](storage::Transaction& transaction) {
                           access::remove_expired(transaction, base::system_clock().now());
                         },
                         [this] { look_at_directory(); },
                         [this] { tidy_audit(); }};
    if (!options.backups) return work;
    work.make_backup = [this, options](const std::function<bool()>& goes_on) {
      make_planned_backup(company, options.company, *options.backups, goes_on);
    };
    work.backup_minute = options.backups->minute_of_day;
    work.time_zone = company.settings()->time_zone;
    return work;
  }

  static http::DispatchOptions dispatch_options(const ServeOptions& options) {
    http::DispatchOptions dispatch;
    dispatch.public_origin = options.public_url;
    dispatch.requests_per_minute = options.requests_per_minute;
    dispatch.trusted_proxies = options.trusted_proxies;
    return dispatch;
  }

  Company company;
  FirstRun first_run;
  search::Index index;
  std::unique_ptr<files::FileStore> contents;
  imports::Imports imports;
  batches::Batches batches;
  outbound::Client outbound;
  webhooks::Webhooks webhooks;
  access::OutsideStore outside;
  access::LdapDirectory company_directory;
  access::OpenId provider;
  crm::OutsidePeople outside_people;
  audit::Views views;
  std::atomic<bool> is_alarmed = false, gives_way = false;
  http::Services services;
  http::LiveChanges live;
  CatalogueWords words;
  http::StaticFiles files;
  http::Door door;
  http::Metrics metrics;
  http::Router router;
  http::Dispatcher dispatcher;
  http::Server server;
  Follower follower;
  Caretaker caretaker;
  std::unique_ptr<backup::MomentsKeeper> moments;  // null: not kept
};

// A store that cannot be used is told at once; the rest of the company works without it.
void look_at_files(files::FileStore& contents) {
  try {
    contents.look();
  } catch (const base::Error& error) {
    base::log(base::LogLevel::Error, "files can neither be kept nor read",
              {{"error", error.detail}});
  }
}

}  // namespace

int serve(const ServeOptions& options) {
  const auto sockets = handed_sockets();  // before anything is opened in the place of one
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals,
                  nullptr);  // inherited by all threads: only sigwait sees them
  std::signal(SIGPIPE, SIG_IGN);
  Parts parts(options, sockets);
  parts.server.start();
  if (auto socket = parts.server.own_socket()) keep_socket(*socket);
  auto address =
      options.public_url.empty() ? "http://" + parts.server.address() : options.public_url;
  std::printf("Rapport: %s\n", address.c_str());
  if (!parts.company.has_administrator())
    std::printf("First run: %s/setup?token=%s\n", address.c_str(), parts.first_run.token().c_str());
  std::fflush(stdout);
  look_at_files(*parts.contents);
  int signal = 0;
  sigwait(&signals, &signal);
  base::log(base::LogLevel::Info, "stopping");
  parts.imports.stop();
  parts.batches.stop();
  parts.caretaker.stop();
  parts.server.stop(std::chrono::duration_cast<std::chrono::milliseconds>(kGrace));
  parts.contents->stop();
  parts.webhooks.stop();
  parts.views.flush();
  parts.company.audit_chain().seal(base::system_clock().now());
  if (parts.moments) parts.moments->stop();
  return parts.gives_way ? kExitNewerSchema : 0;
}

}  // namespace rapport::app
