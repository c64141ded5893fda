#include "http/routes/notice_routes.h"

#include "http/live/live_changes.h"
#include "http/routes/record_request.h"
#include "records/notices/followers.h"
#include "records/notices/notices.h"

namespace rapport::http::notice_api {

using records::PersonMark;

namespace {

template <class Work>
Response read(const Call& call, Work work) {
  std::string json;
  call.context.services->database->read(
      [&](storage::Transaction& transaction) { json = work(transaction); });
  return json_response(std::move(json));
}

Response mark(const Call& call, PersonMark mark, bool on) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  return write_once(call, context, [&](storage::Transaction& transaction) {
    records::set_mark(transaction, context, entity, id, mark, on);
    return empty_response();
  });
}

}  // namespace

Response notices(const Call& call) {
  auto context = context_of(call);
  records::NoticesRequest request;
  request.only_unread = call.query("unread") == "true";
  request.cursor = call.query("cursor").value_or("");
  request.limit = page_size_of(call, request.limit);
  return read(call, [&](storage::Transaction& transaction) {
    return records::notices_page(transaction, context, request);
  });
}

Response mark_read(const Call& call) {
  auto context = context_of(call);
  auto body = body_of(call);
  auto response = write_once(call, context, [&](storage::Transaction& transaction) {
    records::mark_read(transaction, context, body);
    return empty_response();
  });
  // No record changed, so nobody else wakes the person's other windows.
  if (auto* live = call.context.services->live) live->tell_notices(context.actor->user);
  return response;
}

Response stars(const Call& call) {
  auto context = context_of(call);
  return read(call, [&](storage::Transaction& transaction) {
    return records::stars_json(transaction, context);
  });
}

Response people(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  return read(call, [&](storage::Transaction& transaction) {
    return records::people_json(transaction, context, entity, id);
  });
}

Response follow(const Call& call) { return mark(call, PersonMark::Follow, true); }
Response unfollow(const Call& call) { return mark(call, PersonMark::Follow, false); }
Response star(const Call& call) { return mark(call, PersonMark::Star, true); }
Response unstar(const Call& call) { return mark(call, PersonMark::Star, false); }

}  // namespace rapport::http::notice_api
