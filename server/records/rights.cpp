#include "records/rights.h"

namespace rapport::records {

bool may(const access::Actor& actor, const Record& record, access::Action action) {
  const auto& entity = record.entity();
  auto level = access::level_of(actor, entity, action);
  const auto &owner = record.cell("owner"), &team = record.cell("team");
  bool is_published =
      entity.access == schema::AccessModel::Published && action == access::Action::Read;
  if (is_published && level != access::Level::None && !actor.is_administrator())
    return access::is_published_to(actor, record.cell("shared"), owner, team);
  return access::covers(actor, level, owner, team);
}

}  // namespace rapport::records
