#include "access/stores/sign_in_stores.h"

#include "access/credentials.h"
#include "access/outside/outside_store.h"

namespace rapport::access {

std::vector<const storage::Table*> sign_in_tables() {
  return {&credentials_table(),     &sessions_table(),       &api_keys_table(),
          &devices_table(),         &second_factors_table(), &recovery_codes_table(),
          &password_links_table(),  &sign_ins_table(),       &outside_sources_table(),
          &outside_identities_table()};
}

void remove_expired(storage::Transaction& transaction, base::Instant now) {
  remove_expired_sessions(transaction, now);
  remove_expired_links(transaction, now);
  remove_old_devices(transaction, now);
  remove_old_sign_ins(transaction, now);
}

}  // namespace rapport::access
