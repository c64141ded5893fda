#include "http/routes/audit/told.h"

#include <algorithm>

#include "access/actor.h"
#include "http/services.h"

namespace rapport::http {

audit::Visitor visitor_of(const Call& call) {
  return {call.context.actor->user, call.request.remote_address,
          call.request.headers.find("User-Agent")};
}

bool is_told(const schema::EntityDef& entity) {
  using schema::AccessModel;
  return entity.access != AccessModel::System && entity.access != AccessModel::Published;
}

void tell_of_list(const Call& call, const schema::EntityDef& entity,
                  const records::ListRequest& request, std::int64_t rows, const base::Id& of) {
  // Who asks how many there are, as each tab of a record does, sees nothing of them.
  const auto& fields = request.fields;
  bool sees = std::any_of(fields.begin(), fields.end(),
                          [](const auto& field) { return field != "id" && field != "version"; });
  if (!is_told(entity) || rows == 0 || !(sees || fields.empty())) return;
  std::string asked;
  base::JsonWriter json(asked);
  json.begin_object();
  if (!of.is_nil()) {
    json.member("record", of);
    json.member("related", call.parameter("link"));
  }
  if (!request.filter.is_null()) json.key("filter").raw(base::json::serialize(request.filter));
  if (!request.q.empty()) json.member("q", request.q);
  if (request.deleted) json.member("deleted", true);
  json.end_object();
  call.context.services->views->listed(visitor_of(call), entity.name, std::move(asked),
                                       request.cursor, rows);
}

audit::Entry entry_of(const Call& call, std::string_view kind, std::string_view act,
                      std::string details) {
  audit::Entry entry;
  entry.at = call.context.now;
  entry.kind = kind;
  entry.act = act;
  if (call.context.actor) entry.actor = call.context.actor->user;
  entry.details = std::move(details);
  entry.origin = {call.request.remote_address,
                  std::string(call.request.headers.find("User-Agent"))};
  return entry;
}

storage::Work told(const Call& call, std::string_view act, const base::Id& user,
                   std::string details) {
  auto entry = entry_of(call, audit::kAdministration, act, std::move(details));
  if (!user.is_nil()) {
    entry.entity = "users";
    entry.record = user;
  }
  return [entry = std::move(entry)](storage::Transaction& transaction) {
    audit::append(transaction, entry);
  };
}

}  // namespace rapport::http
