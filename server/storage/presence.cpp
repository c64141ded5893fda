#include "storage/presence.h"

#include "storage/bulk/bulk.h"
#include "storage/postgres/presence.h"
#include "storage/sqlite/presence.h"

namespace rapport::storage {

std::unique_ptr<Presence> open_presence(const std::string& url) {
  return is_postgres(url) ? postgres::open_presence(url) : sqlite::open_presence(url);
}

}  // namespace rapport::storage
