// JSON glue: Boost.JSON for what comes in, a writer that appends to a string for what goes out.
// Not here: the JSON of records (http/), of entities (schema/).
#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.h"

namespace rapport::base {

namespace json = boost::json;

// Parses a whole document, at most limits::kJsonDepth deep.
// Throws: Error{Malformed, "json"} that says line and column.
json::value parse_json(std::string_view text);

void append_json_string(std::string& out, std::string_view text);

// Appends JSON to a string of the caller's. Commas are placed by the writer; nesting is the
// caller's duty.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool truth);
  JsonWriter& value(const Id& id);
  JsonWriter& null();
  // Text that is JSON already.
  JsonWriter& raw(std::string_view json);
  template <class T>
  JsonWriter& member(std::string_view name, const T& content) { return key(name).value(content); }

  // For callers that append a value themselves: the comma first, then their bytes.
  std::string& next_value();

 private:
  JsonWriter& open(char c);
  JsonWriter& close(char c);
  void comma();
  std::string& out_;
  bool need_comma_ = false;
};

}  // namespace rapport::base
