#include "records/model.h"

#include "access/policy.h"
#include "base/date.h"
#include "records/twins/duplicate_groups.h"
#include "records/history.h"
#include "records/twins/merges.h"
#include "records/notices/followers.h"
#include "records/notices/notices.h"
#include "records/read_plans.h"
#include "records/requests/idempotency.h"

namespace rapport::records {

Model::Model(schema::SchemaPtr s, const Rules* r, const schema::Strings* w, CommitListener* l)
    : schema(s),
      tables(std::move(s)),
      rules(r),
      strings(w),
      listener(l),
      read_plans(std::make_shared<ReadPlans>()) {}

base::Date Context::today() const {
  auto local = now + base::zone_offset_us(actor->time_zone, now);
  constexpr std::int64_t kDayUs = 86'400'000'000;
  return static_cast<base::Date>((local - (local % kDayUs + kDayUs) % kDayUs) / kDayUs);
}

Context Context::with_all_rights() const {
  auto unbounded = std::make_shared<access::Actor>(*actor);
  unbounded->role = access::system_actor().role;
  unbounded->write_allowed = true;
  unbounded->may_administer = true;
  Context context = *this;
  context.actor = std::move(unbounded);
  return context;
}

std::vector<const storage::Table*> engine_tables() {
  return {&change_log_table(), &match_keys_table(),  &answers_table(),
          &merges_table(),     &merge_others_table(), &merge_moves_table(),
          &different_records_table(), &followers_table(), &stars_table(), &notices_table(),
          &access::shares_table()};
}

}  // namespace rapport::records
