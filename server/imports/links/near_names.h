// NearNames: names of records, found again when they are written a little differently: without
// blanks and marks (GTXPro → GTX Pro), or a letter or two off, as long as only one is so near.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/id.h"

namespace rapport::imports {

struct NameFound {
  enum class How { None, One, Several } how = How::None;
  base::Id id;
};

class NearNames {
 public:
  // Person: the order of words means nothing. Company: its legal form means nothing.
  enum class Of { Things, People, Companies };
  explicit NearNames(Of of) : of_(of) {}

  void add(std::string_view name, const base::Id& id);
  // The same but for blanks, marks, case, and what `of` passes over.
  NameFound same(std::string_view name) const;
  // One letter off in names of four letters and more, two from nine on; digits must agree.
  // Cost: some eighty look-ups, whatever the number of names.
  NameFound near(std::string_view name) const;

 private:
  struct Entry {
    std::u32string letters;
    base::Id id;
  };
  std::u32string squeezed(std::string_view name) const;
  void collect(const std::u32string& name, std::size_t length, int limit,
               std::vector<const Entry*>& found) const;

  Of of_;
  std::vector<Entry> entries_;
  std::unordered_multimap<std::size_t, std::uint32_t> whole_, pieces_;
};

}  // namespace rapport::imports
