// Deals: where they stand in their pipeline and what follows from it: probability, dates of
// closing, reasons for loss, the expected amount, a name. Not here: stages themselves (stages.h),
// how long each took (stage_times.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm::deals {

inline constexpr schema::Field<std::string> name{"name"}, stage{"stage"},
    loss_reason{"loss_reason"};
inline constexpr schema::Field<base::Id> account{"account"}, contact{"contact"},
    pipeline{"pipeline"}, product{"product"};
inline constexpr schema::Field<records::Money> amount{"amount"}, expected_amount{"expected_amount"};
inline constexpr schema::Field<std::int64_t> probability{"probability"};
inline constexpr schema::Field<base::Date> starts_on{"starts_on"}, closes_on{"closes_on"};
inline constexpr schema::Field<base::Instant> stage_changed_at{"stage_changed_at"},
    closed_at{"closed_at"};

inline constexpr Handle kHandles[] = {handle(name),
                                      handle(stage),
                                      handle(loss_reason),
                                      handle(account),
                                      handle(contact),
                                      handle(pipeline),
                                      handle(product),
                                      handle(amount),
                                      handle(expected_amount),
                                      handle(probability),
                                      handle(starts_on),
                                      handle(closes_on),
                                      handle(stage_changed_at),
                                      handle(closed_at)};

records::EntityRules rules();

}  // namespace rapport::crm::deals
