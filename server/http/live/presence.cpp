#include "http/live/presence.h"

#include <utility>

#include "base/json.h"

namespace rapport::http {

namespace {

// {"node":"…","at":{"contacts/<id>":{"<person>":editing}}}
constexpr std::size_t kFrame = 64;  // bytes of a text beside its places

std::string place_text(const std::string& place, const Visitors& visitors) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object();
  std::size_t told = 0;
  for (const auto& [person, is_editing] : visitors)
    if (told++ < Presence::kMostVisitors) json.member(person.text(), is_editing);
  json.end_object();
  return "\"" + place + "\":" + out;
}

}  // namespace

Presence::Presence(std::string node, std::size_t most_bytes,
                   std::function<void(const std::string&)> tell)
    : node_(std::move(node)), most_bytes_(most_bytes), tell_(std::move(tell)) {}

// As many places in a text as it takes.
void Presence::tell(const std::map<std::string, Visitors>& places) {
  std::string texts;
  const auto send = [&] {
    if (!texts.empty()) tell_(R"({"node":")" + node_ + R"(","at":{)" + texts + "}}");
    texts.clear();
  };
  for (const auto& [place, visitors] : places) {
    auto text = place_text(place, visitors);
    if (texts.size() + text.size() + kFrame > most_bytes_) send();
    texts += (texts.empty() ? "" : ",") + text;
  }
  send();
}

void Presence::set(const std::string& place, const Visitors& visitors) {
  std::lock_guard lock(mutex_);
  if (visitors.empty()) here_.erase(place);
  else here_[place] = visitors;
  new_[place] = visitors;
}

std::vector<std::string> Presence::hear(std::string_view text, base::Instant now) {
  std::vector<std::string> changed;
  try {
    const auto parsed = base::parse_json(text);
    const std::string node(parsed.at("node").as_string());
    std::lock_guard lock(mutex_);
    for (const auto& [place, people] : parsed.at("at").as_object()) {
      Visitors visitors;
      for (const auto& [person, is_editing] : people.as_object())
        if (auto id = base::Id::parse(person)) visitors[*id] = is_editing.as_bool();
      auto& nodes = elsewhere_[std::string(place)];
      auto& said = nodes[node];
      if (said.visitors != visitors) changed.emplace_back(place);
      said = {std::move(visitors), now};
      if (said.visitors.empty()) nodes.erase(node);
      if (nodes.empty()) elsewhere_.erase(std::string(place));
    }
  } catch (const std::exception&) {
    // Of a node of another version.
  }
  return changed;
}

Visitors Presence::elsewhere(const std::string& place) const {
  Visitors all;
  std::lock_guard lock(mutex_);
  const auto nodes = elsewhere_.find(place);
  if (nodes == elsewhere_.end()) return all;
  for (const auto& [node, said] : nodes->second)
    for (const auto& [person, is_editing] : said.visitors) all[person] |= is_editing;
  return all;
}

std::vector<std::string> Presence::speak(base::Instant now) {
  std::vector<std::string> changed;
  std::map<std::string, Visitors> told;
  {
    std::lock_guard lock(mutex_);
    told.swap(new_);
    if (now - repeated_at_ >= kRepeatUs) {
      repeated_at_ = now;
      told.insert(here_.begin(), here_.end());
    }
    for (auto place = elsewhere_.begin(); place != elsewhere_.end();) {
      if (std::erase_if(place->second,
                        [&](const auto& node) { return now - node.second.at > kHoldsUs; }) > 0)
        changed.push_back(place->first);
      place = place->second.empty() ? elsewhere_.erase(place) : std::next(place);
    }
  }
  tell(told);
  return changed;
}

}  // namespace rapport::http
