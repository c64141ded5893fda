#include "search/updates.h"

#include <algorithm>
#include <unordered_set>

#include "base/log.h"
#include "records/history.h"

namespace rapport::search {

using schema::Cell;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::TextBatch;
using storage::Transaction;

namespace {

constexpr std::size_t kLogRows = 1'000;
constexpr std::size_t kBuildRows = 2'000;
constexpr std::size_t kDependentRows = 1'000;
// What is written a little at a time is searched in many small pieces. After so many documents they
// are put together, when nothing else is to be done.
constexpr std::int64_t kScattered = 20'000;

Query log_query() {
  Query query;
  query.table = &records::change_log_table();
  for (const char* name : {"rid", "entity", "record", "changes", "source"})
    query.columns.push_back(Expression{0, name});
  return query;
}

enum LogColumn { kNumber, kEntity, kRecord, kChanges, kSource };

// Whether records that name this one have to be looked at: its title changed, or links were moved
// to it, which the log tells of by the action alone.
bool may_be_renamed(const schema::EntityDef& entity, const Row& row) {
  if (!row.is_null(kSource) && row.text(kSource).starts_with("action:")) return true;
  if (!entity.title_field().history) return true;
  if (row.is_null(kChanges)) return false;
  return row.text(kChanges).find("\"" + entity.title + "\":[") != std::string_view::npos;
}

void add_once(std::vector<base::Id>& ids, const base::Id& id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

}  // namespace

bool Updates::step() {
  if (!is_loaded_ && !load()) return true;
  if (!dependents_.empty()) return refresh_dependents();
  return follow() || build() || compact();
}

// False when the index had to be started anew.
bool Updates::load() {
  index_.read([&](storage::TextReader& reader) { stored_ = reader.state(); });
  plan_ = Plan::parse(stored_);
  dependents_.clear();
  pending_ = {};
  bool usable = plan_.version == kTokensVersion && is_log_of(plan_);
  Plan next = plan_;
  auto adaptation = usable ? adapt(next, *model_->schema) : Adaptation::Anew;
  if (adaptation == Adaptation::Anew) {
    start_anew();
    return false;
  }
  is_loaded_ = true;
  followed_ = plan_.cursor;
  return adaptation == Adaptation::None || store({}, std::move(next));
}

void Updates::start_anew() {
  if (!stored_.empty()) {
    base::log(base::LogLevel::Info, "the search index is built anew");
    index_.reset();
    stored_.clear();
  }
  Plan fresh;
  fresh.version = kTokensVersion;
  database_.read([&](Transaction& transaction) {
    Query last = log_query();
    last.limit = 1;
    transaction.select(last, [&](const Row& row) {
      fresh.cursor = row.integer(kNumber);
      fresh.mark = row.id(kRecord);
      return false;
    });
  });
  adapt(fresh, *model_->schema);
  is_loaded_ = store({}, std::move(fresh));
}

// A database restored from a backup has another log, or less of it.
bool Updates::is_log_of(const Plan& plan) {
  bool fits = true;
  database_.read([&](Transaction& transaction) {
    if (records::last_log_entry(transaction) < plan.cursor) {
      fits = false;
      return;
    }
    Query query = log_query();
    query.where = storage::compare("rid", storage::Test::Equal, plan.cursor);
    transaction.select(query, [&](const Row& row) {
      fits = row.id(kRecord) == plan.mark;
      return false;
    });
  });
  return fits;
}

Updates::LogTail Updates::read_log(Transaction& transaction) {
  LogTail tail;
  Query query = log_query();
  query.order = {{Expression{0, "rid"}, false}};
  query.after = {Cell(plan_.cursor), Cell(plan_.cursor)};
  query.limit = kLogRows;
  std::unordered_set<base::Id> seen;
  transaction.select(query, [&](const Row& row) {
    tail.cursor = row.integer(kNumber);
    tail.mark = row.id(kRecord);
    const auto* entity = model_->schema->find(row.text(kEntity));
    if (!entity) return true;
    if (seen.insert(tail.mark).second) tail.changed[entity->name].push_back(tail.mark);
    if (may_be_renamed(*entity, row)) add_once(tail.renamed[entity->name], tail.mark);
    return true;
  });
  return tail;
}

bool Updates::follow() {
  LogTail tail;
  TextBatch batch;
  database_.read([&](Transaction& transaction) {
    tail = read_log(transaction);
    if (tail.is_empty()) return;
    for (const auto& [name, ids] : tail.changed) {
      const auto* indexed = plan_.find(name);
      if (!indexed || model_->schema->entity(name).search.empty()) continue;
      DocumentReader reader(*model_, *indexed, tokenizer_);
      auto documents = reader.with_ids(transaction, ids);
      remove_missing(batch, name, ids, documents.met);
      take(batch, *indexed, std::move(documents));
    }
    find_dependents(transaction, tail);
  });
  if (tail.is_empty()) return false;
  pending_ = std::move(tail);
  Plan next = plan_;
  if (dependents_.empty()) {
    next.cursor = pending_.cursor;
    next.mark = pending_.mark;
  }
  store(std::move(batch), std::move(next));
  return true;
}

// A record that is gone for good is found by its id.
void Updates::remove_missing(TextBatch& batch, const std::string& entity,
                             const std::vector<base::Id>& ids, const std::vector<base::Id>& met) {
  std::unordered_set<base::Id> there(met.begin(), met.end());
  const auto* indexed = plan_.find(entity);
  index_.read([&](storage::TextReader& reader) {
    for (const auto& id : ids) {
      if (there.contains(id)) continue;
      for (auto number : reader.documents_of(id))
        if (indexed->holds(number)) batch.remove.push_back(number);
    }
  });
}

void Updates::find_dependents(Transaction& transaction, const LogTail& tail) {
  for (const auto& indexed : plan_.entities) {
    const auto* entity = model_->schema->find(indexed.name);
    if (!entity) continue;
    Dependents found{indexed.name, {}};
    for (const auto& name : indexed.fields) {
      const auto* field = entity->find(name);
      if (!field || text_of(*field) != FieldText::Link) continue;
      for (const auto& target : field->to) {
        auto renamed = tail.renamed.find(target);
        if (renamed == tail.renamed.end()) continue;
        Query query;
        query.table = &model_->tables.of(*entity);
        query.columns = {Expression{0, "rid"}};
        query.where = one_of(field->name, {renamed->second.begin(), renamed->second.end()});
        query.order_is_optional = true;
        transaction.select(query, [&](const Row& row) {
          found.rids.push_back(row.integer(0));
          return true;
        });
      }
    }
    if (!found.rids.empty()) dependents_.push_back(std::move(found));
  }
}

bool Updates::refresh_dependents() {
  auto& group = dependents_.back();
  auto count = std::min(group.rids.size(), kDependentRows);
  std::vector<std::int64_t> rids(group.rids.end() - static_cast<std::ptrdiff_t>(count),
                                 group.rids.end());
  TextBatch batch;
  database_.read([&](Transaction& transaction) {
    const auto& indexed = *plan_.find(group.entity);
    DocumentReader reader(*model_, indexed, tokenizer_);
    take(batch, indexed, reader.with_rids(transaction, rids));
  });
  group.rids.resize(group.rids.size() - count);
  if (group.rids.empty()) dependents_.pop_back();
  Plan next = plan_;
  if (dependents_.empty()) {
    next.cursor = pending_.cursor;
    next.mark = pending_.mark;
  }
  store(std::move(batch), std::move(next));
  return true;
}

bool Updates::build() {
  const IndexedEntity* chosen = nullptr;
  for (const auto& indexed : plan_.entities) {
    const auto* entity = model_->schema->find(indexed.name);
    if (indexed.to_build == 0 || !entity || entity->search.empty()) continue;
    if (!chosen || rank_of(*entity) < rank_of(model_->schema->entity(chosen->name)))
      chosen = &indexed;
  }
  if (!chosen) return false;
  TextBatch batch;
  std::int64_t least = 0;
  database_.read([&](Transaction& transaction) {
    DocumentReader reader(*model_, *chosen, tokenizer_);
    auto documents = reader.below(transaction, chosen->to_build, kBuildRows);
    if (documents.met.size() == kBuildRows) least = documents.least_rid;
    take(batch, *chosen, std::move(documents));
  });
  Plan next = plan_;
  next.entities[static_cast<std::size_t>(chosen - plan_.entities.data())].to_build = least;
  store(std::move(batch), std::move(next));
  return true;
}

bool Updates::compact() {
  if (plan_.compact && plan_.scattered < kScattered) return false;
  auto what = plan_.compact ? storage::Compaction::WhatIsNew : storage::Compaction::Whole;
  if (index_.compact(what)) return true;
  Plan next = plan_;
  next.compact = true;
  next.scattered = 0;
  store({}, std::move(next));
  return true;
}

void Updates::take(TextBatch& batch, const IndexedEntity& indexed, ReadDocuments documents) {
  auto kind = kTitleWords + static_cast<int>(indexed.slot);
  for (const auto& word : documents.title_words) batch.words.push_back({kind, word});
  batch.remove.insert(batch.remove.end(), documents.in_bin.begin(), documents.in_bin.end());
  if (batch.put.empty()) batch.put = std::move(documents.live);
  else std::move(documents.live.begin(), documents.live.end(), std::back_inserter(batch.put));
}

// The engine writes fastest in order.
bool Updates::store(TextBatch batch, Plan next) {
  std::sort(batch.remove.begin(), batch.remove.end());
  std::sort(batch.put.begin(), batch.put.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  int kind = 0;
  for (auto& words : tokenizer_.take_words()) {
    for (auto& word : words) batch.words.push_back({kind, std::move(word)});
    ++kind;
  }
  std::sort(batch.words.begin(), batch.words.end(), [](const auto& a, const auto& b) {
    return std::tie(a.kind, a.text) < std::tie(b.kind, b.text);
  });
  next.scattered += static_cast<std::int64_t>(batch.put.size());
  batch.old_state = stored_;
  batch.new_state = next.text();
  is_loaded_ = index_.write(batch);
  if (!is_loaded_) return false;
  stored_ = std::move(batch.new_state);
  plan_ = std::move(next);
  followed_ = plan_.cursor;
  return true;
}

}  // namespace rapport::search
