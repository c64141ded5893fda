#include "storage/database.h"

#include "storage/postgres/database.h"
#include "storage/sqlite/database.h"

namespace rapport::storage {

std::unique_ptr<Database> open_database(const std::string& url, const OpenOptions& options) {
  bool is_server = url.starts_with("postgres://") || url.starts_with("postgresql://");
  return is_server ? postgres::open(url, options) : sqlite::open(url, options);
}

}  // namespace rapport::storage
