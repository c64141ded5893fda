#include "imports/undo.h"

#include <map>
#include <unordered_map>

#include "records/links.h"

namespace rapport::imports {

namespace json = base::json;
using base::ErrorKind;
using records::RecordService;
using storage::Transaction;

namespace {

constexpr std::size_t kEntriesOfTransaction = 500;
constexpr std::size_t kCarefulEntries = 100;
constexpr std::size_t kKeptNamed = 20;

json::object named_record(Transaction& transaction, const records::Context& context,
                          const LedgerEntry& entry) {
  const auto& entity = context.entity(entry.entity);
  auto name = records::title_of(transaction, context, entity, entry.record);
  return {{"id", entry.record.text()}, {"entity", entry.entity}, {"name", name}};
}

}  // namespace

bool Undo::go() {
  base::Id after;
  import_.progress.total = import_.tally.created + import_.tally.updated;
  while (true) {
    auto entries = next_entries(after);
    if (entries.empty()) return true;
    Import before = import_;
    try {
      tools_.write([&](Transaction& transaction) {
        import_ = before;
        undo_all(transaction, entries, Care::Quick);
      });
    } catch (const FailedAfterWriting&) {
      for (std::size_t from = 0; from < entries.size(); from += kCarefulEntries) {
        auto until = std::min(from + kCarefulEntries, entries.size());
        std::vector<LedgerEntry> part(entries.begin() + static_cast<std::ptrdiff_t>(from),
                                      entries.begin() + static_cast<std::ptrdiff_t>(until));
        Import done = from == 0 ? before : import_;
        tools_.write([&](Transaction& transaction) {
          import_ = done;
          undo_all(transaction, part, Care::SavepointEachRow);
        });
      }
    }
    after = entries.back().record;
    if (!tools_.go_on(import_)) return false;
  }
}

std::vector<LedgerEntry> Undo::next_entries(const base::Id& after) {
  std::vector<LedgerEntry> entries;
  tools_.read([&](Transaction& transaction) {
    entries = read_ledger(transaction, import_.id, after, kEntriesOfTransaction);
  });
  return entries;
}

void Undo::undo_all(Transaction& transaction, const std::vector<LedgerEntry>& entries, Care care) {
  auto context = tools_.context();
  WriteWatch watch(transaction, HoldKeys::No);
  RecordService service(watch, context);
  for (const auto& entry : entries) {
    auto result = Result::Kept;
    watch.begin_row();
    auto attempt = [&] {
      result = undo_one(service, entry);
      if (result == Result::Kept && watch.has_written()) throw FailedAfterWriting{};
    };
    if (care == Care::Quick) {
      attempt();
    } else {
      try {
        watch.savepoint(attempt);
      } catch (const FailedAfterWriting&) {
        result = Result::Kept;
      }
    }
    ++import_.progress.rows;
    if (result == Result::Kept) note_kept(transaction, context, entry);
    else {
      ++(entry.did == Did::Created ? import_.removed : import_.put_back);
      forget_entry(transaction, import_.id, entry.record);
    }
  }
  import_.beat_at = context.now;
  update_import(transaction, import_);
}

namespace {

struct Found {
  std::int64_t version;
  bool is_deleted;
};

// Which of the records of one kind are there, and in which version.
std::unordered_map<base::Id, Found> look_at(Transaction& transaction,
                                            const records::Context& context,
                                            const std::string& entity,
                                            const std::vector<LedgerEntry>& entries) {
  storage::Query query;
  query.table = &context.table(context.entity(entity));
  for (auto column : {"id", "version", "deleted_at"})
    query.columns.push_back(storage::Expression{0, column});
  std::vector<storage::Cell> ids;
  for (const auto& entry : entries)
    if (entry.entity == entity) ids.emplace_back(entry.record);
  query.where = storage::in(storage::Expression{0, "id"}, std::move(ids));
  query.order_is_optional = true;
  std::unordered_map<base::Id, Found> found;
  transaction.select(query, [&](const storage::Row& row) {
    found[row.id(0)] = {row.integer(1), !row.is_null(2)};
    return true;
  });
  return found;
}

}  // namespace

std::string undo_forecast(Transaction& transaction, const records::Context& context,
                          const base::Id& import) {
  std::int64_t removed = 0, put_back = 0, kept = 0;
  json::array named;
  base::Id after;
  while (true) {
    auto entries = read_ledger(transaction, import, after, kEntriesOfTransaction);
    if (entries.empty()) break;
    std::map<std::string, std::unordered_map<base::Id, Found>> known;
    for (const auto& entry : entries) {
      auto [place, added] = known.try_emplace(entry.entity);
      if (added) place->second = look_at(transaction, context, entry.entity, entries);
      auto it = place->second.find(entry.record);
      bool is_gone = it == place->second.end() || it->second.is_deleted;
      if (is_gone || it->second.version == entry.version) {
        ++(entry.did == Did::Created ? removed : put_back);
        continue;
      }
      ++kept;
      if (named.size() < kKeptNamed) named.push_back(named_record(transaction, context, entry));
    }
    after = entries.back().record;
  }
  json::object answer{{"removed", removed}, {"put_back", put_back}, {"kept", kept},
                      {"kept_records", std::move(named)}};
  return json::serialize(answer);
}

Undo::Result Undo::undo_one(RecordService& service, const LedgerEntry& entry) {
  try {
    take_back(service, entry);
  } catch (const base::Error& error) {
    if (error.kind == ErrorKind::Internal || error.kind == ErrorKind::Unavailable) throw;
    // What somebody has deleted already is gone, as it should be.
    return error.kind == ErrorKind::NotFound ? Result::Undone : Result::Kept;
  }
  return Result::Undone;
}

void Undo::take_back(RecordService& service, const LedgerEntry& entry) {
  const auto& context = service.context();
  const auto& entity = context.entity(entry.entity);
  if (entry.did == Did::Created) return service.remove(entity, entry.record, entry.version);
  auto values = base::parse_json(entry.before);
  auto changes = records::parse_changes(context, entity, values, records::ChangesFor::Update);
  records::SaveOptions options;
  options.expected_version = entry.version;
  auto saved = service.update(entity, entry.record, changes, options);
  if (entry.did == Did::Restored) service.remove(entity, entry.record, saved.record.version());
}

void Undo::note_kept(Transaction& transaction, const records::Context& context,
                     const LedgerEntry& entry) {
  ++import_.kept;
  auto named = json::parse(import_.kept_records).as_array();
  if (named.size() >= kKeptNamed) return;
  named.push_back(named_record(transaction, context, entry));
  import_.kept_records = json::serialize(named);
}

}  // namespace rapport::imports
