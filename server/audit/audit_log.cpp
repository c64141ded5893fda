#include "audit/audit_log.h"

#include <optional>

#include "audit/chain.h"
#include "audit/state.h"
#include "base/limits.h"
#include "base/text.h"

namespace rapport::audit {

using base::Id;
using base::Instant;
using storage::ColumnType;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;
using storage::Transaction;

namespace {

std::string fit(std::string_view text, std::size_t chars) {
  return base::is_valid_utf8(text) ? std::string(base::prefix_of(text, chars)) : std::string();
}

// The last row, or the first at or after a number.
struct Spot {
  std::int64_t row = 0;
  Instant at = 0;
};

std::optional<Spot> spot(Transaction& transaction, const storage::Table& table,
                         std::optional<std::int64_t> from) {
  Query query;
  query.table = &table;
  query.columns = {Expression{0, "rid"}, Expression{0, "at"}};
  if (from) query.where = storage::compare("rid", Test::GreaterEqual, *from);
  query.order = {{Expression{0, "rid"}, !from}};
  query.limit = 1;
  std::optional<Spot> found;
  transaction.select(query, [&](const Row& row) {
    found = Spot{row.integer(0), row.integer(1)};
    return false;
  });
  return found;
}

}  // namespace

const storage::Table& audit_log_table() {
  static const storage::Table table{"audit_log",
                                    {{"at", ColumnType::Integer},
                                     {"kind", ColumnType::Text},
                                     {"act", ColumnType::Text},
                                     {"actor", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"record", ColumnType::Bytes},
                                     {"count", ColumnType::Integer},
                                     {"details", ColumnType::Text},
                                     {"address", ColumnType::Text},
                                     {"agent", ColumnType::Text}},
                                    {},
                                    {{{"actor", "rid"}, false, {}},
                                     {{"kind", "rid"}, false, {}},
                                     {{"at"}, false, {}},
                                     {{"record", "rid"}, false, "record IS NOT NULL"}},
                                    {}};
  return table;
}

void append(Transaction& transaction, const Entry& entry) {
  storage::Insert insert;
  insert.table = &audit_log_table();
  insert.values = {{"at", entry.at},
                   {"kind", std::string(entry.kind)},
                   {"act", std::string(entry.act)},
                   {"count", entry.count}};
  auto& values = insert.values;
  if (!entry.actor.is_nil()) values.push_back({"actor", entry.actor});
  if (!entry.entity.empty()) values.push_back({"entity", entry.entity});
  if (!entry.record.is_nil()) values.push_back({"record", entry.record});
  if (!entry.details.empty()) values.push_back({"details", entry.details});
  auto address = fit(entry.origin.address, base::limits::kTextChars);
  auto agent = fit(entry.origin.agent, base::limits::kTextChars);
  if (!address.empty()) values.push_back({"address", std::move(address)});
  if (!agent.empty()) values.push_back({"agent", std::move(agent)});
  transaction.insert(insert);
}

Origin origin_of_call(Transaction& transaction, const Id& actor, Instant at) {
  Query query;
  query.table = &audit_log_table();
  query.columns = {Expression{0, "address"}, Expression{0, "agent"}};
  query.where = storage::all_of({storage::compare("at", Test::Equal, at),
                                 storage::compare("actor", Test::Equal, actor),
                                 storage::compare("kind", Test::Equal, std::string(kCall))});
  query.order_is_optional = true;
  query.limit = 1;
  Origin origin;
  transaction.select(query, [&](const Row& row) {
    if (!row.is_null(0)) origin.address = row.text(0);
    if (!row.is_null(1)) origin.agent = row.text(1);
    return false;
  });
  return origin;
}

std::int64_t first_row_since(Transaction& transaction, const storage::Table& table, Instant from) {
  auto first = spot(transaction, table, 0), last = spot(transaction, table, std::nullopt);
  if (!first || !last || first->at >= from) return 0;
  auto low = first->row, high = last->row + 1;  // low is before `from`, high is not known to be
  while (high - low > 1) {
    auto middle = low + (high - low) / 2;
    auto at = spot(transaction, table, middle);
    if (at && at->at < from) low = at->row;
    else high = middle;
  }
  return high;
}

std::vector<const storage::Table*> tables() {
  return {&audit_log_table(), &seals_table(), &state_table()};
}

}  // namespace rapport::audit
