#include "access/outside/outside_settings.h"

#include "base/error.h"
#include "base/text.h"
#include "outbound/client.h"

namespace rapport::access {

namespace json = base::json;
using base::ErrorKind;
using base::JsonWriter;

namespace {

constexpr std::size_t kTextBytes = 2'000, kCertificateBytes = 64 * 1024, kGroups = 200;

[[noreturn]] void reject(const char* code, std::string field,
                         base::MessageArguments arguments = {}) {
  base::fail(ErrorKind::Invalid, code, std::move(field), std::move(arguments));
}

// One member after another, so that a misspelt one is an error.
class Members {
 public:
  explicit Members(const json::value& value, std::string place = {}) : place_(std::move(place)) {
    if (!value.is_object()) reject("wrong_type", place_, {{"expected", "object"}});
    object_ = value.get_object();
  }

  std::string text(const char* name, std::string_view otherwise = {},
                   std::size_t most = kTextBytes) {
    auto value = take(name);
    if (value.is_null()) return std::string(otherwise);
    if (!value.is_string()) reject("wrong_type", place_ + name, {{"expected", "string"}});
    std::string text(base::trim(std::string_view(value.get_string())));
    if (text.size() > most) reject("too_long", place_ + name, {{"max", std::to_string(most)}});
    if (text.find('\0') != std::string::npos) reject("invalid_value", place_ + name);
    return text.empty() ? std::string(otherwise) : text;
  }
  bool flag(const char* name) {
    auto value = take(name);
    if (value.is_null()) return false;
    if (!value.is_bool()) reject("wrong_type", place_ + name, {{"expected", "boolean"}});
    return value.get_bool();
  }
  base::Id id(const char* name) {
    auto text = this->text(name);
    if (text.empty()) return {};
    auto id = base::Id::parse(text);
    if (!id) reject("invalid_value", place_ + name);
    return *id;
  }
  json::array list(const char* name) {
    auto value = take(name);
    if (value.is_null()) return {};
    if (!value.is_array()) reject("wrong_type", place_ + name, {{"expected", "array"}});
    return value.get_array();
  }
  void end() const {
    for (const auto& [name, value] : object_)
      reject("unknown_field", place_ + std::string(name), {{"field", std::string(name)}});
  }

 private:
  json::value take(const char* name) {
    auto* found = object_.if_contains(name);
    json::value value = found ? std::move(*found) : json::value();
    object_.erase(name);
    return value;
  }
  std::string place_;
  json::object object_;
};

// A name that stands in filters.
void check_attribute(const std::string& name, const char* field) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  if (name.find_first_not_of(kAllowed) != std::string::npos) reject("invalid_value", field);
}

Admission admission_of(Members& members) {
  Admission admission;
  admission.default_role = members.id("default_role");
  admission.link_by_email = members.flag("link_by_email");
  auto rules = members.list("groups");
  if (rules.size() > kGroups)
    reject("too_many_values", "groups", {{"max", std::to_string(kGroups)}});
  for (const auto& each : rules) {
    Members rule(each, "groups.");
    admission.groups.push_back({rule.text("group"), rule.id("role"), rule.id("team")});
    rule.end();
    if (admission.groups.back().group.empty()) reject("required", "groups.group");
  }
  return admission;
}

void write(const Admission& admission, JsonWriter& out) {
  auto id = [&](const char* name, const base::Id& value) {
    out.key(name);
    if (value.is_nil()) out.null();
    else out.value(value);
  };
  id("default_role", admission.default_role);
  out.member("link_by_email", admission.link_by_email).key("groups").begin_array();
  for (const auto& rule : admission.groups) {
    out.begin_object().member("group", rule.group);
    id("role", rule.role);
    id("team", rule.team);
    out.end_object();
  }
  out.end_array();
}

void require(const std::string& text, const char* field) {
  if (text.empty()) reject("required", field);
}

// A filter in brackets that match; what is wrong inside, the directory says.
void check_filter(const std::string& filter, const char* field, std::string_view hole) {
  int depth = 0;
  bool is_wrong = !filter.starts_with('(');
  for (char each : filter) {
    depth += each == '(' ? 1 : each == ')' ? -1 : 0;
    is_wrong = is_wrong || depth < 0;
  }
  if (is_wrong || depth != 0 || (!hole.empty() && filter.find(hole) == std::string::npos))
    reject("not_a_filter", field, {{"hole", std::string(hole.empty() ? "( )" : hole)}});
}

}  // namespace

DirectorySettings parse_directory_settings(const json::value& body) {
  Members members(body);
  DirectorySettings settings;
  settings.enabled = members.flag("enabled");
  settings.url = members.text("url");
  settings.ca = members.text("ca", {}, kCertificateBytes);
  settings.bind_dn = members.text("bind_dn");
  settings.base_dn = members.text("base_dn");
  settings.user_filter = members.text("user_filter", "(mail={email})");
  settings.active_filter = members.text("active_filter");
  settings.group_base = members.text("group_base");
  settings.group_filter = members.text("group_filter", "(member={dn})");
  settings.id_attribute = members.text("id_attribute", "entryUUID");
  settings.name_attribute = members.text("name_attribute", "cn");
  settings.mail_attribute = members.text("mail_attribute", "mail");
  settings.admission = admission_of(members);
  members.end();
  if (!settings.url.empty() && !parse_ldap_url(settings.url)) reject("not_an_ldap_url", "url");
  check_attribute(settings.id_attribute, "id_attribute");
  check_attribute(settings.name_attribute, "name_attribute");
  check_attribute(settings.mail_attribute, "mail_attribute");
  check_filter(settings.user_filter, "user_filter", "{email}");
  check_filter(settings.group_filter, "group_filter", "{dn}");
  if (!settings.active_filter.empty()) check_filter(settings.active_filter, "active_filter", {});
  if (settings.enabled) {
    require(settings.url, "url");
    require(settings.base_dn, "base_dn");
  }
  return settings;
}

ProviderSettings parse_provider_settings(const json::value& body) {
  Members members(body);
  ProviderSettings settings;
  settings.enabled = members.flag("enabled");
  settings.label = members.text("label", {}, 60);
  settings.issuer = members.text("issuer");
  settings.client_id = members.text("client_id");
  settings.groups_claim = members.text("groups_claim");
  settings.admission = admission_of(members);
  members.end();
  if (!settings.issuer.empty() && outbound::fault_of_url(settings.issuer))
    reject("outbound_wrong_url", "issuer");
  if (settings.enabled) {
    require(settings.issuer, "issuer");
    require(settings.client_id, "client_id");
  }
  return settings;
}

std::string json_of(const DirectorySettings& settings) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().member("enabled", settings.enabled).member("url", settings.url);
  writer.member("ca", settings.ca).member("bind_dn", settings.bind_dn);
  writer.member("base_dn", settings.base_dn).member("user_filter", settings.user_filter);
  writer.member("active_filter", settings.active_filter);
  writer.member("group_base", settings.group_base);
  writer.member("group_filter", settings.group_filter);
  writer.member("id_attribute", settings.id_attribute);
  writer.member("name_attribute", settings.name_attribute);
  writer.member("mail_attribute", settings.mail_attribute);
  write(settings.admission, writer);
  writer.end_object();
  return out;
}

std::string json_of(const ProviderSettings& settings) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().member("enabled", settings.enabled).member("label", settings.label);
  writer.member("issuer", settings.issuer).member("client_id", settings.client_id);
  writer.member("groups_claim", settings.groups_claim);
  write(settings.admission, writer);
  writer.end_object();
  return out;
}

}  // namespace rapport::access
