// LdapDirectory: a company's directory proves passwords (bind as the person, after a search), and
// tells whether a person is still there.
// Not here: the protocol (ldap.h), which people of ours they become.
#pragma once
#include <filesystem>

#include "access/outside/outside_settings.h"
#include "access/outside/outside_store.h"

namespace rapport::access {

// Threads: safe; each call has a connection of its own.
class LdapDirectory final : public PasswordSource {
 public:
  // `folder`: where the certificate of the settings is laid for the TLS library.
  LdapDirectory(OutsideStore& store, outbound::ClientOptions options,
                std::filesystem::path folder, base::Random& random)
      : store_(store),
        options_(std::move(options)),
        folder_(std::move(folder)),
        random_(random) {}

  std::optional<OutsidePerson> prove(std::string_view email, std::string_view password) override;

  // Of those subjects, who is there and may come in. Throws: Error{Unavailable}.
  std::vector<std::string> present(const std::vector<std::string>& subjects);

  // How many people are found with these settings, at most 100, to try them before they are used.
  // Throws: Error{Unavailable, "directory_failed"} with what the directory said.
  int count_people(const DirectorySettings& settings, const std::string& bind_password);

  DirectorySettings settings();

 private:
  Ldap connect(const DirectorySettings& settings, std::int64_t more_ms = 0);
  std::string certificate_file(const std::string& pem);
  std::vector<std::string> groups_of(Ldap& ldap, const DirectorySettings& settings,
                                     const LdapEntry& entry);

  OutsideStore& store_;
  outbound::ClientOptions options_;
  std::filesystem::path folder_;
  base::Random& random_;
};

}  // namespace rapport::access
