#include "webhooks/webhooks.h"

#include "base/log.h"
#include "records/listing.h"
#include "webhooks/secrets.h"

namespace rapport::webhooks {

using records::RecordService;
using storage::Transaction;

std::vector<const storage::Table*> tables() {
  return {&hook_states_table(), &deliveries_table(), &cursor_table()};
}

void register_rules(records::Rules& all) {
  all.add(kEntity, rules());
  all.add_action(kEntity, "rotate_secret", act_rotate);
  all.add_action(kEntity, "test", act_test);
}

MadeHook create_hook(Transaction& transaction, const records::Context& context,
                     const base::json::value& body) {
  const auto& entity = context.entity(kEntity);
  auto changes = records::parse_changes(context, entity, body, records::ChangesFor::Create);
  auto saved = RecordService(transaction, context).create(entity, changes);
  auto id = saved.record.id();
  auto state = find_state(transaction, id);
  auto json = records::record_json(transaction, context, entity, id);
  json.back() = ',';
  return {json + "\"secret\":\"" + state.value().secret + "\"}", id};
}

Webhooks::Webhooks(storage::Database& database, ContextFactory context,
                   const outbound::Client& client, base::Clock& clock)
    : database_(database), news_(database, context), sender_(database, context, client, clock) {}

bool Webhooks::follow() {
  bool more = false;
  try {
    more = news_.step();
  } catch (const std::exception& error) {
    // The place in the log is where it was. Who else follows the log goes on.
    base::log(base::LogLevel::Error, "changes were not told to webhooks",
              {{"error", error.what()}});
  }
  sender_.wake();
  return more;
}

std::string Webhooks::deliveries(const records::Context& context, const base::Id& hook,
                                 std::size_t limit, const std::string& cursor) {
  std::string page;
  database_.read([&](Transaction& transaction) {
    records::record_json(transaction, context, context.entity(kEntity), hook, {"version"});
    page = deliveries_page(transaction, context, hook, limit, cursor);
  });
  return page;
}

std::string Webhooks::send_again(const records::Context& context, const base::Id& hook,
                                 const base::Id& delivery) {
  std::string json;
  database_.write([&](Transaction& transaction) {
    RecordService(transaction, context)
        .load(context.entity(kEntity), hook, access::Action::Update);
    if (!active_hook(transaction, *context.model, hook))
      base::fail(base::ErrorKind::Invalid, "webhook_off");
    webhooks::send_again(transaction, hook, delivery, context.now);
    json = delivery_json(transaction, context, hook, delivery);
  });
  sender_.wake();
  return json;
}

}  // namespace rapport::webhooks
