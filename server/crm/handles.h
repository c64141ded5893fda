// Handles: the fields that rules name, with the C++ type of their values, so that one check at the
// start finds a name that is not in the schema. Each entity's header lists its own.
#pragma once
#include <span>
#include <string_view>

#include "base/date.h"
#include "records/rules.h"

namespace rapport::crm {

enum class ValueKind { Text, Number, Date, Boolean, Money, Id, Reference };

struct Handle {
  std::string_view field;
  ValueKind kind;
};

template <class T>
constexpr Handle handle(schema::Field<T> field) {
  if constexpr (std::is_same_v<T, std::string>) return {field.name, ValueKind::Text};
  else if constexpr (std::is_same_v<T, base::Id>) return {field.name, ValueKind::Id};
  else if constexpr (std::is_same_v<T, records::Reference>)
    return {field.name, ValueKind::Reference};
  else if constexpr (std::is_same_v<T, records::Money>) return {field.name, ValueKind::Money};
  else if constexpr (std::is_same_v<T, base::Date>) return {field.name, ValueKind::Date};
  else if constexpr (std::is_same_v<T, bool>) return {field.name, ValueKind::Boolean};
  else return {field.name, ValueKind::Number};  // instants too
}

// Throws: Error{Internal, "bad_schema"} whose detail names the field.
void check_handles(const schema::Schema& schema, std::string_view entity,
                   std::span<const Handle> handles);

template <class T>
bool changed(const records::Saving& saving, schema::Field<T> field) {
  return saving.changed(field.name);
}
template <class T>
bool is_empty(const records::Record& record, schema::Field<T> field) {
  return record.is_empty(field.name);
}
template <class T>
void clear(records::Record& record, schema::Field<T> field) {
  record.clear(field.name);
}

// Past records are taken as they were: what a person must fill in is not asked of an import.
inline bool is_import(const records::Context& context) {
  return context.source.starts_with("import");
}

// Whether the actor may read the record; rules look past rights, what they show must not.
bool may_read(const records::RecordService& service, const records::Record& record);
bool may_update(const records::RecordService& service, const records::Record& record);

// The entity's records that are not in the bin and meet a condition, whoever may see them; without
// columns, as for counting.
storage::Query live_records(const records::Context& context, std::string_view entity,
                            storage::Condition which);

// The words at a path of entities/strings in the company's language.
std::string company_words(const records::Context& context, std::string_view path);

}  // namespace rapport::crm
