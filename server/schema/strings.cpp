#include "schema/strings.h"

#include "base/json.h"

namespace rapport::schema {

using base::json::object;

std::string_view language_code(Language language) {
  constexpr std::string_view kCodes[] = {"ru", "uz", "en"};
  return kCodes[static_cast<int>(language)];
}

std::optional<Language> parse_language(std::string_view code) {
  if (code.starts_with("ru")) return Language::Ru;
  if (code.starts_with("uz")) return Language::Uz;
  if (code.starts_with("en")) return Language::En;
  return std::nullopt;
}

namespace {
void flatten(const object& node, const std::string& path,
             std::unordered_map<std::string, std::string>& words) {
  for (const auto& [key, value] : node) {
    std::string here = path + "." + std::string(key);
    if (value.is_object()) flatten(value.get_object(), here, words);
    else if (value.is_string()) words[here] = std::string(value.get_string());
  }
}
}  // namespace

Strings::Strings(const std::vector<SourceFile>& files) {
  for (const auto& file : files) {
    if (!file.path.starts_with("strings/") || file.path.size() < 16) continue;
    auto language = parse_language(file.path.substr(8, 2));
    if (!language) continue;
    auto name = file.path.substr(11, file.path.size() - 11 - 5);  // without ".json"
    flatten(base::parse_json(file.text).as_object(), name, words_[static_cast<int>(*language)]);
  }
}

const std::string* Strings::find(Language language, std::string_view path) const {
  const auto& words = words_[static_cast<int>(language)];
  auto it = words.find(std::string(path));
  return it == words.end() ? nullptr : &it->second;
}

bool Strings::has(Language language, std::string_view path) const {
  return find(language, path) != nullptr;
}

std::string_view Strings::text(Language language, std::string_view path) const {
  if (const auto* words = find(language, path)) return *words;
  if (const auto* words = find(Language::En, path)) return *words;
  auto dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

std::string Strings::message(Language language, std::string_view code,
                             const base::MessageArguments& arguments) const {
  std::string out(text(language, "messages." + std::string(code)));
  for (const auto& [name, value] : arguments) {
    bool is_path = name.starts_with('@');
    std::string_view words = is_path ? text(language, value) : value;
    std::string hole = "{" + name.substr(is_path ? 1 : 0) + "}";
    for (auto at = out.find(hole); at != std::string::npos; at = out.find(hole, at + words.size()))
      out.replace(at, hole.size(), words);
  }
  return out;
}

}  // namespace rapport::schema
