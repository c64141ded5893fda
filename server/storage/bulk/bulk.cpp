#include "storage/bulk/bulk.h"

#include <algorithm>

#include "storage/postgres/bulk/loader.h"
#include "storage/postgres/bulk/snapshot.h"
#include "storage/sqlite/bulk/loader.h"
#include "storage/sqlite/bulk/snapshot.h"

namespace rapport::storage {

std::unique_ptr<Snapshot> take_snapshot(const std::string& url) {
  return is_postgres(url) ? postgres::take_snapshot(url) : sqlite::take_snapshot(url);
}

std::unique_ptr<Loader> begin_load(const std::string& url) {
  return is_postgres(url) ? postgres::begin_load(url) : sqlite::begin_load(url);
}

bool is_plain_name(std::string_view name) {
  constexpr std::size_t kMost = 63;
  auto is_letter = [](char c) { return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_'; };
  if (name.empty() || name.size() > kMost || !is_letter(name.front())) return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

std::vector<schema::ColumnDef> bulk_columns(const Table& table) {
  std::vector<schema::ColumnDef> columns;
  if (table.key.empty()) columns.push_back({"rid", ColumnType::Integer});
  columns.insert(columns.end(), table.columns.begin(), table.columns.end());
  return columns;
}

bool is_postgres(std::string_view url) {
  return url.starts_with("postgres://") || url.starts_with("postgresql://");
}

}  // namespace rapport::storage
