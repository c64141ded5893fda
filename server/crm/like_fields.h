// Like fields: those of the same name and meaning in two entities, the company's own ones included,
// by which a record of one becomes a record of the other.
#pragma once
#include "records/changes.h"
#include "records/record.h"

namespace rapport::crm {

bool is_among(const records::Changes& changes, std::string_view field);

// The value of `from`'s field into `field` of `to`, unless it is empty or the changes have one.
void copy_field(const records::Record& from, std::string_view from_field,
                const schema::EntityDef& to, std::string_view field, records::Changes& changes);

// Owner, team, tags and every like field that `to` can be written, in the same way; not the title.
void copy_like_fields(const records::Record& from, const schema::EntityDef& to,
                      records::Changes& changes);

}  // namespace rapport::crm
