// Leads: people who may become customers: their name, their states. Not here: what becomes of them
// (conversion.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm::leads {

inline constexpr schema::Field<std::string> company{"company"}, status{"status"},
    disqualify_reason{"disqualify_reason"}, description{"description"}, address{"address"};
inline constexpr schema::Field<records::Money> amount{"amount"};
inline constexpr schema::Field<base::Instant> converted_at{"converted_at"};
inline constexpr schema::Field<base::Id> converted_account{"converted_account"},
    converted_contact{"converted_contact"}, converted_deal{"converted_deal"};

inline constexpr Handle kHandles[] = {handle(company),           handle(status),
                                      handle(disqualify_reason), handle(description),
                                      handle(address),           handle(amount),
                                      handle(converted_at),      handle(converted_account),
                                      handle(converted_contact), handle(converted_deal)};

inline constexpr std::string_view kDisqualified = "disqualified", kConverted = "converted";

bool is_converted(const records::Record& lead);

records::EntityRules rules();

}  // namespace rapport::crm::leads
