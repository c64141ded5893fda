#include "http/routes/rights_routes.h"

#include "http/routes/record_request.h"
#include "records/requests/sight.h"
#include "records/sharing/shares.h"

namespace rapport::http::rights_api {

using base::ErrorKind;
using storage::Transaction;

namespace {

template <class Work>
Response read(const Call& call, Work work) {
  std::string json;
  call.context.services->database->read(
      [&](Transaction& transaction) { json = work(transaction); });
  return json_response(std::move(json));
}

// {"may_edit":true}
bool may_edit_of(const base::json::value& body) {
  if (!body.is_object())
    base::fail(ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  bool may_edit = false;
  for (const auto& [key, value] : body.get_object()) {
    if (key != "may_edit")
      base::fail(ErrorKind::Malformed, "unknown_member", std::string(key),
                 {{"member", std::string(key)}});
    if (!value.is_bool())
      base::fail(ErrorKind::Malformed, "wrong_type", "may_edit", {{"expected", "boolean"}});
    may_edit = value.get_bool();
  }
  return may_edit;
}

}  // namespace

Response shares(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  return read(call, [&](Transaction& transaction) {
    return records::shares_json(transaction, context, entity, id);
  });
}

Response share(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call), whom = id_of(call, "whom");
  bool may_edit = may_edit_of(body_of(call));
  return write_once(call, context, [&](Transaction& transaction) {
    records::share(transaction, context, entity, id, whom, may_edit);
    return empty_response();
  });
}

Response unshare(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call), whom = id_of(call, "whom");
  return write_once(call, context, [&](Transaction& transaction) {
    records::unshare(transaction, context, entity, id, whom);
    return empty_response();
  });
}

Response sight(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  auto text = call.query("user").value_or("");
  auto user = base::Id::parse(text);
  if (!text.empty() && !user) base::fail(ErrorKind::Malformed, "not_an_id", "user");
  return read(call, [&](Transaction& transaction) {
    return user ? records::sight_of_person(transaction, context, entity, id, *user)
                : records::sight_of_record(transaction, context, entity, id);
  });
}

}  // namespace rapport::http::rights_api
