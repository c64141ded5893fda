// Passwords that are guessed first, of eight characters and more (shorter ones are refused anyway).
// A small list of what people here choose; Russian words also in the Latin keyboard layout.
#pragma once
#include <string_view>

namespace rapport::access {

// Whether a password is on the list, in any case and either keyboard layout, or is blank, or a few
// characters repeated, or a run of neighbours such as 12345678.
bool is_common_password(std::string_view password);

}  // namespace rapport::access
