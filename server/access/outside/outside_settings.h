// Settings of other systems that vouch for people, as an administrator writes them (JSON), with
// what they mean checked. Plain values.
// Not here: where they are kept (outside_store.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/outside/ldap.h"
#include "base/id.h"
#include "base/json.h"

namespace rapport::access {

// What a group there gives here; either may be nil.
struct GroupRule {
  std::string group;
  base::Id role, team;
};

// Who may come in, and as what.
struct Admission {
  base::Id default_role;         // nil: only who is in a group that gives a role
  std::vector<GroupRule> groups; // the first that gives a role decides
  // Whether somebody there becomes a person who is here already, by their verified e-mail.
  bool link_by_email = false;
};

struct DirectorySettings {
  bool enabled = false;
  std::string url;              // ldaps://dc.example.com
  std::string ca;               // PEM of who signed its certificate; empty: what the machine trusts
  std::string bind_dn, base_dn;
  std::string user_filter;      // with {email}
  std::string active_filter;    // what must hold of who may come in; empty: nothing
  std::string group_base;       // empty: the groups are those of attribute memberOf
  std::string group_filter;     // with {dn}
  std::string id_attribute, name_attribute, mail_attribute;
  Admission admission;
};

struct ProviderSettings {
  bool enabled = false;
  std::string label;            // of the button: "Company account"
  std::string issuer;           // https://login.example.com
  std::string client_id;
  std::string groups_claim;     // "groups"; empty: none
  Admission admission;
};

// Throws: Error{Invalid} on the first wrong member.
DirectorySettings parse_directory_settings(const base::json::value& body);
ProviderSettings parse_provider_settings(const base::json::value& body);

// All but the secret, as parse reads it.
std::string json_of(const DirectorySettings& settings);
std::string json_of(const ProviderSettings& settings);

}  // namespace rapport::access
