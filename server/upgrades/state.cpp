#include "upgrades/state.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/version.h"

namespace rapport::upgrades {

using storage::ColumnType;
using storage::Expression;
using storage::Row;

namespace {

enum Column { kNumber, kDigest, kRapport, kStep, kBackup, kBeganAt, kDoneAt, kRid };

std::optional<base::Instant> instant(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

Upgrade upgrade_of(const Row& row) {
  return {row.integer(kRid),
          {row.integer(kNumber), std::string(row.text(kDigest)), std::string(row.text(kRapport))},
          row.integer(kStep),
          std::string(row.text(kBackup)),
          instant(row, kBeganAt),
          instant(row, kDoneAt)};
}

std::string description_of(const storage::Table& table) {
  std::string text = table.name + "(";
  for (const auto& column : table.columns)
    text += column.name + " " + std::to_string(static_cast<int>(column.type)) + ",";
  for (const auto& column : table.key) text += "key " + column + ",";
  for (const auto& index : table.indexes) {
    text += index.unique ? "unique(" : "index(";
    for (const auto& column : index.columns) text += column + ",";
    for (const auto& column : index.carried) text += "+" + column + ",";
    text += index.where + ")";
  }
  return text + table.substring_column + "," + table.substring_scope + ")";
}

}  // namespace

const storage::Table& upgrades_table() {
  static const storage::Table table{"schema_upgrades",
                                    {{"number", ColumnType::Integer},
                                     {"digest", ColumnType::Text},
                                     {"rapport", ColumnType::Text},
                                     {"step", ColumnType::Integer},
                                     {"backup", ColumnType::Text},
                                     {"announced_at", ColumnType::Integer},
                                     {"began_at", ColumnType::Integer},
                                     {"done_at", ColumnType::Integer}},
                                    {},
                                    {},
                                    {}};
  return table;
}

State read_state(storage::Database& database) {
  storage::Query query;
  query.table = &upgrades_table();
  for (const char* column :
       {"number", "digest", "rapport", "step", "backup", "began_at", "done_at", "rid"})
    query.columns.push_back(Expression{0, column});
  State state;  // the newest rows come first
  database.read([&](storage::Transaction& transaction) {
    state = {};
    transaction.select(query, [&](const Row& row) {
      auto upgrade = upgrade_of(row);
      const bool is_done = upgrade.done_at.has_value();
      (is_done ? state.done : state.announced) = std::move(upgrade);
      return !is_done;
    });
  });
  return state;
}

std::string digest_of(const std::vector<const storage::Table*>& tables) {
  std::vector<std::string> all;
  for (const auto* table : tables) all.push_back(description_of(*table));
  std::sort(all.begin(), all.end());
  std::string text;
  for (const auto& each : all) text += each + "\n";
  // Source: BLAKE2b (RFC 7693), 128 bits.
  std::array<unsigned char, 16> digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (auto byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

bool is_newer(const Schema& theirs, const Schema& ours) {
  if (theirs.number != ours.number) return theirs.number > ours.number;
  if (theirs.digest == ours.digest) return false;
  auto their_version = base::parse_version(theirs.rapport);
  auto our_version = base::parse_version(ours.rapport);
  return their_version && our_version && *their_version > *our_version;
}

}  // namespace rapport::upgrades
