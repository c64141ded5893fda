#include "http/routes/routes.h"

#include "http/routes/record_routes.h"
#include "http/routes/session_routes.h"
#include "http/routes/system_routes.h"

namespace rapport::http {

namespace {
constexpr auto kGet = Method::Get;
constexpr auto kPost = Method::Post;
constexpr auto kPut = Method::Put;
constexpr auto kPatch = Method::Patch;
constexpr auto kDelete = Method::Delete;
constexpr auto kPublic = Policy::Public;
constexpr auto kSignedIn = Policy::SignedIn;
constexpr auto kAdministrator = Policy::Administrator;
constexpr auto kNone = BodyKind::None;
constexpr auto kJson = BodyKind::Json;
}  // namespace

std::vector<Route> all_routes() {  // tidy: table
  namespace r = records_api;
  namespace s = session_api;
  namespace y = system_api;
  std::vector<Route> routes;
  auto add = [&](Method method, std::string_view pattern, Policy policy, BodyKind body,
                 Response (*handler)(const Call&), std::string_view summary) {
    Route route;
    route.method = method;
    route.pattern = pattern;
    route.policy = policy;
    route.body = body;
    route.handler = handler;
    route.summary = summary;
    routes.push_back(std::move(route));
  };
  // The program itself
  add(kGet, "/health/live", kPublic, kNone, y::live, "The process answers");
  routes.back().run_on = RunOn::Inline;
  add(kGet, "/health/ready", kPublic, kNone, y::ready, "The database answers");
  add(kGet, "/metrics", kPublic, kNone, y::metrics,
      "Measures in Prometheus' text form, for the machine itself");
  add(kGet, "/api/v1/openapi.json", kSignedIn, kNone, y::openapi, "This contract as OpenAPI 3.1");
  // Who is there
  add(kGet, "/api/v1/setup", kPublic, kNone, s::setup_state,
      "Whether the company still has to be set up");
  add(kPost, "/api/v1/setup", kPublic, kJson, s::set_up,
      "Sets the company up, once, with the one-time token");
  add(kPost, "/api/v1/session", kPublic, kJson, s::sign_in, "Signs in");
  add(kGet, "/api/v1/session", kSignedIn, kNone, s::current, "Who is signed in");
  add(kDelete, "/api/v1/session", kSignedIn, kNone, s::sign_out, "Signs out");
  add(kGet, "/api/v1/profile", kSignedIn, kNone, s::profile, "One's own user record");
  add(kPatch, "/api/v1/profile", kSignedIn, kJson, s::update_profile,
      "Changes one's own user record");
  add(kPost, "/api/v1/profile/password", kSignedIn, kJson, s::change_password,
      "Changes one's own password");
  add(kGet, "/api/v1/profile/sessions", kSignedIn, kNone, s::sessions, "One's own sessions");
  add(kDelete, "/api/v1/profile/sessions/{id}", kSignedIn, kNone, s::end_session,
      "Ends one of them");
  add(kGet, "/api/v1/profile/api-keys", kSignedIn, kNone, s::api_keys, "One's own API keys");
  add(kPost, "/api/v1/profile/api-keys", kSignedIn, kJson, s::create_api_key,
      "Makes an API key; it is told once");
  add(kDelete, "/api/v1/profile/api-keys/{id}", kSignedIn, kNone, s::revoke_api_key,
      "Revokes an API key");
  add(kPost, "/api/v1/users/{id}/password", kAdministrator, kJson, s::set_password,
      "Gives somebody a new password");
  add(kGet, "/api/v1/metadata", kSignedIn, kNone, s::metadata,
      "Entities, fields, layouts, choices, pipelines");
  // Over all entities
  add(kGet, "/api/v1/search", kSignedIn, kNone, y::search,
      "One list over all entities, best first");
  add(kGet, "/api/v1/changes", kSignedIn, kNone, r::changes, "What changed since a cursor");
  add(kGet, "/api/v1/stream", kSignedIn, kNone, nullptr, "Changes as they happen (WebSocket)");
  routes.back().stream = y::stream;
  add(kPost, "/api/v1/files", kSignedIn, BodyKind::File, y::upload_file,
      "Stores a file; its name is the query parameter name");
  add(kGet, "/api/v1/files/{id}/content", kSignedIn, kNone, y::file_content,
      "The content of a file");
  add(kGet, "/api/v1/files/{id}", kSignedIn, kNone, y::get_file,
      "The content of a file; its record with Accept: application/json");
  // Import and export
  add(kPost, "/api/v1/imports/preview", kSignedIn, kJson, y::preview_import,
      "What a file is and how it would be read");
  add(kPost, "/api/v1/imports/words", kSignedIn, kJson, y::words_of_import,
      "Words of the columns that take only some, and what each is taken for");
  add(kPost, "/api/v1/imports", kSignedIn, kJson, y::start_import, "Starts an import");
  add(kGet, "/api/v1/imports", kSignedIn, kNone, y::list_imports, "Imports, newest first");
  add(kGet, "/api/v1/imports/{id}", kSignedIn, kNone, y::import_state,
      "State and progress of an import");
  add(kPost, "/api/v1/imports/{id}/actions/{action}", kSignedIn, kJson, y::act_on_import,
      "cancel or undo");
  add(kGet, "/api/v1/imports/{id}/undo", kSignedIn, kNone, y::forecast_of_undo,
      "What undoing an import would remove, put back and leave");
  add(kGet, "/api/v1/imports/{id}/failed", kSignedIn, kNone, y::failed_rows,
      "Rows that failed, to mend and load again");
  add(kGet, "/api/v1/{entity}/export", kSignedIn, kNone, y::export_records,
      "Records as CSV, XLSX, JSON or vCard");
  // Records of any entity
  add(kGet, "/api/v1/{entity}", kSignedIn, kNone, r::list, "A page of records");
  add(kPost, "/api/v1/{entity}", kSignedIn, kJson, r::create, "Creates a record");
  add(kPost, "/api/v1/{entity}/query", kSignedIn, kJson, r::query,
      "A page of records, asked for in JSON");
  routes.back().effect = Effect::Reads;
  add(kPost, "/api/v1/{entity}/aggregate", kSignedIn, kJson, r::aggregate,
      "Counts, sums and groups");
  routes.back().effect = Effect::Reads;
  add(kPost, "/api/v1/{entity}/duplicates", kSignedIn, kJson, r::find_duplicates,
      "Records that look like one before it is saved: {\"id\"?, \"values\": {…}}");
  routes.back().effect = Effect::Reads;
  add(kPost, "/api/v1/{entity}/bulk", kSignedIn, BodyKind::Bulk, r::bulk,
      "Creates, updates and deletes up to 10,000 records");
  add(kPut, "/api/v1/{entity}/by/{field}/{value}", kSignedIn, kJson, r::upsert,
      "Creates or updates by a unique field");
  add(kGet, "/api/v1/{entity}/{id}", kSignedIn, kNone, r::get, "One record");
  routes.back().quick = r::get_quickly;
  add(kPatch, "/api/v1/{entity}/{id}", kSignedIn, kJson, r::update, "Changes a record");
  add(kDelete, "/api/v1/{entity}/{id}", kSignedIn, kNone, r::remove,
      "Into the recycle bin, or for good with purge=true");
  add(kPost, "/api/v1/{entity}/{id}/restore", kSignedIn, kNone, r::restore,
      "Out of the recycle bin");
  add(kGet, "/api/v1/{entity}/{id}/timeline", kSignedIn, kNone, r::timeline,
      "Everything that happened on a record");
  add(kGet, "/api/v1/{entity}/{id}/history", kSignedIn, kNone, r::history, "Changes of a record");
  add(kGet, "/api/v1/{entity}/{id}/related/{link}", kSignedIn, kNone, r::related,
      "Records that point to this one");
  add(kPut, "/api/v1/{entity}/{id}/related/{link}/{other}", kSignedIn, kNone, r::tie,
      "Ties two records");
  add(kDelete, "/api/v1/{entity}/{id}/related/{link}/{other}", kSignedIn, kNone, r::untie,
      "Unties them");
  add(kPost, "/api/v1/{entity}/{id}/actions/{action}", kSignedIn, kJson, r::act,
      "What a button does");
  return routes;
}

}  // namespace rapport::http
