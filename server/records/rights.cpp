#include "records/rights.h"

namespace rapport::records {

namespace {

// By the owner and the team alone.
bool is_covered(const access::Actor& actor, const Record& record, access::Action action) {
  const auto& entity = record.entity();
  auto level = access::level_of(actor, entity, action);
  const auto &owner = record.cell("owner"), &team = record.cell("team");
  bool is_published =
      entity.access == schema::AccessModel::Published && action == access::Action::Read;
  if (is_published && level != access::Level::None && !actor.is_administrator())
    return access::is_published_to(actor, record.cell("shared"), owner, team);
  return access::covers(actor, level, owner, team);
}

}  // namespace

bool may(storage::Transaction& transaction, const Context& context, const access::Actor& actor,
         const Record& record, access::Action action) {
  if (is_covered(actor, record, action)) return true;
  const auto& entity = record.entity();
  if (!access::is_shared_further(actor, entity, action)) return false;
  storage::Query query;
  query.table = &context.table(entity);
  query.where = storage::all_of({storage::compare("id", storage::Test::Equal, record.id()),
                                 access::scope(actor, entity, action)});
  query.order_is_optional = true;
  return transaction.count(query, 1) > 0;
}

bool may_give(storage::Transaction& transaction, const Context& context, const Record& record) {
  const auto& actor = *context.actor;
  if (is_covered(actor, record, access::Action::Update)) return true;
  if (!actor.reach) return false;
  auto own = actor;
  auto reach = std::make_shared<access::Reach>(*actor.reach);
  reach->rules.clear();
  reach->shared.clear();
  own.reach = std::move(reach);
  return may(transaction, context, own, record, access::Action::Update);
}

bool may_create(const access::Actor& actor, const Record& record) {
  return is_covered(actor, record, access::Action::Create);
}

}  // namespace rapport::records
