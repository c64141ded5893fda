#include "crm/contact_points.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"

namespace rapport::crm {

namespace json = base::json;

namespace {

std::string lower_domain(std::string_view email) {
  std::string out(email);
  auto at = out.rfind('@');
  if (at == std::string::npos) return out;
  for (auto i = at; i < out.size(); ++i)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = static_cast<char>(out[i] - 'A' + 'a');
  return out;
}

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

void settle_emails(records::Record& record) {
  if (auto email = record.text("email"); email && has_capital(*email))
    record.set("email", lower_domain(*email));
  if (!record.entity().find("emails")) return;
  auto points = record.text("emails");
  if (!points || !has_capital(*points)) return;
  auto list = base::parse_json(*points);
  for (auto& point : list.as_array()) {
    auto& value = point.as_object()["value"];
    value = lower_domain(std::string_view(value.as_string()));
  }
  record.set("emails", json::serialize(list));
}

std::string united_points(const records::Context& context, const std::optional<std::string>& first,
                          const std::optional<std::string>& second) {
  json::array united;
  std::set<std::string> seen;
  for (const auto* points : {&first, &second}) {
    if (!*points) continue;
    auto list = base::parse_json(**points);
    for (auto& point : list.as_array()) {
      std::string_view value(point.at("value").as_string());
      bool email = value.find('@') != std::string_view::npos;
      auto key =
          email ? base::fold(value) : base::phone_digits(value, context.settings->calling_code);
      if (seen.insert(key.empty() ? std::string(value) : key).second) united.push_back(point);
    }
  }
  return united.empty() ? std::string() : json::serialize(united);
}

std::string domain_of_email(std::string_view email) {
  auto at = email.rfind('@');
  return at == std::string_view::npos ? std::string() : base::fold(email.substr(at + 1));
}

}  // namespace rapport::crm
