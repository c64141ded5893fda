#include "audit/settings.h"

#include <algorithm>
#include <iterator>

#include "audit/state.h"
#include "base/error.h"

namespace rapport::audit {

namespace {

constexpr const char* kSettings = "settings";

struct Setting {
  std::string_view name;
  std::int64_t Settings::* value;
  std::int64_t least, most;
};

constexpr Setting kAll[] = {
    {"keep_days", &Settings::keep_days, kKeepDaysLeast, kKeepDaysMost},
    {"opened_per_hour", &Settings::opened_per_hour, 0, kLimitMost},
    {"listed_per_hour", &Settings::listed_per_hour, 0, kLimitMost},
    {"exported_per_hour", &Settings::exported_per_hour, 0, kLimitMost},
};

}  // namespace

std::string settings_json(const Settings& settings) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object();
  for (const auto& setting : kAll) json.member(setting.name, settings.*setting.value);
  json.end_object();
  return out;
}

Settings parse_settings(const base::json::value& body, Settings settings) {
  using base::ErrorKind;
  if (!body.is_object())
    base::fail(ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  for (const auto& [key, value] : body.get_object()) {
    std::string name(key);
    auto found = std::find_if(std::begin(kAll), std::end(kAll),
                              [&](const Setting& setting) { return setting.name == name; });
    if (found == std::end(kAll))
      base::fail(ErrorKind::Invalid, "unknown_field", name, {{"field", name}});
    if (!value.is_int64()) base::fail(ErrorKind::Invalid, "not_an_integer", name);
    const auto number = value.get_int64();
    if (number < found->least || number > found->most)
      base::fail(ErrorKind::Invalid, "out_of_range", name,
                 {{"min", std::to_string(found->least)}, {"max", std::to_string(found->most)}});
    settings.*found->value = number;
  }
  return settings;
}

Settings read_settings(storage::Transaction& transaction) {
  auto text = read_state(transaction, kSettings);
  return text.empty() ? Settings() : parse_settings(base::parse_json(text), {});
}

void write_settings(storage::Transaction& transaction, const Settings& settings) {
  write_state(transaction, kSettings, settings_json(settings));
}

}  // namespace rapport::audit
