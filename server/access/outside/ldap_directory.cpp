#include "access/outside/ldap_directory.h"

#include <fstream>

#include "access/secrets.h"
#include "base/error.h"
#include "base/text.h"

namespace rapport::access {

namespace {

constexpr int kGroupsOfOne = 500, kCounted = 100;
constexpr std::string_view kMemberOf = "memberOf";

void bind_service(Ldap& ldap, const DirectorySettings& settings, const std::string& password) {
  if (settings.bind_dn.empty()) return;  // searches without a name
  if (!ldap.bind(settings.bind_dn, password))
    base::fail(base::ErrorKind::Unavailable, "directory_failed", {},
               {{"detail", "wrong password of " + settings.bind_dn}});
}

std::string both(const std::string& filter, const std::string& other) {
  return other.empty() ? filter : "(&" + filter + other + ")";
}

// An attribute of text as it is; bytes that are none, such as objectGUID, in hexadecimal.
std::string subject_of(const std::string& value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  bool is_text = base::is_valid_utf8(value);
  for (char each : value) is_text = is_text && static_cast<unsigned char>(each) >= 0x20;
  if (is_text) return value;
  std::string out = "0x";
  for (char each : value) {
    auto byte = static_cast<unsigned char>(each);
    out += {kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

// The other way round: a filter's value for a subject.
std::string subject_in_filter(const std::string& subject) {
  if (!subject.starts_with("0x")) return filter_value(subject);
  std::string out;
  for (std::size_t at = 2; at + 1 < subject.size(); at += 2)
    out += "\\" + subject.substr(at, 2);
  return out;
}

}  // namespace

DirectorySettings LdapDirectory::settings() {
  return parse_directory_settings(base::parse_json(store_.settings(SignInBy::Directory).json));
}

std::string LdapDirectory::certificate_file(const std::string& pem) {
  if (pem.empty()) return {};
  auto path = folder_ / ("directory-ca-" + hash_of_secret(pem).substr(0, 16) + ".pem");
  if (std::filesystem::exists(path)) return path.string();
  std::filesystem::create_directories(folder_);
  auto draft = path;
  draft += "." + random_.hex(8);
  std::ofstream(draft) << pem << '\n';
  std::filesystem::rename(draft, path);
  return path.string();
}

Ldap LdapDirectory::connect(const DirectorySettings& settings, std::int64_t more_ms) {
  auto address = parse_ldap_url(settings.url).value_or(LdapAddress{});
  address.ca_file = certificate_file(settings.ca);
  auto options = options_;
  options.total_ms += more_ms;
  return Ldap(address, options);
}

std::vector<std::string> LdapDirectory::groups_of(Ldap& ldap, const DirectorySettings& settings,
                                                  const LdapEntry& entry) {
  std::vector<std::string> groups;
  if (settings.group_base.empty()) {
    auto found = entry.attributes.find("memberof");
    if (found != entry.attributes.end()) groups = found->second;
    return groups;
  }
  auto filter = filled_filter(settings.group_filter, "dn", entry.dn);
  for (auto& group : ldap.search(settings.group_base, filter, {"cn"}, kGroupsOfOne))
    groups.push_back(std::move(group.dn));
  return groups;
}

std::optional<OutsidePerson> LdapDirectory::prove(std::string_view email,
                                                  std::string_view password) {
  auto stored = store_.settings(SignInBy::Directory);
  auto settings = parse_directory_settings(base::parse_json(stored.json));
  if (!settings.enabled) return std::nullopt;
  auto ldap = connect(settings);
  bind_service(ldap, settings, stored.secret);
  auto filter = both(filled_filter(settings.user_filter, "email", base::trim(email)),
                     settings.active_filter);
  auto found = ldap.search(settings.base_dn, filter,
                           {settings.id_attribute, settings.name_attribute,
                            settings.mail_attribute, std::string(kMemberOf)},
                           2);
  // Two are nobody. For nobody as much is asked as for somebody, with a password nobody has.
  const bool is_one = found.size() == 1 && !found.front().first(settings.id_attribute).empty();
  if (!is_one) found = {LdapEntry{"cn=" + random_.hex(8) + "," + settings.base_dn, {}}};
  const auto& entry = found.front();
  auto groups = groups_of(ldap, settings, entry);
  const bool is_right = ldap.bind(entry.dn, is_one ? std::string(password) : random_.hex(8));
  if (!is_one || !is_right) return std::nullopt;
  OutsidePerson person;
  person.by = SignInBy::Directory;
  person.subject = subject_of(entry.first(settings.id_attribute));
  person.email = entry.first(settings.mail_attribute);
  person.name = entry.first(settings.name_attribute);
  person.email_is_verified = true;  // the company itself has written it there
  person.groups = std::move(groups);
  return person;
}

std::vector<std::string> LdapDirectory::present(const std::vector<std::string>& subjects) {
  auto stored = store_.settings(SignInBy::Directory);
  auto settings = parse_directory_settings(base::parse_json(stored.json));
  std::vector<std::string> present;
  constexpr std::int64_t kEachMs = 20;
  auto ldap = connect(settings, kEachMs * static_cast<std::int64_t>(subjects.size()));
  bind_service(ldap, settings, stored.secret);
  for (const auto& subject : subjects) {
    auto filter = both("(" + settings.id_attribute + "=" + subject_in_filter(subject) + ")",
                       settings.active_filter);
    if (!ldap.search(settings.base_dn, filter, {settings.id_attribute}, 1).empty())
      present.push_back(subject);
  }
  return present;
}

int LdapDirectory::count_people(const DirectorySettings& settings,
                                const std::string& bind_password) {
  auto ldap = connect(settings);
  bind_service(ldap, settings, bind_password);
  // {email} as any there is: a star that is not escaped, for it is not typed by anybody.
  auto filter = settings.user_filter;
  for (auto at = filter.find("{email}"); at != std::string::npos; at = filter.find("{email}"))
    filter.replace(at, 7, "*");
  return static_cast<int>(ldap.search(settings.base_dn, both(filter, settings.active_filter),
                                      {settings.id_attribute}, kCounted).size());
}

}  // namespace rapport::access
