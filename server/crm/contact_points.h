// Contact points: e-mails and phones of a record as the rules treat them, in their stored form
// ([{"value","kind"}] as JSON text). Not here: email as the first of emails (records/steps.h).
#pragma once
#include <optional>
#include <string>

#include "records/model.h"
#include "records/record.h"

namespace rapport::crm {

// The domain of every e-mail in small letters: it is the same in any.
void settle_emails(records::Record& record);

// Both lists, each address or number once; those of `first` come first and win.
std::string united_points(const records::Context& context, const std::optional<std::string>& first,
                          const std::optional<std::string>& second);

// "Anna@Uyjoy.Example" → "uyjoy.example"; empty without one.
std::string domain_of_email(std::string_view email);

}  // namespace rapport::crm
