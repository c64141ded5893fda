// Spreadsheets take a cell of a text file that begins with = + - @ (or their full-width forms, or a
// tab or end of line) for a formula. Such a text is written with an apostrophe in front, and so is
// one that has apostrophes before such a sign, so that taking one apostrophe off gives back exactly
// what was written.
#pragma once
#include <string_view>

namespace rapport::imports {

// True when the text must get an apostrophe in a text file.
bool needs_guard(std::string_view text);
// The text without the apostrophe that a writer put there.
std::string_view without_guard(std::string_view text);

}  // namespace rapport::imports
