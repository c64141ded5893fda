// Services: what handlers may use of the program; filled by app/. Lifetime: longer than the server.
// Not here: what each of them does.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "access/sign_in.h"
#include "audit/alarms.h"
#include "records/model.h"
#include "records/rules.h"
#include "schema/strings.h"
#include "storage/database.h"

namespace rapport::search {
class Index;
}
namespace rapport::files {
class FileStore;
}
namespace rapport::imports {
class Imports;
}
namespace rapport::batches {
class Batches;
}
namespace rapport::webhooks {
class Webhooks;
}
namespace rapport::access {
class LdapDirectory;
class OpenId;
class OutsideStore;
}
namespace rapport::customisation {
class Customiser;
}
namespace rapport::audit {
class Views;
}

namespace rapport::http {

class LiveChanges;
class Metrics;
class Responder;
class Router;

struct SetupRequest {
  std::string token, name, email, password, language, currency, trade;
  bool sample_data = false;
};

struct Services {
  storage::Database* database = nullptr;
  access::SignIn* sign_in = nullptr;
  access::OutsideStore* outside = nullptr;
  access::LdapDirectory* company_directory = nullptr;
  access::OpenId* provider = nullptr;
  std::function<int()> look_at_directory;  // how many people it enabled or disabled
  search::Index* search = nullptr;
  imports::Imports* imports = nullptr;
  batches::Batches* batches = nullptr;
  webhooks::Webhooks* webhooks = nullptr;
  customisation::Customiser* customiser = nullptr;
  audit::Views* views = nullptr;
  // Tells the administrators of a person who takes much, in a transaction.
  audit::OnAlarm on_alarm;
  LiveChanges* live = nullptr;
  Metrics* metrics = nullptr;
  const Router* router = nullptr;
  Responder* responder = nullptr;
  files::FileStore* files = nullptr;
  std::filesystem::path data_folder;
  std::string public_url;
  // A piece of work for an actor, with the snapshots of now.
  std::function<records::Context(std::shared_ptr<const access::Actor>, std::string source)> context;
  std::function<bool()> needs_setup;
  std::function<void(const SetupRequest&)> set_up;
};

}  // namespace rapport::http
