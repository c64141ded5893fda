#include "customisation/shipped.h"

#include <algorithm>

namespace rapport::customisation {

namespace json = base::json;

Shipped::Shipped(std::vector<schema::SourceFile> files) : files_(std::move(files)) {
  for (const auto& file : files_) {
    auto slash = file.path.find('/');
    if (slash == std::string::npos) continue;
    auto parsed = base::parse_json(file.text);
    if (!parsed.is_object()) continue;
    bool is_entity = !file.path.starts_with("strings/") && !file.path.starts_with("layouts/");
    if (is_entity) paths_[file.path.substr(slash + 1, file.path.size() - slash - 6)] = file.path;
    parsed_[file.path] = std::move(parsed.get_object());
  }
}

const json::object* Shipped::find(const std::string& path) const {
  auto it = parsed_.find(path);
  return it == parsed_.end() ? nullptr : &it->second;
}

const json::object* Shipped::entity(std::string_view name) const {
  auto path = path_of_entity(name);
  return path.empty() ? nullptr : find(path);
}

const json::object* Shipped::field(std::string_view entity_name, std::string_view field) const {
  const auto* definition = entity(entity_name);
  const auto* fields = definition ? definition->if_contains("fields") : nullptr;
  const auto* found = fields && fields->is_object() ? fields->get_object().if_contains(field)
                                                    : nullptr;
  return found ? found->if_object() : nullptr;
}

std::string Shipped::path_of_entity(std::string_view name) const {
  auto it = paths_.find(std::string(name));
  return it == paths_.end() ? std::string() : it->second;
}

bool Shipped::has_area(std::string_view area) const {
  return std::any_of(paths_.begin(), paths_.end(), [&](const auto& entry) {
    return entry.second.starts_with(std::string(area) + "/");
  });
}

std::vector<std::string> Shipped::entities() const {
  std::vector<std::string> names;
  for (const auto& [name, path] : paths_) names.push_back(name);
  return names;
}

}  // namespace rapport::customisation
