#include "http/routes/audit/audit_routes.h"
#include "http/routes/routes.h"

#include "http/routes/batches/batch_routes.h"
#include "http/routes/composite_routes.h"
#include "http/routes/customisation_routes.h"
#include "http/routes/notice_routes.h"
#include "http/routes/parameters.h"
#include "http/routes/record_routes.h"
#include "http/routes/rights_routes.h"
#include "http/routes/sign_in/outside_routes.h"
#include "http/routes/sign_in/security_routes.h"
#include "http/routes/sign_in/session_routes.h"
#include "http/routes/system_routes.h"
#include "http/routes/webhook_routes.h"

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
constexpr std::string_view kTables =
    "text/csv,application/json,text/vcard,"
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// A row of the table, for what not every route has.
struct Row {
  Route& route;
  Row& with(std::span<const QueryParameter> parameters) {
    route.parameters = parameters;
    return *this;
  }
  Row& takes(std::string_view schema) {
    route.takes = schema;
    return *this;
  }
  Row& answers(std::string_view schema, int status = 200) {
    route.answers = schema;
    route.status = status;
    return *this;
  }
  Row& or_status(int status) {
    route.other_status = status;
    return *this;
  }
  Row& done() {
    route.status = 204;
    return *this;
  }
  // No key will do.
  Row& by_session() {
    route.trust = Trust::Session;
    return *this;
  }
  // Nor a session whose person has not proved lately who it is.
  Row& confirmed() {
    route.trust = Trust::Confirmed;
    return *this;
  }
  Row& only_reads() {
    route.effect = Effect::Reads;
    return *this;
  }
};
}  // namespace

std::vector<Route> all_routes() {  // tidy: table
  namespace a = audit_api;
  namespace b = batches_api;
  namespace r = records_api;
  namespace s = session_api;
  namespace q = security_api;
  namespace o = outside_api;
  namespace y = system_api;
  namespace w = webhook_api;
  namespace c = customisation_api;
  namespace n = notice_api;
  namespace g = rights_api;
  namespace p = parameters;
  std::vector<Route> routes;
  routes.reserve(150);  // rows are referred to while they are filled
  auto add = [&](Method method, std::string_view pattern, Policy policy, BodyKind body,
                 Response (*handler)(const Call&), std::string_view summary) {
    Route& route = routes.emplace_back();
    route.method = method;
    route.pattern = pattern;
    route.policy = policy;
    route.body = body;
    route.handler = handler;
    route.summary = summary;
    return Row{route};
  };
  // The program itself
  add(kGet, "/health/live", kPublic, kNone, y::live, "The process answers").answers("Health");
  routes.back().run_on = RunOn::Inline;
  add(kGet, "/health/ready", kPublic, kNone, y::ready, "The database answers").answers("Health");
  add(kGet, "/metrics", kPublic, kNone, y::metrics,
      "Measures in Prometheus' text form, for the machine itself")
      .answers("text/plain");
  add(kGet, "/api/v1/openapi.json", kSignedIn, kNone, y::openapi, "This contract as OpenAPI 3.1")
      .answers("OpenApi");
  // Who is there
  add(kGet, "/api/v1/setup", kPublic, kNone, s::setup_state,
      "Whether the company still has to be set up")
      .answers("SetupState");
  add(kGet, "/api/v1/setup/trades", kPublic, kNone, s::trades,
      "Ready pipelines of common trades, in the language asked for")
      .answers("TradeList");
  add(kPost, "/api/v1/setup", kPublic, kJson, s::set_up,
      "Sets the company up, once, with the one-time token")
      .takes("Setup")
      .answers("Session");
  add(kPost, "/api/v1/session", kPublic, kJson, s::sign_in, "Signs in")
      .takes("SignIn")
      .answers("Session");
  add(kGet, "/api/v1/session", kSignedIn, kNone, s::current, "Who is signed in").answers("Session");
  add(kDelete, "/api/v1/session", kSignedIn, kNone, s::sign_out, "Signs out").done();
  add(kGet, "/api/v1/profile", kSignedIn, kNone, s::profile, "One's own user record")
      .answers("Profile");
  add(kPatch, "/api/v1/profile", kSignedIn, kJson, s::update_profile,
      "Changes one's own user record")
      .takes("ProfileChange")
      .answers("Profile");
  add(kGet, "/api/v1/profile/home", kSignedIn, kNone, s::home,
      "How one has arranged the own desktop; null: as usual")
      .answers("HomeLayout");
  add(kPut, "/api/v1/profile/home", kSignedIn, kJson, s::put_home, "Arranges the own desktop")
      .takes("HomeLayout")
      .done();
  add(kDelete, "/api/v1/profile/home", kSignedIn, kNone, s::forget_home,
      "Back to the usual arrangement")
      .done();
  // The audit
  add(kGet, "/api/v1/audit", kAdministrator, kNone, a::entries,
      "Who saw, changed, exported and administered what, the latest first")
      .with(p::kAudit)
      .answers("AuditPage");
  add(kGet, "/api/v1/audit/export", kAdministrator, kNone, a::export_entries,
      "The same as a CSV file")
      .with(p::kAuditExport)
      .answers("text/csv");
  add(kGet, "/api/v1/audit/settings", kAdministrator, kNone, a::settings,
      "How long the audit is kept, and how much in an hour raises an alarm")
      .answers("AuditSettings");
  add(kPut, "/api/v1/audit/settings", kAdministrator, kJson, a::put_settings,
      "Changes those that are named")
      .confirmed()
      .takes("AuditSettings")
      .answers("AuditSettings");
  // By another system
  add(kGet, "/api/v1/session/ways", kPublic, kNone, o::ways,
      "How one may sign in beside a password")
      .answers("SignInWays");
  add(kPost, "/api/v1/session/provider", kPublic, kJson, o::depart,
      "Begins a sign-in at the provider: where to go")
      .takes("Departure")
      .answers("ProviderAddress");
  add(kPost, "/api/v1/session/provider/confirm", kSignedIn, kJson, o::depart_to_confirm,
      "Begins a proof at the provider that it is still the person")
      .by_session()
      .takes("Departure")
      .answers("ProviderAddress");
  add(kPost, "/api/v1/session/provider/arrival", kPublic, kJson, o::arrive,
      "Signs in, or confirms, with what the provider returned")
      .takes("Arrival")
      .answers("ArrivedSession");
  add(kGet, "/api/v1/sign-in", kAdministrator, kNone, o::settings,
      "How the company's directory and provider are asked")
      .answers("SignInSettings");
  add(kPut, "/api/v1/sign-in/directory", kAdministrator, kJson, o::put_directory,
      "Sets how the directory (LDAP) is asked")
      .confirmed()
      .takes("DirectorySettings")
      .answers("SignInSettings");
  add(kPut, "/api/v1/sign-in/provider", kAdministrator, kJson, o::put_provider,
      "Sets how the provider (OpenID Connect) is asked")
      .confirmed()
      .takes("ProviderSettings")
      .answers("SignInSettings");
  add(kPost, "/api/v1/sign-in/directory/try", kAdministrator, kJson, o::try_directory,
      "Tries settings of the directory, and keeps nothing")
      .confirmed()
      .only_reads()
      .takes("DirectorySettings")
      .answers("DirectoryTrial");
  add(kPost, "/api/v1/sign-in/provider/try", kAdministrator, kJson, o::try_provider,
      "Tries settings of the provider, and keeps nothing")
      .confirmed()
      .only_reads()
      .takes("ProviderSettings")
      .done();
  add(kPost, "/api/v1/sign-in/directory/look", kAdministrator, kNone, o::look_at_directory,
      "Looks at once who is still in the directory; who is gone is disabled")
      .answers("DirectoryLook");
  // What one signs in with
  add(kPost, "/api/v1/session/confirm", kSignedIn, kJson, q::confirm,
      "Proves again who it is, for what is not done on the strength of an old sign-in")
      .by_session()
      .takes("Confirmation")
      .done();
  add(kPost, "/api/v1/profile/password", kSignedIn, kJson, q::change_password,
      "Changes one's own password; all other sessions end")
      .by_session()
      .takes("PasswordChange")
      .done();
  add(kGet, "/api/v1/profile/second-factor", kSignedIn, kNone, q::second_factor,
      "Whether codes of a second factor are asked for")
      .answers("SecondFactor");
  add(kPost, "/api/v1/profile/second-factor", kSignedIn, kNone, q::begin_second_factor,
      "A new secret for an authenticator program; it asks for nothing yet")
      .confirmed()
      .answers("SecondFactorSecret", 201);
  add(kPut, "/api/v1/profile/second-factor", kSignedIn, kJson, q::confirm_second_factor,
      "Turns it on with the first code; the recovery codes are told once")
      .confirmed()
      .takes("OneTimeCode")
      .answers("RecoveryCodes");
  add(kDelete, "/api/v1/profile/second-factor", kSignedIn, kNone, q::turn_off_second_factor,
      "Turns it off")
      .confirmed()
      .done();
  add(kPost, "/api/v1/profile/second-factor/codes", kSignedIn, kNone, q::renew_recovery_codes,
      "New recovery codes in place of the old ones")
      .confirmed()
      .answers("RecoveryCodes");
  add(kGet, "/api/v1/profile/sessions", kSignedIn, kNone, q::sessions, "One's own sessions")
      .answers("SessionList");
  add(kDelete, "/api/v1/profile/sessions", kSignedIn, kNone, q::end_other_sessions,
      "Ends all of them but this one")
      .done();
  add(kDelete, "/api/v1/profile/sessions/{id}", kSignedIn, kNone, q::end_session,
      "Ends one of them")
      .done();
  add(kGet, "/api/v1/profile/sign-ins", kSignedIn, kNone, q::sign_ins,
      "When and from where one signed in, and who tried to")
      .answers("SignInList");
  add(kGet, "/api/v1/profile/api-keys", kSignedIn, kNone, q::api_keys, "One's own API keys")
      .answers("ApiKeyList");
  add(kPost, "/api/v1/profile/api-keys", kSignedIn, kJson, q::create_api_key,
      "Makes an API key; it is told once")
      .confirmed()
      .takes("NewApiKey")
      .answers("MadeApiKey", 201);
  add(kDelete, "/api/v1/profile/api-keys/{id}", kSignedIn, kNone, q::revoke_api_key,
      "Revokes an API key")
      .done();
  add(kPost, "/api/v1/password-link/look", kPublic, kJson, q::look_at_password_link,
      "For whom a link to set a password is")
      .only_reads()
      .takes("LinkToken")
      .answers("LinkOwner");
  add(kPost, "/api/v1/password-link", kPublic, kJson, q::use_password_link,
      "Sets a password by a link, once; all sessions end")
      .takes("PasswordByLink")
      .done();
  add(kGet, "/api/v1/users/{id}/security", kAdministrator, kNone, q::user_security,
      "Somebody's sessions, API keys, sign-ins and second factor")
      .answers("UserSecurity");
  add(kPost, "/api/v1/users/{id}/password", kAdministrator, kJson, q::set_password,
      "Gives somebody a new password; all their sessions end")
      .confirmed()
      .takes("NewPassword")
      .done();
  add(kPost, "/api/v1/users/{id}/password-link", kAdministrator, kNone, q::make_password_link,
      "A link with which somebody sets a password; it is told once, and ends those before it")
      .confirmed()
      .answers("PasswordLink", 201);
  add(kDelete, "/api/v1/users/{id}/second-factor", kAdministrator, kNone,
      q::turn_off_user_second_factor, "Turns somebody's second factor off")
      .confirmed()
      .done();
  add(kDelete, "/api/v1/users/{id}/sessions", kAdministrator, kNone, q::end_user_sessions,
      "Signs somebody out everywhere")
      .done();
  add(kDelete, "/api/v1/users/{id}/sessions/{session}", kAdministrator, kNone,
      q::end_user_session, "Ends one of somebody's sessions")
      .done();
  add(kDelete, "/api/v1/users/{id}/api-keys/{key}", kAdministrator, kNone,
      q::revoke_user_api_key, "Revokes one of somebody's API keys")
      .done();
  add(kGet, "/api/v1/sample-data", kAdministrator, kNone, y::samples,
      "How many records of the sample data there are")
      .answers("SampleData");
  add(kGet, "/api/v1/sample-data/removal", kAdministrator, kNone, y::forecast_of_samples,
      "What taking the sample data away would do now")
      .answers("SampleRemoval");
  add(kDelete, "/api/v1/sample-data", kAdministrator, kNone, y::remove_samples,
      "Puts the sample data into the recycle bin, but for what was changed or is in use")
      .answers("SampleRemoval");
  add(kGet, "/api/v1/metadata", kSignedIn, kNone, s::metadata,
      "Entities, fields, layouts, choices, pipelines")
      .answers("Metadata");
  // What the company has made of them
  add(kGet, "/api/v1/metadata/customisation", kAdministrator, kNone, c::package,
      "All that the company has changed and added, as a package")
      .answers("CustomisationPackage");
  add(kPut, "/api/v1/metadata/customisation", kAdministrator, kJson, c::install,
      "Installs a package as a whole; what it does not have is hidden")
      .with(p::kTrial)
      .takes("NewCustomisation")
      .answers("CustomisationAnswer");
  add(kPut, "/api/v1/metadata/entities/{name}", kAdministrator, kJson, c::put_entity,
      "Makes an entity, brings a hidden one back, or changes one")
      .with(p::kTrial)
      .takes("EntityDefinition")
      .answers("CustomisationAnswer");
  add(kDelete, "/api/v1/metadata/entities/{name}", kAdministrator, kNone, c::hide_entity,
      "Hides an entity of the company's own; its records are kept")
      .with(p::kTrial)
      .answers("CustomisationAnswer");
  add(kPut, "/api/v1/metadata/entities/{name}/fields/{field}", kAdministrator, kJson, c::put_field,
      "Makes a field, brings a hidden one back, or changes one")
      .with(p::kTrial)
      .takes("FieldDefinition")
      .answers("CustomisationAnswer");
  add(kDelete, "/api/v1/metadata/entities/{name}/fields/{field}", kAdministrator, kNone,
      c::hide_field, "Hides a field of the company's own; its values are kept")
      .with(p::kTrial)
      .answers("CustomisationAnswer");
  add(kPut, "/api/v1/metadata/entities/{name}/layout", kAdministrator, kJson, c::put_layouts,
      "Lays out list, forms and card of an entity")
      .with(p::kTrial)
      .takes("LayoutDefinition")
      .answers("CustomisationAnswer");
  add(kDelete, "/api/v1/metadata/entities/{name}/layout", kAdministrator, kNone,
      c::shipped_layouts, "Puts the shipped layouts back")
      .with(p::kTrial)
      .answers("CustomisationAnswer");
  // Over all entities
  add(kGet, "/api/v1/search", kSignedIn, kNone, y::search,
      "One list over all entities, best first")
      .with(p::kSearch)
      .answers("SearchAnswer");
  add(kPost, "/api/v1/composite", kSignedIn, kJson, composite_api::composite,
      "Several reads in one request, each answered as if it had come alone")
      .takes("Composite")
      .answers("CompositeAnswer")
      .only_reads();
  add(kGet, "/api/v1/changes", kSignedIn, kNone, r::changes, "What changed since a cursor")
      .with(p::kChanges)
      .answers("Changes");
  add(kGet, "/api/v1/stream", kSignedIn, kNone, nullptr, "Changes as they happen (WebSocket)");
  routes.back().stream = y::stream;
  routes.back().status = 101;
  add(kPost, "/api/v1/files", kSignedIn, BodyKind::File, y::upload_file,
      "Stores a file: the body itself, named by the parameter name, or a form with a file")
      .with(p::kUpload)
      .takes("FileForm")
      .answers("files", 201);
  add(kGet, "/api/v1/files/{id}/content", kSignedIn, kNone, y::file_content,
      "The content of a file")
      .answers("application/octet-stream");
  add(kGet, "/api/v1/files/{id}", kSignedIn, kNone, y::get_file,
      "The content of a file; its record with Accept: application/json")
      .with(p::kRecord)
      .answers("application/octet-stream,files");
  // Beside /files/{id} the routes for any entity are not reached.
  add(kGet, "/api/v1/files/export", kSignedIn, kNone, y::export_files,
      "Records of files as CSV, XLSX, JSON or vCard")
      .with(p::kExport)
      .answers(kTables);
  add(kPost, "/api/v1/{entity}/export", kSignedIn, kJson, y::tell_of_made_export,
      "Before a program makes a file itself of records it was shown: may it, and the audit is told")
      .takes("MadeExport")
      .done();
  add(kGet, "/api/v1/files/duplicates", kSignedIn, kNone, r::file_duplicate_groups,
      "Groups of files that are likely the same")
      .with(p::kDuplicateGroups)
      .answers("DuplicateGroups");
  // What a person is told of, and what he marks
  add(kGet, "/api/v1/notices", kSignedIn, kNone, n::notices,
      "What one is told of: mentions, records given to one, changes of followed ones")
      .with(p::kNotices)
      .answers("Notices");
  add(kPost, "/api/v1/notices/read", kSignedIn, kJson, n::mark_read,
      "Marks notices as read: those named, or all")
      .takes("NoticesRead")
      .done();
  add(kGet, "/api/v1/stars", kSignedIn, kNone, n::stars, "One's favourite records, latest first")
      .answers("Links");
  // Import and export
  add(kPost, "/api/v1/imports/preview", kSignedIn, kJson, y::preview_import,
      "What a file is and how it would be read")
      .takes("ImportPreviewOrder")
      .answers("ImportPreview");
  add(kPost, "/api/v1/imports/words", kSignedIn, kJson, y::words_of_import,
      "Words of the columns that take only some, and what each is taken for")
      .takes("ImportWordsOrder")
      .answers("ImportWords");
  add(kPost, "/api/v1/imports", kSignedIn, kJson, y::start_import, "Starts an import")
      .takes("ImportOrder")
      .answers("Import", 202);
  add(kGet, "/api/v1/imports", kSignedIn, kNone, y::list_imports, "Imports, newest first")
      .answers("ImportList");
  add(kGet, "/api/v1/imports/{id}", kSignedIn, kNone, y::import_state,
      "State and progress of an import")
      .answers("Import");
  add(kPost, "/api/v1/imports/{id}/actions/{action}", kSignedIn, kJson, y::act_on_import,
      "cancel or undo")
      .answers("Import");
  add(kGet, "/api/v1/imports/{id}/undo", kSignedIn, kNone, y::forecast_of_undo,
      "What undoing an import would remove, put back and leave")
      .answers("UndoForecast");
  add(kGet, "/api/v1/imports/{id}/failed", kSignedIn, kNone, y::failed_rows,
      "Rows that failed, to mend and load again")
      .answers("text/csv");
  // One change of everything a list finds
  add(kPost, "/api/v1/batches", kSignedIn, kJson, b::begin,
      "Changes or deletes all that a list finds, or many chosen records, in the background")
      .takes("BatchOrder")
      .answers("Batch", 202);
  add(kGet, "/api/v1/batches", kSignedIn, kNone, b::list, "One's own batches, newest first")
      .answers("BatchList");
  add(kGet, "/api/v1/batches/{id}", kSignedIn, kNone, b::state, "State and progress of a batch")
      .answers("Batch");
  add(kPost, "/api/v1/batches/{id}/actions/{action}", kSignedIn, kJson, b::act, "cancel or undo")
      .answers("Batch");
  add(kGet, "/api/v1/batches/{id}/report", kSignedIn, kNone, b::report,
      "What a batch did not do, or could not undo, and why")
      .with(p::kPage)
      .answers("BatchReport");
  add(kGet, "/api/v1/{entity}/export", kSignedIn, kNone, y::export_records,
      "Records as CSV, XLSX, JSON or vCard")
      .with(p::kExport)
      .answers(kTables);
  // Webhooks, beside what every entity has
  add(kPost, "/api/v1/webhooks", kAdministrator, kJson, w::create,
      "Makes a webhook; its secret is told once")
      .takes("webhooks_create")
      .answers("MadeWebhook", 201);
  add(kGet, "/api/v1/webhooks/{id}/deliveries", kAdministrator, kNone, w::deliveries,
      "What was and will be sent, the newest first")
      .with(p::kPage)
      .answers("DeliveryPage");
  add(kPost, "/api/v1/webhooks/{id}/deliveries/{delivery}/actions/send_again", kAdministrator,
      kNone, w::send_again, "Sends a message again, with the same webhook-id")
      .answers("Delivery");
  // Records of any entity
  add(kGet, "/api/v1/{entity}", kSignedIn, kNone, r::list, "A page of records")
      .with(p::kList)
      .answers("{entity}_page");
  add(kPost, "/api/v1/{entity}", kSignedIn, kJson, r::create, "Creates a record")
      .with(p::kDuplicates)
      .takes("{entity}_create")
      .answers("{entity}", 201)
      .or_status(200);
  add(kPost, "/api/v1/{entity}/query", kSignedIn, kJson, r::query,
      "A page of records, asked for in JSON")
      .takes("Query")
      .answers("{entity}_page")
      .only_reads();
  add(kPost, "/api/v1/{entity}/aggregate", kSignedIn, kJson, r::aggregate,
      "Counts, sums and groups")
      .takes("Aggregate")
      .answers("Groups")
      .only_reads();
  add(kPost, "/api/v1/{entity}/duplicates", kSignedIn, kJson, r::find_duplicates,
      "Records that look like one before it is saved")
      .takes("DuplicatesOrder")
      .answers("Duplicates")
      .only_reads();
  add(kGet, "/api/v1/{entity}/duplicates", kSignedIn, kNone, r::duplicate_groups,
      "Groups of records that are likely the same; follow next to the end, pages may be empty")
      .with(p::kDuplicateGroups)
      .answers("DuplicateGroups");
  add(kPost, "/api/v1/{entity}/duplicates/different", kSignedIn, kJson, r::mark_different,
      "Says of records that look alike that they are not the same, or takes that back")
      .takes("DifferentRecords")
      .done();
  add(kPost, "/api/v1/{entity}/bulk", kSignedIn, BodyKind::Bulk, r::bulk,
      "Creates, updates and deletes up to 10,000 records")
      .with(p::kDuplicates)
      .takes("{entity}_bulk")
      .answers("BulkAnswer");
  add(kPut, "/api/v1/{entity}/by/{field}/{value}", kSignedIn, kJson, r::upsert,
      "Creates or updates by a unique field")
      .with(p::kDuplicates)
      .takes("{entity}_write")
      .answers("{entity}")
      .or_status(201);
  add(kGet, "/api/v1/{entity}/{id}", kSignedIn, kNone, r::get, "One record")
      .with(p::kRecord)
      .answers("{entity}");
  routes.back().quick = r::get_quickly;
  add(kPatch, "/api/v1/{entity}/{id}", kSignedIn, kJson, r::update, "Changes a record")
      .with(p::kDuplicates)
      .takes("{entity}_write")
      .answers("{entity}");
  add(kDelete, "/api/v1/{entity}/{id}", kSignedIn, kNone, r::remove,
      "Into the recycle bin, or for good with purge=true")
      .with(p::kPurge)
      .done();
  add(kPost, "/api/v1/{entity}/{id}/restore", kSignedIn, kNone, r::restore,
      "Out of the recycle bin")
      .answers("{entity}");
  add(kGet, "/api/v1/{entity}/{id}/timeline", kSignedIn, kNone, r::timeline,
      "Everything that happened on a record")
      .with(p::kTimeline)
      .answers("Timeline");
  add(kGet, "/api/v1/{entity}/{id}/people", kSignedIn, kNone, n::people,
      "Who follows a record, and one's own marks on it")
      .answers("RecordPeople");
  add(kPut, "/api/v1/{entity}/{id}/follow", kSignedIn, kNone, n::follow,
      "Notices of its changes come from now on")
      .done();
  add(kDelete, "/api/v1/{entity}/{id}/follow", kSignedIn, kNone, n::unfollow, "They end").done();
  add(kPut, "/api/v1/{entity}/{id}/star", kSignedIn, kNone, n::star, "Into one's favourites")
      .done();
  add(kDelete, "/api/v1/{entity}/{id}/star", kSignedIn, kNone, n::unstar, "Out of them").done();
  add(kGet, "/api/v1/{entity}/{id}/shares", kSignedIn, kNone, g::shares,
      "Whom a record was given to by hand")
      .answers("Shares");
  add(kPut, "/api/v1/{entity}/{id}/shares/{whom}", kSignedIn, kJson, g::share,
      "Gives a record to a person or a team")
      .takes("ShareOrder")
      .done();
  add(kDelete, "/api/v1/{entity}/{id}/shares/{whom}", kSignedIn, kNone, g::unshare,
      "Takes it back")
      .done();
  add(kGet, "/api/v1/{entity}/{id}/sight", kAdministrator, kNone, g::sight,
      "Who sees a record, and by which rule; or why somebody does not")
      .with(p::kSight)
      .answers("Sight");
  add(kGet, "/api/v1/{entity}/{id}/history", kSignedIn, kNone, r::history, "Changes of a record")
      .with(p::kPage)
      .answers("History");
  add(kGet, "/api/v1/deals/{id}/stages", kSignedIn, kNone, r::stages,
      "How long a deal stood on each stage")
      .answers("StageTimes");
  add(kGet, "/api/v1/{entity}/{id}/related/{link}", kSignedIn, kNone, r::related,
      "Records that point to this one")
      .with(p::kList)
      .answers("RecordPage");
  add(kPut, "/api/v1/{entity}/{id}/related/{link}/{other}", kSignedIn, kNone, r::tie,
      "Ties two records")
      .done();
  add(kDelete, "/api/v1/{entity}/{id}/related/{link}/{other}", kSignedIn, kNone, r::untie,
      "Unties them")
      .done();
  add(kPost, "/api/v1/{entity}/{id}/actions/{action}", kSignedIn, kJson, r::act,
      "What a button does")
      .takes("Action")
      .answers("ActionAnswer");
  return routes;
}

}  // namespace rapport::http
