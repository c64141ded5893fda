#include "access/outside/ldap.h"

#include <ldap.h>
#include <openldap.h>
#include <unistd.h>

#include <charconv>

#include "base/error.h"

namespace rapport::access {

namespace {

constexpr std::uint16_t kPlainPort = 389, kTlsPort = 636;

[[noreturn]] void fail(std::string detail) {
  base::fail(base::ErrorKind::Unavailable, "directory_failed", {}, {{"detail", std::move(detail)}});
}

void check(int code) {
  if (code != LDAP_SUCCESS) fail(ldap_err2string(code));
}

std::string lower(std::string text) {
  for (char& each : text)
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  return text;
}

LdapEntry entry_of(ldap* handle, LDAPMessage* message) {
  LdapEntry entry;
  if (char* dn = ldap_get_dn(handle, message)) {
    entry.dn = dn;
    ldap_memfree(dn);
  }
  BerElement* at = nullptr;
  for (char* name = ldap_first_attribute(handle, message, &at); name;
       name = ldap_next_attribute(handle, message, at)) {
    auto& values = entry.attributes[lower(name)];
    if (berval** found = ldap_get_values_len(handle, message, name)) {
      for (berval** each = found; *each; ++each)
        values.emplace_back((*each)->bv_val, (*each)->bv_len);
      ldap_value_free_len(found);
    }
    ldap_memfree(name);
  }
  ber_free(at, 0);
  return entry;
}

}  // namespace

std::string filter_value(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kSpecial = "*()\\&|!=<>~/,;\"'+#";
  std::string out;
  for (char each : text) {
    auto byte = static_cast<unsigned char>(each);
    bool is_plain = byte > 0x20 && byte < 0x7f && kSpecial.find(each) == std::string_view::npos;
    if (is_plain) out += each;
    else out += {'\\', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

std::string filled_filter(std::string_view filter, std::string_view name, std::string_view value) {
  const auto hole = "{" + std::string(name) + "}", escaped = filter_value(value);
  std::string out;
  for (auto at = filter.find(hole); at != std::string_view::npos; at = filter.find(hole)) {
    out.append(filter.substr(0, at)).append(escaped);
    filter.remove_prefix(at + hole.size());
  }
  return out.append(filter);
}

std::optional<LdapAddress> parse_ldap_url(std::string_view url) {
  LdapAddress address;
  bool is_tls = url.starts_with("ldaps://");
  if (!is_tls && !url.starts_with("ldap://")) return std::nullopt;
  url.remove_prefix(is_tls ? 8 : 7);
  if (url.ends_with('/')) url.remove_suffix(1);
  address.port = is_tls ? kTlsPort : kPlainPort;
  auto colon = url.rfind(':');
  if (colon != std::string_view::npos && url.find(']', colon) == std::string_view::npos) {
    auto digits = url.substr(colon + 1);
    auto end = digits.data() + digits.size();
    auto [rest, error] = std::from_chars(digits.data(), end, address.port);
    if (error != std::errc() || rest != end || address.port == 0) return std::nullopt;
    url = url.substr(0, colon);
  }
  if (url.starts_with('[') && url.ends_with(']')) url = url.substr(1, url.size() - 2);
  if (url.empty() || url.find_first_of("/?#@[] \t") != std::string_view::npos) return std::nullopt;
  address.host = url;
  if (is_tls) address.tls = LdapTls::Ldaps;
  return address;
}

std::string LdapEntry::first(const std::string& attribute) const {
  auto found = attributes.find(lower(attribute));
  return found == attributes.end() || found->second.empty() ? std::string()
                                                            : found->second.front();
}

Ldap::Ldap(const LdapAddress& address, const outbound::ClientOptions& options)
    : total_ms_(options.total_ms) {
  auto connected = outbound::connect_to(address.host, address.port, options);
  if (connected.socket < 0)
    base::fail(base::ErrorKind::Unavailable, connected.error, {}, {{"detail", connected.detail}});
  const bool is_v6 = address.host.find(':') != std::string::npos;
  // The name here is what the certificate is held against.
  auto url = "ldap://" + (is_v6 ? "[" + address.host + "]" : address.host) + ":" +
             std::to_string(address.port);
  if (ldap_init_fd(connected.socket, LDAP_PROTO_TCP, url.c_str(), &handle_) != LDAP_SUCCESS) {
    close(connected.socket);
    fail("ldap_init_fd");
  }
  deadline_.emplace(connected.socket, total_ms_);
  try {
    set_options(address);
    if (address.tls == LdapTls::Ldaps) check(ldap_install_tls(handle_));
    else check(ldap_start_tls_s(handle_, nullptr, nullptr));
  } catch (const base::Error&) {
    deadline_.reset();
    ldap_unbind_ext_s(handle_, nullptr, nullptr);
    throw;
  }
}

Ldap::~Ldap() {
  deadline_.reset();
  ldap_unbind_ext_s(handle_, nullptr, nullptr);
}

void Ldap::set_options(const LdapAddress& address) {
  const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, as_client = 0,
            least = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2, never = LDAP_DEREF_NEVER;
  timeval wait{static_cast<time_t>(total_ms_ / 1000),
               static_cast<suseconds_t>(total_ms_ % 1000 * 1000)};
  auto set = [&](int option, const void* value) {
    if (ldap_set_option(handle_, option, value) != LDAP_OPT_SUCCESS)
      fail("option " + std::to_string(option));
  };
  set(LDAP_OPT_PROTOCOL_VERSION, &version);
  set(LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
  set(LDAP_OPT_DEREF, &never);
  set(LDAP_OPT_TIMEOUT, &wait);
  set(LDAP_OPT_NETWORK_TIMEOUT, &wait);
  set(LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
  set(LDAP_OPT_X_TLS_PROTOCOL_MIN, &least);
  if (!address.ca_file.empty()) set(LDAP_OPT_X_TLS_CACERTFILE, address.ca_file.c_str());
  set(LDAP_OPT_X_TLS_NEWCTX, &as_client);
}

bool Ldap::bind(const std::string& dn, std::string_view password) {
  if (password.empty()) return false;
  std::string secret(password);
  berval credentials{secret.size(), secret.data()};
  int code = ldap_sasl_bind_s(handle_, dn.c_str(), LDAP_SASL_SIMPLE, &credentials, nullptr,
                              nullptr, nullptr);
  if (code == LDAP_INVALID_CREDENTIALS || code == LDAP_NO_SUCH_OBJECT ||
      code == LDAP_INVALID_DN_SYNTAX)
    return false;
  check(code);
  return true;
}

std::vector<LdapEntry> Ldap::search(const std::string& base, const std::string& filter,
                                    const std::vector<std::string>& attributes, int most) {
  std::vector<char*> names;
  for (const auto& each : attributes) names.push_back(const_cast<char*>(each.c_str()));
  names.push_back(nullptr);
  timeval wait{static_cast<time_t>(total_ms_ / 1000), 0};
  LDAPMessage* found = nullptr;
  int code = ldap_search_ext_s(handle_, base.c_str(), LDAP_SCOPE_SUBTREE, filter.c_str(),
                               names.data(), 0, nullptr, nullptr, &wait, most, &found);
  std::unique_ptr<LDAPMessage, int (*)(LDAPMessage*)> result(found, ldap_msgfree);
  if (code == LDAP_NO_SUCH_OBJECT) return {};
  if (code != LDAP_SIZELIMIT_EXCEEDED) check(code);
  std::vector<LdapEntry> entries;
  for (auto* message = ldap_first_entry(handle_, found); message;
       message = ldap_next_entry(handle_, message))
    entries.push_back(entry_of(handle_, message));
  return entries;
}

}  // namespace rapport::access
