// Company: one company's database opened and ready: schema, rules, people, settings. The command
// line and the server both stand on it. Nothing of it is global, so that a process can serve
// several.
#pragma once
#include <filesystem>
#include <memory>

#include "access/credentials.h"
#include "access/directory.h"
#include "access/sign_in.h"
#include "app/file_place.h"
#include "app/moves/upgrade_backup.h"
#include "audit/chain.h"
#include "base/clock.h"
#include "customisation/customiser.h"
#include "records/model.h"
#include "records/rules.h"
#include "schema/strings.h"
#include "storage/database.h"
#include "storage/presence.h"

namespace rapport::app {

struct CompanyOptions {
  std::filesystem::path data = "data";
  std::string database;  // empty: data/rapport.db
  std::filesystem::path secret_key;  // file of the key that secrets are sealed with; empty:
                                     // data/secret.key
  std::vector<std::string> replicas;  // of PostgreSQL, that reads are asked of
  FilePlace files;
  int readers = 4;
  std::int64_t cache_bytes = storage::OpenOptions().cache_bytes;
  customisation::Mode mode = customisation::Mode::Usual;
  // The copy that is made before an upgrade; nothing: none is.
  std::optional<UpgradeBackup> before_upgrade = UpgradeBackup{};
};

// The address or path of its database.
std::string database_url(const CompanyOptions& options);
// The file of the key that secrets are sealed with.
std::filesystem::path secret_key_file(const CompanyOptions& options);

class Company final : public records::CommitListener {
 public:
  // Creates the folder and the tables that are missing; waits for others that open it, or that must
  // end before an upgrade. Throws: Error{Unavailable}, Error{Internal, "bad_schema"},
  // Error{Invalid, "newer_schema"}: nothing was changed.
  explicit Company(const CompanyOptions& options);
  // In a database that is open already: one in the making.
  Company(const CompanyOptions& options, std::unique_ptr<storage::Database> database);
  ~Company() override;

  storage::Database& database() { return *database_; }
  const std::filesystem::path& data() const { return options_.data; }
  // The model of now, whose words it keeps alive; another one after each customisation, here or in
  // another process.
  std::shared_ptr<const records::Model> model() const;
  std::shared_ptr<const records::Settings> settings() const;
  access::Directory& directory() { return directory_; }
  access::SignIn& sign_in() { return *sign_in_; }
  const access::Vault& vault() const { return *vault_; }
  audit::Chain& audit_chain() { return *audit_chain_; }
  customisation::Customiser& customiser() { return *customiser_; }

  records::Context context(std::shared_ptr<const access::Actor> actor,
                           std::string source = {}) const;
  // The program itself, or the first administrator when there is one: who acts on the command line.
  records::Context command_line_context(std::string source = {}) const;
  bool has_administrator() const;

  // The first administrator, roles, team, the pipeline of a trade; once. Throws: Error{Invalid,
  // "already_set_up"}, {Invalid, "unknown_trade"}.
  void set_up(const std::string& email, const std::string& name, const std::string& password,
              const records::Settings& settings, const std::string& trade = {});
  void save_settings(const records::Settings& settings);

  // People, teams or roles changed here or elsewhere.
  void reload_directory();
  // Whether a day has begun since, on which others are away.
  bool is_directory_due() const;
  // Called after commits with anything in the change log, on the committing thread; must be quick.
  void set_wake(std::function<void()> wake);
  // Called with each new model, before work begins with it, on the thread that made it.
  void set_on_model(std::function<void(std::shared_ptr<const records::Model>)> on_model);

  // Whether this process must end for a newer one, which upgrades the database. To be asked each
  // second or so, by one thread. Throws: Error{Unavailable}.
  bool must_give_way();

  void committed(const schema::EntityDef& entity) override;

 private:
  void open_database();
  void load_settings();
  void catch_up_directory();
  void read_directory();
  customisation::CustomiserParts customiser_parts();
  std::shared_ptr<const records::Model> make_model(const std::vector<schema::SourceFile>& files);
  void adopt(std::shared_ptr<const records::Model> model);
  void wake();

  CompanyOptions options_;
  customisation::Shipped shipped_;
  records::Rules rules_;
  std::unique_ptr<storage::Presence> presence_;  // null: the database is in the making
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<customisation::Customiser> customiser_;
  mutable std::mutex model_mutex_;
  std::shared_ptr<const records::Model> model_;
  std::mutex on_model_mutex_;
  std::function<void(std::shared_ptr<const records::Model>)> on_model_;
  access::Directory directory_;
  std::unique_ptr<access::Vault> vault_;
  std::mutex reloading_;
  std::int64_t directory_log_ = -1;  // under it: the entry of the log that the directory has
  std::unique_ptr<access::SignIn> sign_in_;
  std::unique_ptr<audit::Chain> audit_chain_;
  mutable std::mutex settings_mutex_;
  std::shared_ptr<const records::Settings> settings_;
  std::mutex wake_mutex_;
  std::function<void()> wake_;
};

}  // namespace rapport::app
