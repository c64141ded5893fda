// Targets: where a column of a table can go: fields of an entity, parts of them (address.city,
// phones.mobile, amount.currency), links by a field of the record they lead to (account.inn).
// Not here: which column goes where (column_match.h), how cells become values (row_plan.h).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "records/model.h"

namespace rapport::imports {

enum class Part {
  Value,     // the field itself
  Id,        // the record's own id
  FullName,  // parted into first_name, middle_name, last_name
  Currency,  // of money
  Member,    // of an address or of bank requisites
  Kind,      // values of one kind among phones or e-mails
  Link,      // a link, found by the field `member` of its target; empty: by its name
};

struct Target {
  std::string path;
  Part part = Part::Value;
  const schema::FieldDef* field = nullptr;
  std::string member;
};

// The target of a path, for who may write it. Failure: unknown_field, read_only.
base::Result<Target> find_target(const records::Context& context,
                                 const schema::EntityDef& entity, std::string_view path);

// All targets that a person is offered.
std::vector<Target> offered_targets(const records::Context& context,
                                    const schema::EntityDef& entity);

// "Адрес: город".
std::string label_of(const schema::Strings& strings, schema::Language language,
                     const schema::EntityDef& entity, const Target& target);

// A person's name is in parts; the title is made of them.
bool has_person_name(const schema::EntityDef& entity);

}  // namespace rapport::imports
