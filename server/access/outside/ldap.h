// Ldap: one connection to a directory, over a guarded socket and TLS; bind and search. What a
// person types goes into filters escaped. Referrals are not followed.
// Not here: whom to look for, and what they become (ldap_directory.h).
// Source: RFC 4511 (protocol), 4513 (authentication), 4515 (filters), 2830 (StartTLS).
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outbound/socket.h"

struct ldap;

namespace rapport::access {

// A value as it stands in a filter: what means something there, and all but plain ASCII, as \XX.
std::string filter_value(std::string_view text);

// The filter with each {name} replaced by its value, escaped.
std::string filled_filter(std::string_view filter, std::string_view name, std::string_view value);

enum class LdapTls { Ldaps, StartTls };

struct LdapAddress {
  std::string host;
  std::uint16_t port = 389;
  LdapTls tls = LdapTls::StartTls;
  std::string ca_file;  // PEM; empty: what the machine trusts
};

// "ldaps://host", "ldap://host:389"; nothing for another text. With ldap:// StartTLS is used:
// passwords never go over the network as they are.
std::optional<LdapAddress> parse_ldap_url(std::string_view url);

struct LdapEntry {
  std::string dn;
  // Names in lower case; values are bytes.
  std::map<std::string, std::vector<std::string>> attributes;

  std::string first(const std::string& attribute) const;
};

// Threads: one at a time. The whole conversation lasts at most total_ms of the options.
// Throws: Error{Unavailable, "directory_failed"} with the argument "detail" when the directory
// cannot be reached, its certificate is not trusted, or it answers with an error.
class Ldap {
 public:
  Ldap(const LdapAddress& address, const outbound::ClientOptions& options);
  ~Ldap();
  Ldap(const Ldap&) = delete;
  Ldap& operator=(const Ldap&) = delete;

  // False for a wrong password, and always for an empty one, which would be no proof but an
  // anonymous bind.
  bool bind(const std::string& dn, std::string_view password);

  // At most `most` entries of the whole subtree.
  std::vector<LdapEntry> search(const std::string& base, const std::string& filter,
                                const std::vector<std::string>& attributes, int most);

 private:
  void set_options(const LdapAddress& address);

  ldap* handle_ = nullptr;
  std::int64_t total_ms_;
  std::optional<outbound::Deadline> deadline_;
};

}  // namespace rapport::access
