#include "imports/columns/people.h"

#include <algorithm>

#include "base/text.h"
#include "imports/columns/vocabulary.h"

namespace rapport::imports {

namespace {

std::string in_order(std::string_view name) {
  auto words = base::split(plain_name(name), ' ');
  std::sort(words.begin(), words.end());
  std::string out;
  for (const auto& word : words) out += word + " ";
  return out;
}

void add(std::unordered_map<std::string, base::Id>& names, std::string name, const base::Id& id) {
  auto [it, added] = names.try_emplace(std::move(name), id);
  if (!added && it->second != id) it->second = {};
}

std::optional<base::Id> look_up(const std::unordered_map<std::string, base::Id>& names,
                                const std::string& name) {
  auto it = names.find(name);
  if (it == names.end() || it->second.is_nil()) return std::nullopt;
  return it->second;
}

}  // namespace

People::People(const access::DirectorySnapshot& directory) {
  for (const auto& [id, person] : directory.people) {
    add(people_, in_order(person.name), id);
    add(people_, base::fold(person.email), id);
    add(people_, id.text(), id);
  }
  for (const auto& [id, name] : directory.teams) {
    add(teams_, in_order(name), id);
    add(teams_, id.text(), id);
  }
}

std::optional<base::Id> People::person(std::string_view text) const {
  bool address = text.find('@') != std::string_view::npos;
  if (address || base::Id::parse(text)) return look_up(people_, base::fold(text));
  return look_up(people_, in_order(text));
}

std::optional<base::Id> People::team(std::string_view text) const {
  if (base::Id::parse(text)) return look_up(teams_, base::fold(text));
  return look_up(teams_, in_order(text));
}

}  // namespace rapport::imports
