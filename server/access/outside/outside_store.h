// What is kept of other systems that vouch for people: how each is asked, its secret sealed, and
// who of them is who of ours.
// Not here: the meaning of the settings (directory_settings.h, provider_settings.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/outside/outside.h"
#include "access/vault.h"
#include "storage/database.h"

namespace rapport::access {

const storage::Table& outside_sources_table();
const storage::Table& outside_identities_table();

struct OutsideSettings {
  std::string json = "{}";
  std::string secret;  // opened
};

struct Identity {
  std::string subject;
  base::Id user;
  bool disabled_there = false;  // and therefore here, until it is enabled there again
};

// Threads: safe.
class OutsideStore {
 public:
  OutsideStore(storage::Database& database, const Vault& vault)
      : database_(database), vault_(vault) {}

  // Throws: Error{Unavailable, "secret_key"} when the secret was sealed with another key.
  OutsideSettings settings(SignInBy by);
  void save_settings(SignInBy by, const OutsideSettings& settings, const storage::Work& also = {});

  std::optional<Identity> find(SignInBy by, std::string_view subject);
  std::vector<Identity> all(SignInBy by);
  void link(SignInBy by, std::string_view subject, const base::Id& user);
  void set_disabled(SignInBy by, std::string_view subject, bool disabled);

 private:
  std::vector<Identity> select(storage::Condition where);

  storage::Database& database_;
  const Vault& vault_;
};

}  // namespace rapport::access
