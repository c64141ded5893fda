#include "crm/hierarchy.h"

namespace rapport::crm {

void check_cycle(records::Saving& saving, schema::Field<base::Id> parent) {
  if (!changed(saving, parent)) return;
  auto above = saving.record.get(parent);
  for (int depth = 0; above && depth < kHierarchyDepth; ++depth) {
    if (*above == saving.record.id()) {
      saving.reject(std::string(parent.name), "cycle");
      return;
    }
    auto record = saving.service.find(saving.record.entity(), *above);
    above = record ? record->get(parent) : std::nullopt;
  }
}

}  // namespace rapport::crm
