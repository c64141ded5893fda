#include "app/arguments.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>

#include "base/text.h"

namespace rapport::app {

namespace {

const OptionDef* find_option(std::span<const OptionDef> options, std::string_view name) {
  for (const auto& option : options)
    if (option.name == name) return &option;
  return nullptr;
}

std::optional<std::string> environment_of(std::string_view option) {
  std::string name = "RAPPORT_";
  for (char c : option)
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const char* value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

}  // namespace

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

Arguments::Arguments(std::span<const OptionDef> options, const std::vector<std::string>& words,
                     std::span<const OptionDef> elsewhere) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (!word.starts_with("--") || word.size() == 2) {
      words_.push_back(word);
      continue;
    }
    auto equals = word.find('=');
    auto name = word.substr(2, equals == std::string::npos ? std::string::npos : equals - 2);
    const auto* option = find_option(options, name);
    if (!option) throw UsageError("unknown option --" + name);
    if (option->is_flag)
      values_[name] = "true";
    else if (equals != std::string::npos)
      values_[name] = word.substr(equals + 1);
    else if (i + 1 < words.size())
      values_[name] = words[++i];
    else
      throw UsageError("option --" + name + " needs a value");
  }
  for (const auto& option : options)
    if (!values_.contains(option.name))
      if (auto value = environment_of(option.name)) values_[std::string(option.name)] = *value;
  if (auto file = find("config")) read_file(options, elsewhere, *file);
}

// Lines of TOML's simplest kind: option = "value", # comments.
void Arguments::read_file(std::span<const OptionDef> options,
                          std::span<const OptionDef> elsewhere, const std::string& path) {
  std::ifstream file(path);
  if (!file) throw UsageError("cannot read " + path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    auto text = base::trim(line);
    if (text.empty() || text.front() == '#' || text.front() == '[') continue;
    auto equals = text.find('=');
    auto place = path + ":" + std::to_string(number);
    if (equals == std::string_view::npos) throw UsageError(place + ": expected name = \"value\"");
    std::string name(base::trim(text.substr(0, equals)));
    std::replace(name.begin(), name.end(), '_', '-');
    auto value = base::trim(text.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    if (!find_option(options, name)) {
      if (find_option(elsewhere, name)) continue;
      throw UsageError(place + ": unknown option " + name);
    }
    values_.try_emplace(name, value);
  }
}

std::optional<std::string> Arguments::find(std::string_view option) const {
  auto it = values_.find(option);
  return it == values_.end() ? std::nullopt : std::optional(it->second);
}

std::string Arguments::get(std::string_view option, std::string fallback) const {
  return find(option).value_or(std::move(fallback));
}

std::string Arguments::require(std::string_view option) const {
  auto value = find(option);
  if (!value || value->empty()) throw UsageError("option --" + std::string(option) + " is needed");
  return *value;
}

std::int64_t Arguments::number(std::string_view option, std::int64_t fallback,
                               std::int64_t most) const {
  auto text = find(option);
  if (!text) return fallback;
  std::int64_t number = -1;
  auto end = text->data() + text->size();
  auto read = std::from_chars(text->data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < 0 || number > most)
    throw UsageError("option --" + std::string(option) + " takes a number from 0 to " +
                     std::to_string(most));
  return number;
}

bool Arguments::has_flag(std::string_view option) const {
  return get(option, "") == "true";
}

}  // namespace rapport::app
