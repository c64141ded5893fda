// What signing in keeps in the database: sessions, keys, devices, second factors, links, the log.
// Each is a class of its own; here they stand together, with what is done to all of them.
#pragma once
#include <vector>

#include "access/stores/api_keys.h"
#include "access/stores/devices.h"
#include "access/stores/password_links.h"
#include "access/second_factor/second_factor.h"
#include "access/stores/sessions.h"
#include "access/stores/sign_in_log.h"
#include "access/vault.h"

namespace rapport::access {

struct SignInStores {
  SignInStores(storage::Database& database, const Vault& vault, base::Clock& clock,
               base::Random& random)
      : sessions(database, clock, random),
        keys(database, clock, random),
        devices(database, clock, random),
        second_factor(database, vault, clock, random),
        links(database, clock, random),
        log(database, clock, random) {}

  Sessions sessions;
  ApiKeys keys;
  Devices devices;
  SecondFactor second_factor;
  PasswordLinks links;
  SignInLog log;
};

// Their tables, for Database::migrate.
std::vector<const storage::Table*> sign_in_tables();

// Removes the rows of what is over: sessions, links, devices, old lines of the log. Hourly.
void remove_expired(storage::Transaction& transaction, base::Instant now);

}  // namespace rapport::access
