// The words of those columns of a file that take only some: how often each stands there, and which
// of ours it is taken for. What a person is asked before an import.
#pragma once
#include <functional>
#include <string>

#include "imports/look.h"

namespace rapport::imports {

// {"columns":[{"column","field","words":[{"word","count","value","certain"}],"more",
// "choices":[{"value","label"}]}]}. "value": null for a word that means nothing to us; "certain":
// false when it is a guess. Meanings that the map gives are not looked at.
// Throws: Error{Invalid} for a map that does not fit the file.
// Cost: reads the whole file. Limits: kWordsOfColumn different words a column, then "more".
std::string listed_words(const records::Context& context, const Vocabulary& vocabulary,
                         const std::function<void(const storage::Work&)>& read,
                         const std::filesystem::path& path, const ImportOrder& order);

inline constexpr std::size_t kWordsOfColumn = 1'000;

}  // namespace rapport::imports
