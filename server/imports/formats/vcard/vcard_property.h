// One property line of a vCard: name, parameters, value. Source: RFC 6350, section 3.3; RFC 2426;
// vCard 2.1.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace rapport::imports {

struct VCardProperty {
  std::string name;                // upper case, without its group: "TEL"
  std::vector<std::string> types;  // lower case: "cell", "work"; words of 2.1 too
  std::string charset;
  bool quoted_printable = false;
  bool base64 = false;
  std::string value;  // decoded to UTF-8; escapes are still in

  bool has_type(std::string_view type) const;
};

// A line already unfolded. An empty name for what is no property.
VCardProperty parse_property(std::string_view line);

// "a;b\;c" → "a", "b;c"; escapes are taken out.
std::vector<std::string> split_components(std::string_view value, char separator);
// "\n" → end of line, "\," → ",".
std::string unescaped(std::string_view value);

}  // namespace rapport::imports
