// Node: an object of an entity or layout file, read with its place at hand for what is wrong in it.
// Not here: what the keys mean (loader.cpp, field_reader.cpp, layouts.cpp).
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace rapport::schema {

// The colours of entities and choices.
inline constexpr std::string_view kColors[] = {"gray",  "blue", "violet", "orange",
                                               "green", "red",  "teal",   "pink"};

// Throws: Error{Internal, "bad_schema"}: its detail says all of it, its field error the place
// ("deals.fields.color") and what is wrong there.
[[noreturn]] void reject(const std::string& file, const std::string& place,
                         const std::string& what);

// The known word that is most like a wrong one.
std::string nearest_of(std::string_view word, std::span<const std::string_view> known);

// [a-z][a-z0-9_]*, at most 60.
bool is_name(std::string_view text);

// Lifetime: within that of the value and of the file's name. Everything throws as reject().
class Node {
 public:
  Node(const base::json::value& value, const std::string& file, std::string path);

  const base::json::object& object() const { return *object_; }

  [[noreturn]] void reject_here(std::string_view key, const std::string& what) const;
  void check_keys(std::span<const std::string_view> known) const;
  Node child(std::string_view key) const;
  bool flag(std::string_view key, bool fallback = false) const;
  std::string word(std::string_view key, std::string fallback = {}) const;
  // A word out of a list; the first when it is not given.
  std::string word_of(std::string_view key, std::span<const std::string_view> known) const;
  // A list of words, or one alone.
  std::vector<std::string> words(std::string_view key) const;
  const base::json::array& list(std::string_view key) const;
  std::optional<std::int64_t> number(std::string_view key) const;

 private:
  std::string place_of(std::string_view key) const;

  const base::json::object* object_ = nullptr;
  const std::string& file_;
  std::string path_;
};

}  // namespace rapport::schema
