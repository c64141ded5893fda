#include "records/read_plans.h"

#include "access/policy.h"
#include "records/duplicates.h"
#include "records/notices/followers.h"

namespace rapport::records {

namespace {

ReadPlanPtr make_plan(storage::Transaction& transaction, const Context& context,
                      const schema::EntityDef& entity, const std::vector<std::string>& fields) {
  PathResolver paths(context, entity);
  Projection projection(paths, fields);
  storage::Query query;
  query.table = &context.table(entity);
  query.columns = projection.columns();
  query.columns.push_back(storage::Expression{0, "version"});
  query.joins = paths.joins();
  query.where =
      storage::all_of({storage::equals_parameter("id", 0), storage::is_null("deleted_at"),
                       access::scope(*context.actor, entity, access::Action::Read)});
  query.order_is_optional = true;
  auto prepared = transaction.prepare(query);
  return std::make_shared<const ReadPlan>(ReadPlan{
      std::move(projection), std::move(prepared), context.actor->role, context.actor->teams});
}

}  // namespace

std::size_t ReadPlans::HashOfKey::operator()(const Key& key) const {
  auto hash = std::hash<base::Id>()(key.user);
  hash = hash * 31 + std::hash<const void*>()(key.entity);
  return hash * 31 + std::hash<std::string>()(key.field);
}

// A role is made anew whenever the directory is; a plan lives as long as the rights it was made of.
ReadPlanPtr ReadPlans::find(const Key& key, const Context& context) {
  std::lock_guard lock(mutex_);
  auto it = plans_.find(key);
  if (it == plans_.end()) return nullptr;
  const auto& actor = *context.actor;
  bool current = it->second->role == actor.role && it->second->teams == actor.teams;
  return current ? it->second : nullptr;
}

void ReadPlans::keep(Key key, ReadPlanPtr plan) {
  std::lock_guard lock(mutex_);
  if (plans_.size() >= kMost) plans_.clear();
  plans_.insert_or_assign(std::move(key), std::move(plan));
}

storage::PreparedQueryPtr ReadPlans::with_match_key(storage::Transaction& transaction) {
  std::lock_guard lock(mutex_);
  if (!with_match_key_) {
    storage::Query query;
    query.table = &match_keys_table();
    query.columns = {storage::Expression{0, "record"}};
    query.where = storage::all_of(
        {storage::equals_parameter("key", 0), storage::equals_parameter("entity", 1)});
    query.limit = kRecordsOfKey;
    query.order_is_optional = true;
    with_match_key_ = transaction.prepare(query);
  }
  return with_match_key_;
}

storage::PreparedQueryPtr ReadPlans::followers(storage::Transaction& transaction) {
  std::lock_guard lock(mutex_);
  if (!followers_) {
    storage::Query query;
    query.table = &followers_table();
    query.columns = {storage::Expression{0, "user"}};
    query.where = storage::equals_parameter("record", 0);
    query.order_is_optional = true;
    followers_ = transaction.prepare(query);
  }
  return followers_;
}

ReadPlanPtr ReadPlans::get(storage::Transaction& transaction, const Context& context,
                           const schema::EntityDef& entity,
                           const std::vector<std::string>& fields) {
  // Other choices of fields are too many to be remembered.
  if (fields.size() > 1) return make_plan(transaction, context, entity, fields);
  Key key{context.actor->user, &entity, fields.empty() ? std::string() : fields[0]};
  if (auto known = find(key, context)) return known;
  auto plan = make_plan(transaction, context, entity, fields);
  keep(std::move(key), plan);
  return plan;
}

}  // namespace rapport::records
