// What handlers tell the audit: who acts, and from where, is out of the call.
// Not here: how it is kept (audit/).
#pragma once
#include "audit/audit_log.h"
#include "audit/views.h"
#include "http/context.h"
#include "records/listing.h"
#include "storage/database.h"

namespace rapport::http {

audit::Visitor visitor_of(const Call& call);

// Whether looking at its records is told: of what the program itself asks for all the time, such as
// stages and saved views, it is not.
bool is_told(const schema::EntityDef& entity);

// A page of a list was shown, if there is anything on it; `of`: a list that belongs to this record
// of the entity.
void tell_of_list(const Call& call, const schema::EntityDef& entity,
                  const records::ListRequest& request, std::int64_t rows, const base::Id& of = {});

// An act of now by who sends the call.
audit::Entry entry_of(const Call& call, std::string_view kind, std::string_view act,
                      std::string details = {});

// Administration of somebody's account, or of something without a record (`user` nil), as a work
// for the transaction that does it.
storage::Work told(const Call& call, std::string_view act, const base::Id& user = {},
                   std::string details = {});

}  // namespace rapport::http
