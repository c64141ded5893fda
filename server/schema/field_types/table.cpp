#include "schema/field_types/families.h"

namespace rapport::schema {

namespace {
const std::vector<const FieldType*>& all_types() {
  static const std::vector<const FieldType*> types = [] {
    using namespace field_types;
    std::vector<const FieldType*> all;
    for (auto family : {text_types(), number_types(), money_types(), time_types(), boolean_types(),
                        choice_types(), link_types(), structure_types()})
      all.insert(all.end(), family.begin(), family.end());
    return all;
  }();
  return types;
}
}  // namespace

const FieldType* find_field_type(std::string_view name) {
  for (const auto* type : all_types())
    if (type->name() == name) return type;
  return nullptr;
}

std::vector<std::string_view> field_type_names() {
  std::vector<std::string_view> names;
  for (const auto* type : all_types()) names.push_back(type->name());
  return names;
}

}  // namespace rapport::schema
