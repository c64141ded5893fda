#include "audit/chain.h"

#include <algorithm>

#include "audit/audit_log.h"
#include "audit/state.h"
#include "base/log.h"

namespace rapport::audit {

using base::Instant;
using storage::ColumnType;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Table;
using storage::Test;
using storage::Transaction;

namespace {

constexpr std::size_t kEntriesOfSeal = 256;
constexpr int kSealsAtOnce = 4;
constexpr std::size_t kMarkDigits = 8;  // of the hash after each entry: which one is broken
constexpr const char* kHead = "head";
constexpr const char* kEmptied = "emptied";

Query rows_of(const Table& table) {
  Query query;
  query.table = &table;
  query.columns.push_back(Expression{0, "rid"});
  for (const auto& column : table.columns) query.columns.push_back(Expression{0, column.name});
  query.order = {{Expression{0, "rid"}, false}};
  return query;
}

void add(std::string& out, std::string_view text) {
  out.append(std::to_string(text.size())).append(":").append(text);
}

// The entry as bytes that no other entry has. Columns without a value are left out, so that one
// which a later version adds changes nothing of what is there.
std::string bytes_of(const Table& table, const Row& row) {
  std::string out = std::to_string(row.integer(0));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const int column = static_cast<int>(i) + 1;
    if (row.is_null(column)) continue;
    add(out, table.columns[i].name);
    switch (table.columns[i].type) {
      case ColumnType::Integer: add(out, std::to_string(row.integer(column))); break;
      case ColumnType::Text: add(out, row.text(column)); break;
      case ColumnType::Bytes: add(out, row.id(column).text()); break;
    }
  }
  return out;
}

}  // namespace

const Table& seals_table() {
  static const Table table{"audit_seals",
                           {{"at", ColumnType::Integer},
                            {"source", ColumnType::Text},
                            {"first", ColumnType::Integer},
                            {"last", ColumnType::Integer},
                            {"entries", ColumnType::Integer},
                            {"marks", ColumnType::Text},
                            {"hash", ColumnType::Text},
                            {"emptied", ColumnType::Integer}},
                           {},
                           {{{"source", "rid"}, false, {}}},
                           {}};
  return table;
}

Chain::Chain(storage::Database& database, KeyedHash hash, std::vector<const Table*> sources)
    : database_(database), hash_(std::move(hash)), sources_(std::move(sources)) {}

std::string Chain::head_of(std::int64_t number, const std::string& hash) const {
  auto text = std::to_string(number) + ":" + hash;
  return text + ":" + hash_("head " + text);
}

std::string Chain::begin_hash(const std::string& before, const Seal& seal) const {
  return hash_("seal " + before + " " + seal.source + " " + std::to_string(seal.at));
}

std::vector<Chain::Seal> Chain::seals_after(Transaction& transaction, std::int64_t number) {
  constexpr std::size_t kPage = 100;
  auto query = rows_of(seals_table());
  query.where = storage::compare("rid", Test::Greater, number);
  query.limit = kPage;
  std::vector<Seal> seals;
  transaction.select(query, [&](const Row& row) {
    seals.push_back({row.integer(0), row.integer(1), row.integer(3), row.integer(4),
                     row.integer(5), std::string(row.text(2)), std::string(row.text(6)),
                     std::string(row.text(7)), !row.is_null(8)});
    return true;
  });
  return seals;
}

std::optional<Chain::Seal> Chain::last_seal(Transaction& transaction) {
  Query query;
  query.table = &seals_table();
  query.columns = {Expression{0, "rid"}, Expression{0, "hash"}};
  query.order = {{Expression{0, "rid"}, true}};
  query.limit = 1;
  std::optional<Seal> seal;
  transaction.select(query, [&](const Row& row) {
    seal.emplace();
    seal->number = row.integer(0);
    seal->hash = row.text(1);
    return false;
  });
  return seal;
}

std::int64_t Chain::Sealed::of(const Table& source) const {
  auto it = rows.find(source.name);
  return it == rows.end() ? 0 : it->second;
}

std::int64_t Chain::last_sealed(Transaction& transaction, const Table& source) {
  Query query;
  query.table = &seals_table();
  query.columns = {Expression{0, "last"}};
  query.where = storage::compare("source", Test::Equal, source.name);
  query.order = {{Expression{0, "rid"}, true}};
  query.limit = 1;
  std::int64_t last = 0;
  transaction.select(query, [&](const Row& row) {
    last = row.integer(0);
    return false;
  });
  return last;
}

Chain::Sealed Chain::sealed(Transaction& transaction) {
  Sealed sealed;
  {
    std::lock_guard lock(sealed_mutex_);
    sealed = sealed_;
  }
  if (sealed.seal == 0) {
    auto last = last_seal(transaction);
    if (!last) return sealed;
    sealed.seal = last->number;
    for (const auto* source : sources_)
      sealed.rows[source->name] = last_sealed(transaction, *source);
    return sealed;
  }
  Query query;
  query.table = &seals_table();
  query.columns = {Expression{0, "rid"}, Expression{0, "source"}, Expression{0, "last"}};
  query.where = storage::compare("rid", Test::Greater, sealed.seal);
  query.order = {{Expression{0, "rid"}, false}};
  transaction.select(query, [&](const Row& row) {
    sealed.seal = row.integer(0);
    sealed.rows[std::string(row.text(1))] = row.integer(2);
    return true;
  });
  return sealed;
}

bool Chain::has_waiting(Transaction& transaction, const Sealed& sealed) {
  return std::any_of(sources_.begin(), sources_.end(), [&](const Table* source) {
    Query query;
    query.table = source;
    query.where = storage::compare("rid", Test::Greater, sealed.of(*source));
    query.order_is_optional = true;
    return transaction.count(query, 1) > 0;
  });
}

// Whether the end of the chain is as it was left, and sealed with this key.
bool Chain::is_ours(Transaction& transaction) {
  auto head = read_state(transaction, kHead);
  auto last = last_seal(transaction);
  if (head.empty()) return !last;
  return last && head == head_of(last->number, last->hash);
}

Chain::Seal Chain::seal_rows(Transaction& transaction, const Table& source, std::int64_t after,
                             const std::string& before, Instant now) {
  Seal seal;
  seal.at = now;
  seal.source = source.name;
  seal.hash = begin_hash(before, seal);
  auto query = rows_of(source);
  query.where = storage::compare("rid", Test::Greater, after);
  query.limit = kEntriesOfSeal;
  transaction.select(query, [&](const Row& row) {
    if (seal.entries++ == 0) seal.first = row.integer(0);
    seal.last = row.integer(0);
    seal.hash = hash_(seal.hash + bytes_of(source, row));
    seal.marks += seal.hash.substr(0, kMarkDigits);
    return true;
  });
  return seal;
}

bool Chain::seal(Instant now) {
  bool waiting = false, more = false;
  database_.read([&](Transaction& transaction) {
    auto known = sealed(transaction);
    waiting = has_waiting(transaction, known);
    std::lock_guard lock(sealed_mutex_);
    if (known.seal > sealed_.seal) sealed_ = std::move(known);
  });
  if (!waiting) return false;
  database_.write([&](Transaction& transaction) {
    more = false;
    if (!is_ours(transaction)) {
      if (!is_stopped_.exchange(true))
        base::log(base::LogLevel::Error, "the audit is not sealed: rapport doctor says why");
      return;
    }
    is_stopped_ = false;
    auto last = last_seal(transaction);
    auto hash = last ? last->hash : std::string();
    std::int64_t number = 0;
    int made = 0;
    const auto known = sealed(transaction);
    for (const auto* source : sources_) {
      auto after = known.of(*source);
      for (std::size_t rows = kEntriesOfSeal; rows == kEntriesOfSeal && made < kSealsAtOnce;) {
        auto seal = seal_rows(transaction, *source, after, hash, now);
        rows = static_cast<std::size_t>(seal.entries);
        if (rows == 0) break;
        ++made;
        after = seal.last;
        number = transaction.insert({&seals_table(),
                                     {{"at", seal.at},
                                      {"source", seal.source},
                                      {"first", seal.first},
                                      {"last", seal.last},
                                      {"entries", seal.entries},
                                      {"marks", std::move(seal.marks)},
                                      {"hash", seal.hash}}});
        hash = std::move(seal.hash);
      }
    }
    more = made == kSealsAtOnce;
    if (made > 0) write_state(transaction, kHead, head_of(number, hash));
  });
  return more;
}

std::int64_t Chain::remove_before(Instant before) {
  constexpr std::size_t kSeals = 20;
  std::int64_t removed = 0;
  database_.write([&](Transaction& transaction) {
    removed = 0;
    if (!is_ours(transaction)) return;
    auto query = rows_of(seals_table());
    query.where = storage::all_of(
        {storage::compare("source", Test::Equal, audit_log_table().name),
         storage::compare("at", Test::Less, before), storage::is_null("emptied")});
    query.limit = kSeals;
    std::vector<std::pair<std::int64_t, std::int64_t>> old;  // its number, its last entry
    transaction.select(query, [&](const Row& row) {
      old.emplace_back(row.integer(0), row.integer(4));
      return true;
    });
    if (old.empty()) return;
    removed = transaction.remove(
        {&audit_log_table(), storage::compare("rid", Test::LessEqual, old.back().second)});
    storage::Update update;
    update.table = &seals_table();
    update.values = {{"emptied", std::int64_t{1}}, {"marks", storage::Cell()}};
    update.where = storage::all_of(
        {storage::compare("source", Test::Equal, audit_log_table().name),
         storage::compare("rid", Test::LessEqual, old.back().first)});
    transaction.update(update);
    auto number = std::to_string(old.back().first);
    write_state(transaction, kEmptied, number + ":" + hash_("emptied " + number));
  });
  return removed;
}

std::optional<std::string> Chain::compare(Transaction& transaction, const Seal& seal,
                                          const std::string& before) {
  auto source = std::find_if(sources_.begin(), sources_.end(),
                             [&](const Table* table) { return table->name == seal.source; });
  if (source == sources_.end()) return "audit_seals " + std::to_string(seal.number);
  auto query = rows_of(**source);
  query.where = storage::all_of({storage::compare("rid", Test::GreaterEqual, seal.first),
                                 storage::compare("rid", Test::LessEqual, seal.last)});
  auto hash = begin_hash(before, seal);
  std::int64_t entries = 0, right = 0;  // right: the last entry whose hash is what it was
  std::optional<std::int64_t> wrong;
  transaction.select(query, [&](const Row& row) {
    auto at = static_cast<std::size_t>(entries++) * kMarkDigits;
    if (wrong) return true;
    hash = hash_(hash + bytes_of(**source, row));
    const bool is_right = at < seal.marks.size() &&
                          seal.marks.compare(at, kMarkDigits, hash, 0, kMarkDigits) == 0;
    if (is_right) right = row.integer(0);
    else wrong = row.integer(0);
    return true;
  });
  auto entry = [&](std::int64_t number) { return seal.source + " " + std::to_string(number); };
  if (entries < seal.entries && right == 0) return "before " + entry(wrong.value_or(seal.last));
  if (entries < seal.entries) return "after " + entry(right);
  if (wrong) return entry(*wrong);
  if (hash != seal.hash) return "audit_seals " + std::to_string(seal.number);
  return std::nullopt;
}

Verdict Chain::verify() {
  Verdict verdict;
  database_.read([&](Transaction& transaction) {
    verdict = {};
    auto emptied = read_state(transaction, kEmptied);
    auto number = emptied.substr(0, emptied.find(':'));
    if (!emptied.empty() && emptied != number + ":" + hash_("emptied " + number)) {
      verdict.broken = "audit_state emptied";
      return;
    }
    const std::int64_t emptied_to = emptied.empty() ? 0 : std::stoll(number);
    std::int64_t last = 0;
    std::string hash;
    for (auto seals = seals_after(transaction, 0); !seals.empty();
         seals = seals_after(transaction, last)) {
      for (const auto& seal : seals) {
        const bool may_be_empty = seal.emptied && seal.number <= emptied_to &&
                                  seal.source == audit_log_table().name;
        if (!may_be_empty) {
          verdict.broken = compare(transaction, seal, hash);
          if (verdict.broken) return;
          verdict.sealed += seal.entries;
        }
        hash = seal.hash;
        last = seal.number;
      }
    }
    if (!is_ours(transaction)) verdict.broken = "audit_state head";
    const auto known = sealed(transaction);
    for (const auto* source : sources_) {
      Query query;
      query.table = source;
      query.where = storage::compare("rid", Test::Greater, known.of(*source));
      query.order_is_optional = true;
      verdict.waiting += transaction.count(query, INT64_MAX);
    }
  });
  return verdict;
}

}  // namespace rapport::audit
