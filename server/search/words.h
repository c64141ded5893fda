// Words of a text as a person sees them, for the index and for queries alike: where words begin and
// end, and the smaller words inside them. Works on text as written, before folding.
#pragma once
#include <string_view>
#include <vector>

namespace rapport::search {

// Runs of letters, digits and marks; an apostrophe between letters belongs to the word (oʻktam).
// Views into `text`, which must be valid UTF-8.
std::vector<std::string_view> words_of(std::string_view text);

// The word cut where letters meet digits, a small letter a capital ("GtxPro"), and before the last
// of several capitals ("GTXPro" → "GTX", "Pro"). One part when there is no such border.
std::vector<std::string_view> parts_of(std::string_view word);

bool is_number(std::string_view word);  // ASCII digits alone

}  // namespace rapport::search
