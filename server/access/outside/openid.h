// OpenId: people sign in at a provider of OpenID Connect and come back with a code, for which the
// provider tells who they are. Authorization code with PKCE, state and nonce.
// What has to be remembered between leaving and coming back lies sealed in a cookie of the browser,
// so that any process can go on, and no other browser can.
// Not here: signatures (jose.h), the cookie and the routes (http/), who they become.
// Source: OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9207 (iss in the answer).
#pragma once
#include <atomic>
#include <mutex>

#include "access/outside/outside_settings.h"
#include "access/outside/outside_store.h"
#include "outbound/client.h"

namespace rapport::access {

// A journey to the provider begun: where to go, and what to remember of it.
struct Departure {
  std::string url;
  std::string cookie;  // sealed
};

struct Arrival {
  OutsidePerson person;
  std::string next;    // the path of ours that was left
  base::Id session;    // which one asked to be confirmed; nil: a sign-in
};

inline constexpr std::int64_t kJourneyUs = 10 * 60'000'000;

// Threads: safe.
class OpenId {
 public:
  OpenId(OutsideStore& store, const Vault& vault, const outbound::Client& client,
         base::Clock& clock, base::Random& random)
      : store_(store), vault_(vault), client_(client), clock_(clock), random_(random) {}

  // Nothing when it is off; else the words of the button.
  std::optional<std::string> label();

  // `back`: our address that the provider returns to. `session`: one to be confirmed, for which the
  // provider asks for its password again; nil to sign in.
  // Throws: Error{NotFound} when it is off, Error{Unavailable, "provider_failed"}.
  Departure depart(const std::string& back, const std::string& next, const base::Id& session);

  // What the provider returned, and what the browser had remembered.
  // Throws: Error{Unauthenticated, "journey_over"} when these do not belong together or it took too
  // long; Error{Unauthenticated, "provider_refused"} when its word is not to be trusted;
  // Error{Unavailable, "provider_failed"} when it cannot be asked.
  Arrival arrive(const std::string& back, std::string_view code, std::string_view state,
                 std::string_view issuer, std::string_view cookie);

  // Asks the provider of these settings what it offers. Throws: Error{Unavailable}.
  void try_out(const ProviderSettings& settings);

 private:
  struct Provider;  // what it says of itself
  ProviderSettings settings();
  Provider discover(const std::string& issuer);
  base::json::value keys_of(const Provider& provider, const std::string& key_id);
  base::json::value fetch(const std::string& url, const std::string& access_token = {});
  struct Tokens;
  Tokens redeem(const Provider& provider, const ProviderSettings& settings,
                     const std::string& secret, const std::string& form);
  // The claims of the token, once they are what they should be, with those about the person that
  // the provider keeps for its address of user information.
  base::json::object told_claims(const Provider& provider, const Tokens& tokens,
                                 const ProviderSettings& settings,
                                 const base::json::object& journey);
  void check(const base::json::object& claims, const ProviderSettings& settings,
             const base::json::object& journey);

  OutsideStore& store_;
  const Vault& vault_;
  const outbound::Client& client_;
  base::Clock& clock_;
  base::Random& random_;
  std::atomic<bool> give_up_ = false;

  // The keys last read, which providers change now and then.
  std::mutex mutex_;
  std::string keys_url_;
  base::json::value keys_;
  std::int64_t keys_read_us_ = 0;
};

}  // namespace rapport::access
