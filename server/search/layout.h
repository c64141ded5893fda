// Text typed with the keyboard in the wrong language: "bdfyjd gtnh" → "иванов петр".
// The keys themselves are in base::swap_layout; here, whether what they give looks like words.
#pragma once
#include <string>
#include <string_view>

namespace rapport::search {

// The query with each word that looks like a word in the other layout taken so; empty when none
// does.
std::string other_layout(std::string_view query);

}  // namespace rapport::search
