#include "imports/write_watch.h"

#include <algorithm>

#include "records/duplicates.h"

namespace rapport::imports {

namespace {
bool holds(const storage::Table* table) { return table == &records::match_keys_table(); }
}  // namespace

// A statement that throws has written nothing.
std::int64_t WriteWatch::note(std::int64_t result) {
  has_written_ = true;
  return result;
}

// Whoever asks for the keys must see all of them.
void WriteWatch::settle(const storage::Table* table) {
  if (!held_.empty() && holds(table)) flush();
}

void WriteWatch::flush() {
  auto key = [](const storage::Insert& insert) -> const storage::Cell& {
    return insert.values.front().value;
  };
  std::stable_sort(held_.begin(), held_.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (const auto& insert : held_) inner_.insert(insert);
  held_.clear();
}

void WriteWatch::select(const storage::Query& query, const storage::RowSink& sink) {
  settle(query.table);
  inner_.select(query, sink);
}

storage::PreparedQueryPtr WriteWatch::prepare(const storage::Query& query) {
  return inner_.prepare(query);
}

void WriteWatch::select(const storage::PreparedQuery& query,
                        const std::vector<storage::Cell>& parameters,
                        const storage::RowSink& sink) {
  inner_.select(query, parameters, sink);
}

std::int64_t WriteWatch::insert(const storage::Insert& insert) {
  if (hold_ == HoldKeys::No || !holds(insert.table)) return note(inner_.insert(insert));
  held_.push_back(insert);
  return note(1);
}

std::int64_t WriteWatch::update(const storage::Update& update) {
  settle(update.table);
  return note(inner_.update(update));
}

std::int64_t WriteWatch::remove(const storage::Delete& remove) {
  settle(remove.table);
  return note(inner_.remove(remove));
}

void WriteWatch::savepoint(const std::function<void()>& work) {
  flush();
  inner_.savepoint(work);
}

std::int64_t WriteWatch::count(const storage::Query& query, std::int64_t at_most) {
  settle(query.table);
  return inner_.count(query, at_most);
}

}  // namespace rapport::imports
